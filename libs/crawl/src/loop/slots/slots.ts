import type { Claim, Share } from '@trunkline/frontier';
import { createShareOfSlots, type Held } from './share-of-slots.ts';

/** So many claims that are over give a narrowed worker one slot back: far fewer than a narrowing takes. */
const PER_SLOT = 8;

type Holder = Pick<Claim, 'token' | 'run' | 'host' | 'slow'>;

/** Told who takes a slot, and who gives one back that was taken at `since`; both performance.now(). */
type Told = Record<'took' | 'gave', (one: Held, at: number) => void>;

/**
 * Places for claims a worker holds, from being granted to being settled. When the machine runs out of what each of
 * them takes (file descriptors) they become half as many, and grow again, slowly.
 */
export function createSlots(
  most: number,
  now: () => number = () => performance.now(),
  told: Told = { took: () => {}, gave: () => {} },
) {
  const held = new Map<string, Held>();
  const sharing = createShareOfSlots(now);
  let limit = most;
  let over = 0;
  let waiter: (() => void) | null = null;
  let given = false;

  function take({ token, run, host, slow = false }: Holder): void {
    const one = { run, host, slow, since: now() };
    held.set(token, one);
    sharing.took(one);
    told.took(one, one.since);
  }

  function drop(token: string): void {
    const one = held.get(token);
    if (one && held.delete(token)) told.gave(one, now());
  }

  function free(): void {
    given = true;
    waiter?.();
  }

  return {
    most,
    held: () => held.size,
    free: () => Math.max(0, limit - held.size),
    /** How they are shared out, for the next claim. */
    share: (): Share => sharing.of(held.values(), limit),
    /** The machine has too little for what is held. Told by each of many at once, it counts once. */
    narrow(): void {
      over = 0;
      if (held.size <= limit) limit = Math.max(1, Math.floor(held.size / 2));
    },
    take(claims: readonly Holder[]): void {
      for (const claim of claims) take(claim);
    },
    give(claims: readonly Holder[]): void {
      for (const { token } of claims) {
        const one = held.get(token);
        if (one) sharing.gave(one);
        drop(token);
      }
      if (limit < most) {
        over += claims.length;
        limit = Math.min(most, limit + Math.floor(over / PER_SLOT));
        over %= PER_SLOT;
      }
      free();
    },
    /** The claim waits for another's pace, and holds no slot until it goes on: then it has one, even if that is one more than there are. */
    park({ token }: Holder): void {
      drop(token);
      free();
    },
    unpark: take,
    /** From here on `changed` looks for slots that come free. */
    look(): void {
      given = false;
    },
    /** Resolves when a slot has come free since the last look, or after so many ms. */
    changed(waitMs: number): Promise<void> {
      if (given) return Promise.resolve();
      return new Promise((resolve) => {
        const timer = setTimeout(done, waitMs);
        function done() {
          clearTimeout(timer);
          waiter = null;
          resolve();
        }
        waiter = done;
      });
    },
  };
}

export type Slots = ReturnType<typeof createSlots>;
