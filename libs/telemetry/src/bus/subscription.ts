/** Messages as they come; bounded, so a reader that stops reading costs no memory. */
export type Subscription<T> = AsyncIterableIterator<T, undefined> & {
  /** Subscribes now instead of at the first `next()`; resolves once no later message can be missed. */
  start(): Promise<void>;
  /** Messages lost because they were not read in time. */
  dropped(): number;
};

/** A bounded queue with an async iterator on it; `start` runs once, at the first use, and `stop` once, at the end. */
export function createSubscription<T>(
  buffer: number,
  hooks: { start(): Promise<void>; stop(): void },
): Subscription<T> & { push(message: T): void; finish(): void } {
  const waiting: ((result: IteratorResult<T, undefined>) => void)[] = [];
  const kept: T[] = [];
  let dropped = 0;
  let finished = false;
  let started: Promise<void> | null = null;

  const subscription = {
    start() {
      started ??= finished ? Promise.resolve() : hooks.start();
      return started;
    },
    dropped: () => dropped,
    push(message: T) {
      if (finished) return;
      const reader = waiting.shift();
      if (reader) return reader({ value: message, done: false });
      kept.push(message);
      if (kept.length > buffer) {
        kept.shift();
        dropped++;
      }
    },
    finish() {
      if (finished) return;
      finished = true;
      kept.length = 0;
      for (const reader of waiting.splice(0)) reader({ value: undefined, done: true });
      if (started) hooks.stop();
    },
    next(): Promise<IteratorResult<T, undefined>> {
      if (finished) return Promise.resolve({ value: undefined, done: true });
      if (kept.length > 0) return Promise.resolve({ value: kept.shift() as T, done: false });
      return new Promise((resolve) => {
        waiting.push(resolve);
        void subscription.start();
      });
    },
    return(): Promise<IteratorResult<T, undefined>> {
      subscription.finish();
      return Promise.resolve({ value: undefined, done: true });
    },
    [Symbol.asyncIterator]: () => subscription,
    async [Symbol.asyncDispose]() {
      subscription.finish();
    },
  };
  return subscription;
}
