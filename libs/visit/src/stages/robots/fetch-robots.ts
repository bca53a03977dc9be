import type { HostSignal, Policy } from '@trunkline/policy';
import { codingsOf, decode, decodeAtOnce } from '@trunkline/web/coding';
import { parseRobots } from '@trunkline/web/robots';
import { headerUrl, hostKey } from '@trunkline/web/url';
import { restOf, retryAfterMs } from '../../outcome/retry-after.ts';
import type { FollowRedirect, Leave, RobotsResult, RobotsStep } from '../../types.ts';
import { Ended, type Visit } from '../../visit.ts';
import type { CollectedBody } from '../body/collect.ts';
import { type Place, placeOf } from '../connect/place.ts';
import type { Response } from '../headers/ask.ts';
import type { Head } from '../headers/head.ts';
import type { RobotsRead } from './read-file.ts';

/** RFC 9309 §2.5: parsers must take at least 500 KiB. One more byte says that the last line is cut, which parsing leaves out. */
const ROBOTS_BYTES = (500 << 10) + 1;
/** RFC 9309 §2.3.1.2. */
const MAX_REDIRECTS = 5;

/** One request with everything before it: addresses are checked anew at each hop. */
export type Get = (visit: Visit, place: Place, limits: Policy['limits']) => Promise<Response | Ended>;

export type Ways = {
  get: Get;
  receive(visit: Visit, response: Response): Promise<CollectedBody>;
  /** Reads a file for that agent, and may take its bytes; null: it could not be read in time. */
  readFile(bytes: Buffer, userAgent: string): Promise<RobotsRead | null>;
  /** Archives a robots.txt, if the one of this origin that was archived last was another. */
  archive(visit: Visit, origin: string, digest: string, what: Archived): Promise<void>;
  /** Does the work of one request in a place of the stage. */
  pass<T>(work: () => Promise<T>): Promise<T>;
  /** None: every redirect is followed at once, as by one who makes no other requests. */
  follow?: FollowRedirect | undefined;
};

export type Archived = { place: Place; head: Head; body: CollectedBody };

type Verdict = Omit<RobotsStep, 'target'>;

/**
 * Fetches a robots.txt and says what it means (RFC 9309 §2.3.1): 2xx are rules; 4xx, and more than five
 * redirects, allow everything; 429, 5xx, network errors and what did not come whole disallow for now. The deadline of
 * the visit holds for the whole chain of redirects, without what it waits for the pace of the hosts they lead to.
 */
export async function fetchRobotsOf(visit: Visit, origin: string, ways: Ways): Promise<RobotsResult> {
  const { follow, pass } = ways;
  let url = `${origin}/robots.txt`;
  const { totalMs } = visit.config.policy.limits;
  let waiting = performance.now();
  const sent: RobotsResult['sent'] = [];
  const noting = async (asks: Visit, asking: Promise<RobotsStep>) => {
    const before = asks.wroteRequestEpoch;
    const said = await asking;
    if (asks.wroteRequestEpoch !== null && asks.wroteRequestEpoch !== before)
      sent.push({ host: asks.host, at: asks.wroteRequestEpoch });
    return said;
  };
  let step = await pass(() => {
    visit.deadline = performance.now() + totalMs;
    return noting(visit, request(visit, url, origin, ways, { standing: visit.standing, over: () => {} }));
  });
  for (let redirects = 1; step.target !== null && redirects <= MAX_REDIRECTS; redirects++) {
    const { target } = step;
    const isOwn = hostKey(target) === visit.host;
    waiting = performance.now();
    const wroteAt = visit.wroteRequestAt ?? waiting;
    const asked = waiting;
    visit.clock.wait('hop', asked);
    const goOn = () => {
      const now = performance.now();
      visit.deadline += now - waiting;
      waiting = Number.NaN;
      visit.clock.begin('hop', asked, now);
      visit.clock.end('hop', now, now, null);
    };
    const ask = (leave: Leave) =>
      pass(() => {
        goOn();
        // Of another host its own rest counts, and when that was asked is no matter of this one.
        const host = hostKey(target);
        const tally = visit.clock.tally(host);
        const other = {
          ...{ host, tally, url: target, standing: leave.standing },
          ...{ wroteRequestAt: null, wroteRequestEpoch: null },
        };
        const asks = isOwn ? visit : { ...visit, ...other };
        return noting(asks, request(asks, target, origin, ways, leave));
      });
    let next: RobotsStep | null;
    try {
      next = follow
        ? await follow({ url: target, redirects, wroteAt }, ask)
        : await ask({ standing: null, over: () => {} });
    } catch (fault) {
      if (!Number.isNaN(waiting)) visit.clock.leave('hop', asked, performance.now());
      throw fault;
    }
    if (!next) return result(visit, origin, notSoon(url, target), sent);
    if (!Number.isNaN(waiting)) goOn(); // another has asked
    step = isOwn && !isElsewhere(next, target, origin) ? next : ofAnother(next);
    url = target;
  }
  return result(visit, origin, step, sent);
}

