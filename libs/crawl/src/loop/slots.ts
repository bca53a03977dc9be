/** Places for claims a worker holds, from being granted to being settled. */
export function createSlots(most: number) {
  let held = 0;
  let waiter: (() => void) | null = null;
  let given = false;

  return {
    most,
    held: () => held,
    free: () => most - held,
    take(count: number): void {
      held += count;
    },
    give(count: number): void {
      held -= count;
      given = true;
      waiter?.();
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
