import { callScript, type Redis } from '@trunkline/redis';
import type { Logger } from '@trunkline/service';
import { charge } from './charge.ts';

/** What a key may still spend, and when all of it is there again; null: as much as it likes. */
export type Budget = { limit: number | null; remaining: number | null; resetAt: Date };
export type Charge = Budget & { granted: boolean; retryAfterMs: number };

export type Budgets = {
  /** Takes the cost of an operation from a key's budget, if there is enough. */
  charge(keyId: string, cost: number): Promise<Charge>;
};

/** A budget fills up again in so many seconds. */
const FILLS_IN = 10;

/**
 * Budgets of cost by key, shared by all processes over Redis. While Redis is away everything is granted: the other limits hold,
 * and a control plane that refuses its operator then is of no use.
 */
export function createBudgets(
  redis: Redis,
  { perSecond, log, key }: { perSecond: number; log: Logger; key: (keyId: string) => string },
): Budgets {
  const most = perSecond * FILLS_IN;
  const answer = (granted: boolean, left: number, cost: number): Charge => ({
    ...{ granted, limit: most, remaining: left },
    resetAt: new Date(Date.now() + ((most - left) / perSecond) * 1000),
    retryAfterMs: granted ? 0 : ((cost - left) / perSecond) * 1000,
  });
  return {
    async charge(keyId, cost) {
      try {
        const input = { cost, rate: perSecond, most };
        const { granted, left } = await callScript(redis, charge, { bucket: key(keyId) }, input);
        return answer(granted, left, cost);
      } catch (err) {
        log.debug({ err }, 'budgets are not kept while Redis is away');
        return answer(true, most, cost);
      }
    },
  };
}

/** Nothing is counted. */
export const noBudgets: Budgets = {
  charge: async () => ({
    ...{ granted: true, limit: null, remaining: null, resetAt: new Date(), retryAfterMs: 0 },
  }),
};
