import assert from 'node:assert/strict';
import { test } from 'node:test';
import { policySchema } from './policy.ts';

test('an empty policy is polite: robots obeyed, a second between requests, public addresses only', () => {
  const policy = policySchema.parse({});
  assert.deepEqual(policy.pace, { mode: 'delay', delayMs: 1000 });
  assert.equal(policy.robots.obey, true);
  assert.equal(policy.allowPrivateNetworks, false);
});

test('a stored policy reads back as itself', () => {
  const policy = policySchema.parse({
    pace: { mode: 'rate', perSecond: 2.5, concurrency: 3 },
    windows: [{ opens: 0, closes: 60 }],
  });
  assert.deepEqual(policySchema.parse(JSON.parse(JSON.stringify(policy))), policy);
});

for (const [what, input] of Object.entries({
  'a misspelt rule': { paces: { mode: 'delay', delayMs: 1 } },
  'a negative delay': { pace: { mode: 'delay', delayMs: -1 } },
  'a delay of more than a day': { pace: { mode: 'delay', delayMs: 86_400_001 } },
  'a rate without concurrency': { pace: { mode: 'rate', perSecond: 1 } },
  'a rate of zero': { pace: { mode: 'rate', perSecond: 0, concurrency: 1 } },
  'a number that is none': { limits: { totalMs: Number.NaN } },
  'no attempts at all': { retries: { attempts: 0 } },
})) {
  test(`a policy with ${what} is refused`, () => assert.equal(policySchema.safeParse(input).success, false));
}
