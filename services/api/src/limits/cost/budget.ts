import { setTimeout } from 'node:timers/promises';
import { callScript, type Redis } from '@trunkline/redis';
import type { Logger } from '@trunkline/service';
import { charge } from './charge.ts';

/** What a key may still spend, and when all of it is there again; null: as much as it likes. */
export type Budget = { limit: number | null; remaining: number | null; resetAt: Date };
export type Charge = Budget & { granted: boolean; retryAfterMs: number };

export type Budgets = {
  /** Takes the cost of an operation from a key's budget, if there is enough. */
  charge(keyId: string, cost: number): Promise<Charge>;
  /**
   * Takes what something has cost that goes on for long; resolves when it may go on. It waits while less than half of the budget is
   * left, so that the key can ask other things meanwhile. Rejects with the reason of the signal.
   */
  spend(keyId: string, cost: number, signal: AbortSignal): Promise<void>;
};

/** A budget fills up again in so many seconds. */
const FILLS_IN = 10;
/** Others of the same key spend too: whoever waits looks again after this, ms. */
const LOOK_AGAIN_MS = 1000;

/**
 * Budgets of cost by key, shared by all processes over Redis. While Redis is away everything is granted: the other limits hold,
 * and a control plane that refuses its operator then is of no use.
 */
export function createBudgets(
  redis: Redis,
  { perSecond, log, key }: { perSecond: number; log: Logger; key: (keyId: string) => string },
): Budgets {
  const most = perSecond * FILLS_IN;
  const answer = (granted: boolean, left: number, least: number): Charge => ({
    ...{ granted, limit: most, remaining: left },
    resetAt: new Date(Date.now() + ((most - left) / perSecond) * 1000),
    retryAfterMs: granted ? 0 : ((least - left) / perSecond) * 1000,
  });
  async function take(keyId: string, cost: number, least: number): Promise<Charge> {
    try {
      const input = { cost, least, rate: perSecond, most };
      const { granted, left } = await callScript(redis, charge, { bucket: key(keyId) }, input);
      return answer(granted, left, least);
    } catch (err) {
      log.debug({ err }, 'budgets are not kept while Redis is away');
      return answer(true, most, least);
    }
  }
  return {
    charge: (keyId, cost) => take(keyId, cost, cost),
    async spend(keyId, cost, signal) {
      for (;;) {
        const { granted, retryAfterMs } = await take(keyId, cost, most / 2);
        if (granted) return;
        await setTimeout(Math.min(Math.max(retryAfterMs, 10), LOOK_AGAIN_MS), undefined, { signal });
      }
    },
  };
}

/** Nothing is counted. */
export const noBudgets: Budgets = {
  charge: async () => ({
    ...{ granted: true, limit: null, remaining: null, resetAt: new Date(), retryAfterMs: 0 },
  }),
  spend: async () => {},
};
