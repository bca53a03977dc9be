import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Claim, Frontier, SettleItem } from '@trunkline/frontier';
import { type HostSignal, LocalFault } from '@trunkline/policy';
import type { FollowRedirect, Leave, RobotsStep } from '@trunkline/visit';
import { hostKey } from '@trunkline/web/url';
import type { Session } from '../../session/sessions.ts';
import type { Confirms } from '../confirms.ts';
import type { Settler } from '../settle/settler.ts';
import { SLOW_MS } from '../slots/share-of-slots.ts';
import type { Slots } from '../slots/slots.ts';
import { untilAnswered } from '../until-answered.ts';
import { createLines } from './lines.ts';
import { createSharedSteps } from './shared-steps.ts';

/** How long a redirected robots.txt waits for another host to be free, and for the pace of its own, ms. */
const LONGEST_MS = 30_000;
const LONGEST_OWN_MS = 300_000;
/** How often a busy host is asked for, ms. */
const POLL_MS = 250;
/** How many wait, and how many requests to other hosts are out, at once. */
const MOST_WAITING = 4000;
const MOST_OUT = 32;

type Parts = {
  frontier: Pick<Frontier, 'hop' | 'inspectUrl'>;
  settler: Pick<Settler, 'add'>;
  slots: Pick<Slots, 'most' | 'take' | 'park' | 'unpark'>;
  confirms: Confirms;
  onAway(): void;
};

type To = Parameters<FollowRedirect>[0];
type Ask = Parameters<FollowRedirect>[1];

/**
 * Follows the redirects of robots.txt, each at the pace of the host it leads to: at another host with a claim there, at its own, of
 * which the claim is held, a delay after the request before. Who waits holds no slot; of many that lead to one URL one asks.
 */
export function createHops({ frontier, settler, slots, confirms, onAway }: Parts) {
  const steps = createSharedSteps();
  const lines = createLines();
  let last: Promise<unknown> = Promise.resolve();
  const mostOut = Math.max(1, Math.min(MOST_OUT, slots.most >> 3));
  let waiting = 0;

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

  /** Waits for the pace of the claim's own host; false: it may not be asked soon. */
  async function atOwnHost(claim: Claim, { url, wroteAt }: To, session: Session): Promise<boolean> {
    const state = await answered(() => frontier.inspectUrl(claim.run, { url }), session);
    const delayMs = state.host.delayMs;
    if (delayMs > LONGEST_OWN_MS || state.host.backoffUntil > state.now) return false;
    await untilThen(wroteAt + delayMs, session);
    return true;
  }

  /** One of this process at a time asks for a host: the others would only ask in vain. */
  function atOther(claim: Claim, to: To, session: Session, ask: Ask): Promise<RobotsStep | null> {
    const until = performance.now() + LONGEST_MS;
    return lines.pass(hostKey(to.url), 1, async () => {
      for (;;) {
        if (performance.now() > until) return null;
        const what = { run: claim.run, url: to.url, hops: to.redirects };
        const { said, sentAt, gotAt } = await askFor(session, what);
        if (said.state === 'granted') return go(said.claim, { sentAt, gotAt }, session, ask);
        if (said.state !== 'wait') {
          const words = `The run ${claim.run} hands nothing out: ${to.url} was not asked for`;
          throw new LocalFault('RUN_GONE', words);
        }
        if (performance.now() + said.ms > until) return null;
        await untilThen(performance.now() + Math.max(POLL_MS, Math.min(said.ms, 4 * POLL_MS)), session);
      }
    });
  }

  /** The request itself, under the claim it was granted. It takes a slot when its time has come, and keeps it until it is settled. */
  async function go(
    hop: Claim,
    { sentAt, gotAt }: { sentAt: number; gotAt: number },
    session: Session,
    ask: Ask,
  ): Promise<RobotsStep> {
    let isOver = false;
    const over: Leave['over'] = (signal, wroteAt) => {
      if (isOver) return;
      isOver = true;
      const startedAfterMs = wroteAt === null ? null : Math.max(0, wroteAt - sentAt);
      const slow = performance.now() - (wroteAt ?? Number.POSITIVE_INFINITY) > SLOW_MS;
      const item = signal && itemOf(hop, signal, startedAfterMs, slow);
      settler.add(session, { claim: hop, item, startedAfterMs, discovered: [], settling: null });
    };
    const request = async () => {
      slots.take([hop]);
      try {
        return await ask({ standing: confirms(session, hop, sentAt), over });
      } finally {
        over(null, null); // if nobody came so far as to say what the host is like
      }
    };
    await untilThen(gotAt + hop.startInMs, session);
    return lines.pass('', mostOut, request);
  }

  async function follow(
    session: Session,
    claim: Claim,
    to: To,
    ask: Ask,
    goOn: () => void,
  ): Promise<RobotsStep | null> {
    if (hostKey(to.url) !== claim.host) {
      const key = `${claim.run} ${claim.configVersion} ${to.url}`;
      return steps.get(key, () => atOther(claim, to, session, ask));
    }
    if (!(await atOwnHost(claim, to, session))) return null;
    goOn();
    return ask({ standing: null, over: () => {} });
  }

  /** What `visits.fetchRobots` follows redirects by. */
  return (session: Session, claim: Claim): FollowRedirect =>
    async (to, ask) => {
      if (waiting >= MOST_WAITING) return null;
      waiting++;
      slots.park(claim);
      let waits = true;
      const goOn = () => {
        if (!waits) return;
        waits = false;
        waiting--;
        slots.unpark(claim);
      };
      try {
        return await follow(session, claim, to, ask, goOn);
      } finally {
        goOn();
      }
    };
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
  slow: boolean,
): SettleItem {
  const next = { do: 'settle' } as const;
  const outcome = 'fetched';
  return { token, run, host, startedAfterMs, outcome, next, hostSignal, bytes: 0, slow, record: null };
}
