import { subscriptionsPerKey, subscriptionsPerProcess } from '../limits/limits.ts';
import { refusal } from '../limits/refusals.ts';

/** Live subscriptions ask this often whether their key is still good, ms. */
const RECHECK_MS = 5000;

type Parts = {
  stillGood: (keyId: string) => Promise<boolean>;
  onTrouble: (error: unknown) => void;
  recheckMs?: number;
};

/**
 * Lets live subscriptions in, bounded per key and per process, and ends those whose key was revoked or has expired.
 */
export function createAdmission({ stillGood, onTrouble, recheckMs = RECHECK_MS }: Parts) {
  const open = new Map<string, Set<() => void>>();
  let total = 0;

  const timer = setInterval(() => {
    for (const [keyId, endings] of open)
      stillGood(keyId).then((good) => {
        if (!good) for (const end of [...endings]) end();
      }, onTrouble);
  }, recheckMs).unref();

  return {
    /**
     * Runs `start` when there is room for one more subscription of this key.
     * @throws TOO_MANY_SUBSCRIPTIONS
     */
    async admit<T>(keyId: string, start: () => Promise<AsyncIterator<T>>): Promise<AsyncIterableIterator<T>> {
      const mine = open.get(keyId) ?? new Set<() => void>();
      if (mine.size >= subscriptionsPerKey || total >= subscriptionsPerProcess)
        throw refusal(
          'TOO_MANY_SUBSCRIPTIONS',
          `This ${mine.size >= subscriptionsPerKey ? 'key' : 'server'} has ${Math.max(mine.size, total)} live ` +
            'subscriptions, which is the limit. End some, or use one connection for all of them.',
        );
      let events: AsyncIterator<T> | null = null;
      const leave = () => {
        if (!mine.delete(end)) return;
        total--;
        if (mine.size === 0) open.delete(keyId);
      };
      const end = () => {
        leave();
        void events?.return?.();
      };
      mine.add(end);
      open.set(keyId, mine);
      total++;
      try {
        events = await start();
      } catch (error) {
        leave();
        throw error;
      }
      const running = events;
      const guarded: AsyncIterableIterator<T> = {
        async next() {
          const result = await running.next();
          if (result.done) leave();
          return result;
        },
        async return() {
          end();
          return { value: undefined, done: true };
        },
        [Symbol.asyncIterator]: () => guarded,
      };
      return guarded;
    },
    /** Ends everything a key has open. */
    endKey(keyId: string): void {
      for (const end of [...(open.get(keyId) ?? [])]) end();
    },
    size: () => total,
    close: () => clearInterval(timer),
  };
}

export type Admission = ReturnType<typeof createAdmission>;
