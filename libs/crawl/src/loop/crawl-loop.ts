import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Claim, ClaimReply, Frontier, Share } from '@trunkline/frontier';
import type { Session, Sessions } from '../session/sessions.ts';
import type { Slots } from './slots/slots.ts';
import type { Unclaimed } from './slots/unclaimed.ts';
import { isRefusal, untilAnswered } from './until-answered.ts';

/** Between two claims while not all that was wanted was granted, ms: what is settled meanwhile comes together. */
const BETWEEN_MS = 4;
/** The frontier hands out at most so many at once. */
const MOST = 256;
/** Hosts free up together after an outage of Redis; workers come back spread over this time, ms. */
const RETURN_MS = 1000;
const CLOSED_MS = 200;
/** After a call that Redis refused, ms. */
const REFUSED_MS = 1000;

type Parts = {
  frontier: Pick<Frontier, 'claim'>;
  sessions: Sessions;
  slots: Slots;
  /** Why nothing may be claimed now, by name; null: it may. */
  closedBy(): string | null;
  /** Runs of which nothing is to be claimed now: what they found fills the queue. */
  over(): string[];
  work(claim: Claim, session: Session, sentAt: number, gotAt: number): Promise<void>;
  onAway(): void;
  /** Redis refused a claim by a fault in its scripts or data: it is asked again. */
  onRefused(fault: Error): void;
  /** Told why nothing is claimed while there are free slots. */
  unclaimed: Unclaimed;
};

/** Claims as long as there are slots, and starts the work on what is granted. It never waits with a slot held. */
export function startCrawlLoop(parts: Parts) {
  const { frontier, sessions, slots, closedBy, over, work, onAway, onRefused, unclaimed } = parts;
  const stop = new AbortController();
  let blockedBy: string | null = null;

  async function claimOnce(session: Session, want: number, share: Share) {
    const claimId = randomUUID();
    let sentAt = 0;
    let away = false;
    const reply = await untilAnswered(
      () => {
        sentAt = performance.now();
        return frontier.claim(session.id, claimId, want, share);
      },
      AbortSignal.any([session.signal, stop.signal]),
      () => {
        away = true;
        blockedBy = 'REDIS';
        unclaimed.set('REDIS');
        onAway();
      },
    );
    return { reply, sentAt, away };
  }

  async function turn(): Promise<void> {
    const closed = closedBy();
    if (closed !== null) {
      blockedBy = closed;
      unclaimed.set(slots.free() > 0 ? closed : null);
      return pause(CLOSED_MS);
    }
    if (slots.free() === 0) {
      unclaimed.set(null);
      slots.look();
      return slots.changed(CLOSED_MS);
    }
    unclaimed.set('NO_SESSION');
    const session = await sessions.current();
    if (!sessions.mayStart()) {
      blockedBy = 'REDIS';
      unclaimed.set('REDIS');
      return pause(CLOSED_MS / 4);
    }
    const want = Math.min(slots.free(), MOST);
    slots.look();
    const share = { ...slots.share(), over: over() };
    unclaimed.set('CLAIMING');
    const { reply, sentAt, away } = await claimOnce(session, want, share);
    if (!reply) return;
    await take(reply, session, sentAt, { want, heldBack: share.over.length > 0 });
    if (away) await pause(Math.random() * RETURN_MS);
  }

  /** `heldBack`: some runs were to be passed over. */
  async function take(
    reply: ClaimReply,
    session: Session,
    sentAt: number,
    { want, heldBack }: { want: number; heldBack: boolean },
  ): Promise<void> {
    const gotAt = performance.now();
    if (reply.state === 'lost') return sessions.lose(session);
    if (reply.state === 'recorder') {
      blockedBy = 'RECORDER';
      unclaimed.set('RECORDER');
      return pause(reply.nextDueMs);
    }
    blockedBy = heldBack && reply.claims.length === 0 ? 'DISCOVERY' : null;
    unclaimed.set(reply.claims.length === want ? null : (blockedBy ?? 'NOTHING_DUE'));
    slots.take(reply.claims);
    for (const claim of reply.claims) void work(claim, session, sentAt, gotAt);
    if (reply.claims.length < want) {
      await pause(BETWEEN_MS);
      await slots.changed(Math.min(Math.max(reply.nextDueMs, 1), 100));
    }
  }

  const pause = (ms: number) => sleep(ms, undefined, { signal: stop.signal }).catch(() => {}); // stopping wakes it

  async function run(): Promise<void> {
    while (!stop.signal.aborted) {
      try {
        await turn();
      } catch (fault) {
        if (!isRefusal(fault)) throw fault;
        blockedBy = 'REDIS';
        unclaimed.set('REDIS');
        onRefused(fault as Error);
        await pause(REFUSED_MS);
      }
    }
  }
  const running = run();

  return {
    blockedBy: () => blockedBy,
    /** Rejects when the loop ends by a fault; resolves once it was stopped. */
    ended: running,
    /** No claim is asked for any more. */
    async stop(): Promise<void> {
      stop.abort();
      await running.catch(() => {}); // whoever waits for `ended` hears of it
    },
  };
}
