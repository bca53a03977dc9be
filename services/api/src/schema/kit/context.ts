import type { Budget } from '../../limits/cost/budget.ts';
import type { Live } from '../../live/live.ts';
import type { Stores } from '../../stores/create-stores.ts';
import type { Caller } from '../../stores/values.ts';

/** What resolvers get: who asks, and the stores, which already know whose data they may touch. */
export type Context = {
  caller: Caller;
  /**
   * Who asks as things are now: a request may last, and its key or project end or be suspended meanwhile.
   * @throws UNAUTHENTICATED when the key opens nothing any more
   */
  again: () => Promise<Caller>;
  stores: Stores;
  live: Live;
  /** What the key may still spend. */
  budget: () => Promise<Budget>;
  /** Gives back what the request had in memory: when its answer is over. */
  close: () => void;
};
