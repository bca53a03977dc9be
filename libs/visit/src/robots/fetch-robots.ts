import type { HostSignal, Policy, RobotsVerdict } from '@trunkline/policy';
import { parseRobots } from '@trunkline/web/robots';
import { canonicalUrl, hostKey } from '@trunkline/web/url';
import type { CollectedBody } from '../body/collect.ts';
import { type Coding, codingsOf, decode, decodeAtOnce } from '../body/decode.ts';
import { type Place, placeOf } from '../connect/place.ts';
import type { Response } from '../headers/ask.ts';
import type { Head } from '../headers/head.ts';
import { restOf, retryAfterMs } from '../outcome/retry-after.ts';
import type { AskLeave, Leave, RobotsResult } from '../types.ts';
import { Ended, type Visit } from '../visit.ts';

/** RFC 9309 §2.5: parsers must take at least 500 KiB. One more byte says that the last line is cut, which parsing leaves out. */
const ROBOTS_BYTES = (500 << 10) + 1;
/** RFC 9309 §2.3.1.2. */
const MAX_REDIRECTS = 5;

/** One request with everything before it: addresses are checked anew at each hop. */
export type Get = (visit: Visit, place: Place, limits: Policy['limits']) => Promise<Response | Ended>;

export type Ways = {
  get: Get;
  receive(response: Response): Promise<CollectedBody>;
  /** None: every hop is asked for at once, as by one who makes no other requests. */
  askLeave?: AskLeave | undefined;
};

type Verdict = { verdict: RobotsVerdict; hostSignal: HostSignal; detail: string };

/**
 * Fetches a robots.txt and says what it means (RFC 9309 §2.3.1): 2xx are rules; 4xx, and more than five
 * redirects, allow everything; 429, 5xx, network errors and what did not come whole disallow for now. The deadline of
 * the visit holds for the whole chain of redirects, without what it waits for the pace of the hosts they lead to.
 */
export async function fetchRobotsOf(
  visit: Visit,
  origin: string,
  { get, receive, askLeave }: Ways,
): Promise<RobotsResult> {
  const { policy } = visit.config;
  const limits = { ...policy.limits, bodyBytes: ROBOTS_BYTES };
  let url = `${origin}/robots.txt`;
  let hop: Hop = { visit, over: () => {} };
  for (let redirects = 0; ; redirects++) {
    let signal: HostSignal | null = null;
    let target: string | null;
    try {
      const response = await get(hop.visit, placeOf(url), limits);
      if (response instanceof Ended) {
        const said = unreachable(response);
        signal = said.hostSignal;
        return result(visit, origin, hop.visit === visit ? said : ofAnother(said));
      }
      const body = await receive(response);
      try {
        const { head } = response;
        const rest = restOf(head);
        signal = rest ? { kind: 'throttled', ...rest } : { kind: 'answered' };
        target = redirects < MAX_REDIRECTS ? redirectTarget(head, url) : null;
        if (target === null) {
          const said = await read(head, body, policy);
          return result(visit, origin, hop.visit === visit ? said : ofAnother(said));
        }
      } finally {
        body.release();
      }
    } finally {
      hop.over(signal, hop.visit.wroteRequestAt);
    }
    const next = await hopTo(visit, target, redirects + 1, askLeave);
    if (!next) return result(visit, origin, notSoon(url, target));
    hop = next;
    url = target;
  }
}

/** A request on the way: whose visit it counts for, and what is to be told of it. */
type Hop = { visit: Visit } & Leave;

/** Waits until the target of a redirect may be asked; null when that is not soon. */
async function hopTo(
  visit: Visit,
  url: string,
  redirects: number,
  askLeave: AskLeave | undefined,
): Promise<Hop | null> {
  const isOwn = hostKey(url) === visit.host;
  // Of another host its own rest counts, and when that was asked is no matter of this one.
  const asks = isOwn ? visit : { ...visit, host: hostKey(url), url, wroteRequestAt: null };
  if (!askLeave) return { visit: asks, over: () => {} };
  const began = performance.now();
  const leave = await askLeave(url, redirects, visit.wroteRequestAt ?? began);
  if (!leave) return null;
  visit.deadline += performance.now() - began;
  asks.deadline = visit.deadline;
  return { visit: asks, over: (signal, wroteAt) => leave.over(signal, wroteAt) };
}

function notSoon(url: string, target: string): Verdict {
  return {
    verdict: { state: 'unreachable', retryAfterMs: null },
    hostSignal: { kind: 'answered' },
    detail: `${url} redirects to ${target}, whose host may not be asked soon`,
  };
}

/** What another host is like is its own matter: this one has answered. */
function ofAnother(said: Verdict): Verdict {
  return { ...said, hostSignal: { kind: 'answered' } };
}

function result(visit: Visit, origin: string, { verdict, hostSignal, detail }: Verdict): RobotsResult {
  return { origin, verdict, detail, hostSignal, wroteRequestAt: visit.wroteRequestAt };
}

function redirectTarget(head: Head, url: string): string | null {
  if (![301, 302, 303, 307, 308].includes(head.status)) return null;
  const location = head.get('location');
  return location === undefined ? null : canonicalUrl(location, url);
}

const allowAll = (detail: string, signal: HostSignal = { kind: 'answered' }): Verdict => ({
  verdict: { state: 'allowAll' },
  hostSignal: signal,
  detail,
});

async function read(head: Head, body: CollectedBody, policy: Policy): Promise<Verdict> {
  const { status } = head;
  if (status >= 200 && status < 300) {
    const text = await textOf(head, body);
    if (text === null) return notWhole(body);
    const seconds = parseRobots(text).crawlDelay(policy.userAgent);
    const crawlDelayMs = seconds === null ? null : Math.min(Math.round(seconds * 1000), 86_400_000);
    const verdict = { state: 'rules', body: text, crawlDelayMs } as const;
    return { verdict, hostSignal: { kind: 'answered' }, detail: `robots.txt answered ${status}` };
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
 * The text of a robots.txt; null when it did not come whole, or nothing of it can be decoded. Half of the rules would allow
 * what the other half forbids. What is longer than is read of it is whole.
 */
async function textOf(head: Head, body: CollectedBody): Promise<string | null> {
  const codings: Coding[] | { error: string } = codingsOf(head);
  if (body.truncated === 'time' || body.truncated === 'disconnect' || !Array.isArray(codings)) return null;
  const bytes = await body.bytes();
  const bounds = { most: ROBOTS_BYTES, keep: ROBOTS_BYTES };
  const decoded = decodeAtOnce(bytes, codings, bounds) ?? (await decode(bytes, codings, bounds));
  if (decoded.error !== null && decoded.bytes.length === 0) return null;
  return decoded.bytes.toString('utf8', 0, Math.min(decoded.bytes.length, ROBOTS_BYTES));
}

function notWhole({ truncated }: CollectedBody): Verdict {
  return {
    verdict: { state: 'unreachable', retryAfterMs: null },
    hostSignal: { kind: 'answered' },
    detail: truncated
      ? `robots.txt was cut short (${truncated})`
      : 'the content coding of robots.txt cannot be read',
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
