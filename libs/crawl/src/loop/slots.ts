/** So many claims that are over give a narrowed worker one slot back: far fewer than a narrowing takes. */
const PER_SLOT = 8;

/**
 * Places for claims a worker holds, from being granted to being settled. When the machine runs out of what each of
 * them takes (file descriptors) they become half as many, and grow again, slowly.
 */
export function createSlots(most: number) {
  let held = 0;
  let limit = most;
  let over = 0;
  let waiter: (() => void) | null = null;
  let given = false;

  return {
    most,
    held: () => held,
    free: () => Math.max(0, limit - held),
    /** The machine has too little for what is held. Told by each of many at once, it counts once. */
    narrow(): void {
      over = 0;
      if (held <= limit) limit = Math.max(1, Math.floor(held / 2));
    },
    take(count: number): void {
      held += count;
    },
    give(count: number): void {
      held -= count;
      if (limit < most) {
        over += count;
        limit = Math.min(most, limit + Math.floor(over / PER_SLOT));
        over %= PER_SLOT;
      }
      given = true;
      waiter?.();
    },
    /** What is held waits for another's pace, and holds no slot until it goes on: then it has one, even if that is one more than there are. */
    park(): void {
      held--;
      given = true;
      waiter?.();
    },
    unpark(): void {
      held++;
    },
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
