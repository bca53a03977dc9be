import assert from 'node:assert/strict';
import { test } from 'node:test';
import { policySchema } from '@trunkline/policy';
import type { TryValue } from './explanation.ts';
import { nextOf } from './next.ts';
import { partsOf } from './wait.ts';

const policy = policySchema.parse({ retries: { delayMs: 10_000 } });
const given = { tries: [] as TryValue[], policy, isWaiting: true, isBusy: false, heldSince: null };
const ask = (at: number, more = {}) => ({ at, delayMs: 1000, isRest: false, isRobots: false, ...more });
const told = (parts: ReturnType<typeof partsOf>) =>
  Object.fromEntries(parts.map(({ kind, ms }) => [kind, ms]));
const sum = (parts: ReturnType<typeof partsOf>) => parts.reduce((all, { ms }) => all + ms, 0);

test('what was asked before it kept its host for a delay each; longer, nobody was free, or the host rested', () => {
  const asked = [
    ask(500, { isRobots: true }),
    ask(1500),
    ask(2500),
    ask(9000, { isRest: true }),
    ask(14_000),
  ];
  const parts = partsOf({ from: 0, to: 15_000 }, asked, given);
  assert.deepEqual(told(parts), { robots: 500, turn: 4000, pace: 1000, backOff: 5500, workers: 4000 });
  assert.equal(sum(parts), 15_000);
});

test('tries and the waits between them are told apart from the wait for the host', () => {
  const attempt = (startedAt: number) =>
    ({
      startedAt: new Date(startedAt),
      timings: { headers: [0, 300] },
      outcome: 'failed',
    }) as unknown as TryValue;
  const parts = partsOf({ from: 0, to: 20_000 }, [ask(1000)], {
    ...given,
    tries: [attempt(1000), attempt(20_000)],
    isWaiting: false,
  });
  assert.deepEqual([told(parts)['tries'], told(parts)['delayed']], [300, 10_000]);
  assert.equal(sum(parts), 20_000);
});

test('a hold of which the beginning is known is told as such; without any record nobody knows', () => {
  assert.deepEqual(told(partsOf({ from: 0, to: 9000 }, [ask(1000)], { ...given, heldSince: 4000 })), {
    turn: 1000,
    pace: 1000,
    held: 5000,
    workers: 2000,
  });
  assert.deepEqual(told(partsOf({ from: 0, to: 9000 }, [], given)), { unknown: 9000 });
});

test('a request that is under way where no more may be keeps the host since it began, and no worker is blamed', () => {
  const busy = { ...given, isBusy: true };
  assert.deepEqual(told(partsOf({ from: 0, to: 9000 }, [ask(1000)], busy)), {
    turn: 1000,
    pace: 1000,
    busy: 7000,
  });
  assert.deepEqual(told(partsOf({ from: 0, to: 9000 }, [], busy)), { busy: 9000 });
});

test('the parts sum to the whole, whatever is recorded', () => {
  let seed = 7;
  const random = (most: number) => {
    seed = (seed * 48_271) % 2_147_483_647;
    return seed % most;
  };
  for (let n = 0; n < 300; n++) {
    const to = random(100_000);
    const asked = Array.from({ length: random(20) }, () =>
      ask(random(120_000), { delayMs: random(5000), isRest: random(2) === 1, isRobots: random(3) === 1 }),
    ).sort((a, b) => a.at - b.at);
    const tries = Array.from({ length: random(4) }, () => random(100_000))
      .sort((a, b) => a - b)
      .map((at) => ({
        startedAt: new Date(at),
        timings: { dns: [random(100), random(900)] },
        outcome: 'failed',
      })) as unknown as TryValue[];
    const parts = partsOf({ from: 0, to }, asked, {
      ...given,
      tries,
      isWaiting: random(2) === 1,
      heldSince: random(100_000),
    });
    assert.equal(sum(parts), to);
    assert.ok(parts.every(({ ms }) => ms > 0));
  }
});

test('of a host that is asked for as much at once as may be, it is not said that it may be asked now', () => {
  const look = {
    now: 1000,
    host: { due: 500, backoffUntil: 0, delayMs: 400, limit: 1, waiting: 3 },
  } as never;
  const says = (isBusy: boolean) =>
    nextOf('waiting', look, [], 2, null, { tellsOthers: false, isBusy })!.sentence;
  assert.match(says(false), /^the host may be asked now, one every 0.4 s: its turn comes at/);
  assert.match(
    says(true),
    /^a request to the host is under way, and no more than 1 may be at once, one every 0.4 s: /,
  );
});
