import type { Logger } from '@trunkline/service';
import type { Redis } from 'ioredis';

/** What a key may still spend, and when all of it is there again; null: as much as it likes. */
export type Budget = { limit: number | null; remaining: number | null; resetAt: Date };
export type Charge = Budget & { granted: boolean; retryAfterMs: number };

export type Budgets = {
  /** Takes the cost of an operation from a key's budget, if there is enough. */
  charge(keyId: string, cost: number): Promise<Charge>;
};

/** A budget fills up again in so many seconds. */
const FILLS_IN = 10;

/*
 * A bucket for each key that leaks in over time. The clock is that of Redis, so that any number of processes agree.
 *
 * KEYS  bucket
 * ARGV  cost, rate a second, most
 * REPLY granted (1 or 0), what is left
 */
const charge = `
local cost, rate, most = tonumber(ARGV[1]), tonumber(ARGV[2]), tonumber(ARGV[3])
local time = redis.call('TIME')
local now = time[1] * 1000 + math.floor(time[2] / 1000)
local known = redis.call('HMGET', KEYS[1], 'left', 'at')
local left = most
if known[1] then left = math.min(most, known[1] + (now - known[2]) * rate / 1000) end
local granted = 0
if left >= cost then granted, left = 1, left - cost end
redis.call('HSET', KEYS[1], 'left', left, 'at', now)
redis.call('PEXPIRE', KEYS[1], math.ceil(most / rate * 1000))
return { granted, math.floor(left) }`;

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
        const [granted, left] = (await redis.eval(charge, 1, key(keyId), cost, perSecond, most)) as number[];
        return answer(granted === 1, left!, cost);
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