/** One request, from its addresses to what its answer means. */
async function request(
  asks: Visit,
  url: string,
  origin: string,
  ways: Ways,
  { over }: Leave,
): Promise<RobotsStep> {
  const { policy } = asks.config;
  let signal: HostSignal | null = null;
  try {
    const place = placeOf(url);
    const response = await ways.get(asks, place, { ...policy.limits, bodyBytes: ROBOTS_BYTES });
    if (response instanceof Ended) {
      const said = unreachable(response);
      signal = said.hostSignal;
      return { ...said, target: null };
    }
    const body = await ways.receive(asks, response);
    try {
      const { head } = response;
      const rest = restOf(head);
      signal = rest ? { kind: 'throttled', ...rest } : { kind: 'answered' };
      const target = redirectTarget(head, url);
      if (target !== null) return { ...allowAll(`robots.txt answered ${head.status}`), target };
      const said = await read(head, body, policy, ways);
      if (said.file) await ways.archive(asks, origin, said.file.digest, { place, head, body });
      return { ...said, target };
    } finally {
      body.release();
    }
  } finally {
    over(signal, asks.wroteRequestAt);
  }
}

function notSoon(url: string, target: string): Verdict {
  return notNow(`${url} redirects to ${target}, whose host may not be asked soon`);
}

/** Whether it is another origin of the host that cannot be reached; that the server wants rest is a matter of all of them. */
function isElsewhere({ hostSignal }: RobotsStep, target: string, origin: string): boolean {
  return hostSignal.kind === 'unreachable' && new URL(target).origin !== origin;
}

/** What another host, or another origin, is like is its own matter: this one has answered. */
function ofAnother(said: RobotsStep): RobotsStep {
  return { ...said, hostSignal: { kind: 'answered' } };
}

function result(visit: Visit, origin: string, said: Verdict, sent: RobotsResult['sent']): RobotsResult {
  const { verdict, hostSignal, detail, file } = said;
  const [elsewhereMs, ownMs] = visit.timings.robots ?? [0, 0];
  const tookMs = elsewhereMs + ownMs;
  const { wroteRequestAt } = visit;
  return { origin, verdict, detail, hostSignal, wroteRequestAt, tookMs, sent, ...(file && { file }) };
}

function redirectTarget(head: Head, url: string): string | null {
  if (![301, 302, 303, 307, 308].includes(head.status)) return null;
  const location = head.get('location');
  return location === undefined ? null : headerUrl(location, url);
}

const allowAll = (detail: string, signal: HostSignal = { kind: 'answered' }): Verdict => ({
  verdict: { state: 'allowAll' },
  hostSignal: signal,
  detail,
});

async function read(
  head: Head,
  body: CollectedBody,
  { userAgent }: Policy,
  { readFile }: Ways,
): Promise<Verdict> {
  const { status } = head;
  if (status >= 200 && status < 300) {
    const bytes = await bytesOf(head, body);
    if (bytes === null) return notWhole(body);
    const done = await readFile(bytes, userAgent);
    if (done === null) return notNow('robots.txt took too long to read');
    const { rules, file } = done;
    const seconds = parseRobots(rules).crawlDelay(userAgent);
    const crawlDelayMs = seconds === null ? null : Math.round(seconds * 1000);
    const verdict = { state: 'rules', body: rules, crawlDelayMs } as const;
    return { verdict, hostSignal: { kind: 'answered' }, detail: `robots.txt answered ${status}`, file };
  }
  if (status === 429 || (status >= 500 && status <= 599)) {
    const rest = restOf(head);
    const asked = retryAfterMs(head.get('retry-after'), head.get('date'), Date.now());
    return {
      verdict: { state: 'unreachable', retryAfterMs: asked },
      hostSignal: rest ? { kind: 'throttled', ...rest } : { kind: 'answered' },
      detail: `robots.txt answered ${status}`,
    };
  }
  return allowAll(`robots.txt answered ${status}`);
}

/**
 * The bytes of a robots.txt; null when it did not come whole, or nothing of it can be decoded. Half of the rules would allow
 * what the other half forbids. What is longer than is read of it is whole.
 */
async function bytesOf(head: Head, body: CollectedBody): Promise<Buffer | null> {
  const codings = codingsOf(head.headers);
  if (body.truncated === 'time' || body.truncated === 'disconnect' || 'error' in codings) return null;
  const bytes = await body.bytes();
  const bounds = { most: ROBOTS_BYTES, keep: ROBOTS_BYTES };
  const decoded = decodeAtOnce(bytes, codings, bounds) ?? (await decode(bytes, codings, bounds));
  if (decoded.error !== null && decoded.bytes.length === 0) return null;
  const whole = decoded.bytes.subarray(0, ROBOTS_BYTES);
  return whole.buffer === bytes.buffer ? Buffer.from(whole) : whole; // the body is archived yet
}

function notWhole({ truncated }: CollectedBody): Verdict {
  return notNow(
    truncated ? `robots.txt was cut short (${truncated})` : 'the content coding of robots.txt cannot be read',
  );
}

function notNow(detail: string): Verdict {
  return {
    verdict: { state: 'unreachable', retryAfterMs: null },
    hostSignal: { kind: 'answered' },
    detail,
  };
}

/**
 * Nobody could be asked: nothing is allowed, and a host that fails is told of. Where the address is refused there is
 * nothing to wait for: each URL is refused for the same reason at its own dns stage, before anything is sent.
 */
function unreachable({ outcome }: Ended): Verdict {
  if (outcome.kind === 'refused' && outcome.by === 'address')
    return allowAll(outcome.detail, { kind: 'none' });
  const code = outcome.kind === 'failed' ? outcome.code : null;
  return {
    verdict: { state: 'unreachable', retryAfterMs: null },
    detail: outcome.kind === 'failed' ? `${outcome.code}: ${outcome.detail}` : outcome.kind,
    hostSignal: code === null ? { kind: 'none' } : { kind: 'unreachable', code },
  };
}
