import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Claim, Frontier, SettleItem } from '@trunkline/frontier';
import { type HostSignal, LocalFault } from '@trunkline/policy';
import type { AskLeave, Leave } from '@trunkline/visit';
import { hostKey } from '@trunkline/web/url';
import type { Session } from '../session/sessions.ts';
import type { Settler } from './settler.ts';
import type { Slots } from './slots.ts';
import { untilAnswered } from './until-answered.ts';

/** How long a redirected robots.txt waits for another host to be free, and for the pace of its own, ms. */
const LONGEST_MS = 30_000;
const LONGEST_OWN_MS = 300_000;
/** How often a busy host is asked for, ms. */
const POLL_MS = 250;

type Parts = {
  frontier: Pick<Frontier, 'hop' | 'inFlight' | 'inspectUrl'>;
  settler: Pick<Settler, 'add'>;
  slots: Pick<Slots, 'take'>;
  onAway(): void;
};

/**
 * Leave to follow the redirects of a robots.txt, each at the pace of the host it leads to: at another host with a claim there, at
 * its own, of which the claim is held, a delay after the request before.
 */
export function createHops({ frontier, settler, slots, onAway }: Parts) {
  let last: Promise<unknown> = Promise.resolve();

  async function answered<T>(call: () => Promise<T | null>, { signal }: Session): Promise<T> {
    const reply = await untilAnswered(call, signal, onAway);
    if (reply !== null && !signal.aborted) return reply;
    const code = signal.aborted ? 'ABORTED' : 'RUN_GONE';
    throw new LocalFault(code, 'The session or the run ended while a robots.txt was on its way');
  }

  /** One at a time: an answer that is lost is asked for again under its id before there is another one. */
  function askFor(session: Session, what: { run: string; url: string; hops: number }) {
    let sentAt = 0;
    const hopId = randomUUID();
    const call = () => {
      sentAt = performance.now();
      return frontier.hop(session.id, hopId, what);
    };
    const reply = last.then(() => answered(call, session));
    last = reply.catch(() => {}); // whoever asked hears of it
    return reply.then((said) => ({ said, sentAt, gotAt: performance.now() }));
  }

  async function atOwnHost(
    claim: Claim,
    url: string,
    wroteAt: number,
    session: Session,
  ): Promise<Leave | null> {
    const state = await answered(() => frontier.inspectUrl(claim.run, { url }), session);
    const delayMs = state.host.delayMs;
    if (delayMs > LONGEST_OWN_MS || state.host.backoffUntil > state.now) return null;
    await untilThen(wroteAt + delayMs, session);
    return { over: () => {} };
  }

  async function atOther(claim: Claim, url: string, hops: number, session: Session): Promise<Leave | null> {
    const until = performance.now() + LONGEST_MS;
    for (;;) {
      const { said, sentAt, gotAt } = await askFor(session, { run: claim.run, url, hops });
      if (said.state === 'granted') return leaveOf(said.claim, url, { sentAt, gotAt }, session);
      if (said.state !== 'wait')
        throw new LocalFault('RUN_GONE', `The run ${claim.run} hands nothing out: ${url} was not asked for`);
      if (performance.now() + said.ms > until) return null;
      await untilThen(performance.now() + Math.min(said.ms, POLL_MS), session);
    }
  }

  async function leaveOf(
    hop: Claim,
    url: string,
    { sentAt, gotAt }: { sentAt: number; gotAt: number },
    session: Session,
  ): Promise<Leave | null> {
    slots.take(1);
    const over = (signal: HostSignal | null, wroteAt: number | null) => {
      const startedAfterMs = wroteAt === null ? null : Math.max(0, wroteAt - sentAt);
      const item = signal && itemOf(hop, signal, startedAfterMs);
      settler.add(session, { claim: hop, item, startedAfterMs, discovered: [], settling: null });
    };
    try {
      await untilThen(gotAt + hop.startInMs, session);
      // It may have waited long: others have heard of the host meanwhile, and a Redis that forgot this claim gives the host to them.
      const out = await answered(() => frontier.inFlight([hop.run]), session);
      if (!out.some(({ token }) => token === hop.token))
        throw new LocalFault('ABORTED', 'The claim of a host ended while its robots.txt was on its way');
      const { host, now } = await answered(() => frontier.inspectUrl(hop.run, { url }), session);
      if (host.backoffUntil <= now) return { over };
      over(null, null);
      return null;
    } catch (fault) {
      over(null, null);
      throw fault;
    }
  }

  /** What `visits.fetchRobots` asks before each hop. */
  return (session: Session, claim: Claim): AskLeave =>
    (url, hops, wroteAt) =>
      hostKey(url) === claim.host
        ? atOwnHost(claim, url, wroteAt, session)
        : atOther(claim, url, hops, session);
}

export type Hops = ReturnType<typeof createHops>;

async function untilThen(at: number, { signal }: Session): Promise<void> {
  const waitMs = at - performance.now();
  if (waitMs > 0) await sleep(waitMs, undefined, { signal }).catch(() => {}); // whoever goes on sees the abort
}

function itemOf(
  { token, run, host }: Claim,
  hostSignal: HostSignal,
  startedAfterMs: number | null,
): SettleItem {
  const next = { do: 'settle' } as const;
  return { token, run, host, startedAfterMs, outcome: 'fetched', next, hostSignal, bytes: 0, record: null };
}
