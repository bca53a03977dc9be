import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { type Frontier, FrontierUnavailable, type ReturnedClaim } from '@trunkline/frontier';
import { isRefusal } from '../loop/until-answered.ts';

/** The lease of a session, how often it is renewed, and how long after a renewal requests may start, ms. */
const LEASE_MS = 10_000;
const RENEW_MS = 2000;
const START_MS = 9000;

/** One life of this worker at the frontier. Once lost it is aborted, and all it holds is another's. */
export type Session = { id: string; signal: AbortSignal };

export type Sessions = {
  /** The session there is now, or the next one. */
  current(): Promise<Session>;
  /** The id of the last session; empty before the first. */
  id(): string;
  /**
   * Whether a request may be started now: the clock is before the moment at which the last successful renewal
   * was *sent* + 9 s. A process that was stopped for longer finds it false before it does anything.
   */
  mayStart(): boolean;
  /** Since the frontier last answered for this worker's session, ms; from the beginning when it never did. */
  silentMs(): number;
  /** The frontier says that this session is lost: everything of it ends, and a new one is opened. */
  lose(session: Session): void;
  /** Rejects when no session can be kept: a fault that waiting does not mend. */
  ended: Promise<void>;
  /** From now on nothing starts; the session is renewed until `close`. */
  drain(): void;
  /** Ends the session: what it still holds goes back at once; `started` tells what is known of it. Answers how many claims that were. */
  close(started?: (session: Session) => readonly ReturnedClaim[]): Promise<number>;
};

type Log = { warn(fields: object, message: string): void; info(fields: object, message: string): void };

/** Keeps a session open as long as the process lives. */
export function keepSession(
  frontier: Pick<Frontier, 'openSession' | 'renewSession' | 'closeSession'>,
  log: Log,
  { now = () => performance.now(), onLost = () => {} }: { now?: () => number; onLost?: () => void } = {},
): Sessions {
  let held: { session: Session; controller: AbortController } | null = null;
  let renewedAt = Number.NEGATIVE_INFINITY;
  let heardAt = now();
  let opened = Promise.withResolvers<Session>();
  let lastId = '';
  let draining = false;
  const stop = new AbortController();

  function lose(session: Session): void {
    if (held?.session !== session) return;
    const { controller } = held;
    held = null;
    renewedAt = Number.NEGATIVE_INFINITY;
    opened = Promise.withResolvers();
    log.warn({ session: session.id }, 'The session is lost: its claims are given up and a new one is opened');
    onLost();
    controller.abort();
  }

  async function open(): Promise<void> {
    const id = randomUUID();
    const sentAt = now();
    await frontier.openSession(id, LEASE_MS);
    heardAt = now();
    const controller = new AbortController();
    held = { session: { id, signal: controller.signal }, controller };
    renewedAt = sentAt;
    lastId = id;
    log.info({ session: id }, 'A session is open');
    opened.resolve(held.session);
  }

  async function renew(session: Session): Promise<void> {
    const sentAt = now();
    const { lost } = await frontier.renewSession(session.id, LEASE_MS);
    heardAt = now();
    if (lost) lose(session);
    else if (held?.session === session) renewedAt = sentAt;
  }

  async function keep(): Promise<void> {
    while (!stop.signal.aborted) {
      let waitMs = RENEW_MS;
      try {
        if (held) await renew(held.session);
        if (!held && !draining && !stop.signal.aborted) await open();
      } catch (error) {
        if (isRefusal(error))
          log.warn({ err: error }, 'Redis refuses to renew the session: it is asked again');
        else if (!(error instanceof FrontierUnavailable)) throw error;
        waitMs = 200 + Math.random() * 300;
      }
      await sleep(waitMs, undefined, { signal: stop.signal }).catch(() => {}); // closing wakes it
    }
  }

  // Anything but an outage is a fault nobody can mend here: the process ends, and its claims with it.
  const keeping = keep();
  keeping.catch((fault) => opened.reject(fault));

  return {
    current: () => (held ? Promise.resolve(held.session) : opened.promise),
    id: () => lastId,
    mayStart: () => !draining && now() < renewedAt + START_MS,
    silentMs: () => now() - heardAt,
    lose,
    ended: keeping,
    drain() {
      draining = true;
    },
    async close(started = () => []) {
      draining = true;
      stop.abort();
      await keeping;
      if (!held) return 0;
      const { session, controller } = held;
      held = null;
      controller.abort();
      try {
        return (await frontier.closeSession(session.id, started(session))).returned;
      } catch (error) {
        if (!(error instanceof FrontierUnavailable) && !isRefusal(error)) throw error;
        log.warn({ session: session.id }, 'Redis is away: the claims go back when the lease has passed');
        return 0;
      }
    },
  };
}
