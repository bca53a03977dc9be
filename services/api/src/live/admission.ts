import type { GraphQLError } from 'graphql';
import { subscriptionsPerKey, subscriptionsPerProcess } from '../limits/limits.ts';
import { refusal } from '../limits/refusals.ts';

/** Live subscriptions ask this often whether their key is still good, ms. */
const RECHECK_MS = 5000;

type Parts = {
  stillGood: (keyId: string) => Promise<boolean>;
  onTrouble: (error: unknown) => void;
  recheckMs?: number;
  perProcess?: number;
};

/**
 * Lets live subscriptions in, bounded per key and per process, and ends those whose key was revoked or has expired, and all when
 * the process stops. What is ended here ends with an error that says so: only what has nothing more to tell just completes.
 */
export function createAdmission({
  stillGood,
  onTrouble,
  recheckMs = RECHECK_MS,
  perProcess = subscriptionsPerProcess,
}: Parts) {
  const open = new Map<string, { places: number; endings: Set<(why: GraphQLError) => void> }>();
  let total = 0;

  const timer = setInterval(() => {
    for (const [keyId, { endings }] of open)
      stillGood(keyId).then((good) => {
        if (!good) for (const end of [...endings]) end(revoked());
      }, onTrouble);
  }, recheckMs).unref();

  return {
    /**
     * Runs `start` when there is room for so many more subscriptions of this key. The room is free again when they end.
     * @throws TOO_MANY_SUBSCRIPTIONS
     */
    admit<T>(keyId: string, start: () => AsyncIterator<T>, places = 1): AsyncIterableIterator<T> {
      const mine = open.get(keyId) ?? { places: 0, endings: new Set<(why: GraphQLError) => void>() };
      const full = mine.places + places > subscriptionsPerKey;
      if (full || total + places > perProcess)
        throw refusal(
          'TOO_MANY_SUBSCRIPTIONS',
          `This ${full ? 'key' : 'server'} has ${full ? mine.places : total} live subscriptions, of ` +
            `${full ? subscriptionsPerKey : perProcess} at most. End some first.`,
        );
      const events = start();
      const leave = () => {
        if (!mine.endings.delete(end)) return;
        total -= places;
        mine.places -= places;
        if (mine.endings.size === 0) open.delete(keyId);
      };
      let ended: GraphQLError | null = null;
      const end = (why: GraphQLError) => {
        ended = why;
        leave();
        void events.return?.();
      };
      mine.endings.add(end);
      mine.places += places;
      open.set(keyId, mine);
      total += places;
      const guarded: AsyncIterableIterator<T> = {
        async next() {
          try {
            const result = await events.next();
            if (result.done) leave();
            const why = ended;
            ended = null;
            if (result.done && why !== null) throw why;
            return result;
          } catch (error) {
            leave();
            throw error;
          }
        },
        async return() {
          leave();
          await events.return?.();
          return { value: undefined, done: true };
        },
        [Symbol.asyncIterator]: () => guarded,
      };
      return guarded;
    },
    /** Ends everything a key has open. */
    endKey(keyId: string): void {
      for (const end of [...(open.get(keyId)?.endings ?? [])]) end(revoked());
    },
    size: () => total,
    close(): void {
      clearInterval(timer);
      const stopping = refusal(
        'UNAVAILABLE',
        'This server stops. Connect again: another one goes on, or this one comes back.',
      );
      for (const { endings } of [...open.values()]) for (const end of [...endings]) end(stopping);
    },
  };
}

const revoked = () => refusal('UNAUTHENTICATED', 'The key was revoked or has expired.');

export type Admission = ReturnType<typeof createAdmission>;
