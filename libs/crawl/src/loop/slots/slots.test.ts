import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createSlots } from './slots.ts';

const claims = (count: number, from = 0) =>
  Array.from({ length: count }, (_, i) => ({ token: `${from + i}`, run: 'r', host: 'h.test' }));

test('a machine out of descriptors gives half of what was held; faults of the same many count once; visits give it back', () => {
  const slots = createSlots(64);
  slots.take(claims(40));
  for (let i = 0; i < 40; i++) slots.narrow();
  assert.equal(slots.free(), 0, 'more is held than there is now');
  slots.give(claims(40));
  const left = slots.free();
  assert.ok(left >= 20 && left < 40);
  for (let visits = 0; visits < 64 * 8; visits++) {
    slots.take(claims(1));
    slots.give(claims(1));
  }
  assert.equal(slots.free(), 64);
});

test('one slot is left however often a machine runs out', () => {
  const slots = createSlots(64);
  for (let round = 0; round < 10; round++) {
    const held = claims(slots.free());
    slots.take(held);
    slots.narrow();
    slots.give(held);
  }
  assert.ok(slots.free() >= 1);
});

/** Slots with a clock; so many claims of a run are taken, each at a host of its own. */
function setUp(most: number) {
  let now = 1_000_000;
  let token = 0;
  const slots = createSlots(most, () => now);
  return {
    slots,
    pass: (ms: number) => (now += ms),
    take(run: string, count: number, { slow = false, domain = `${run}.test` } = {}) {
      const taken = Array.from({ length: count }, () => {
        const number = `${++token}`;
        return { token: number, run, host: `h${number}.${domain}`, slow };
      });
      slots.take(taken);
      return taken;
    },
  };
}

test('runs that hold most are told one by one, all others as one', () => {
  const { slots, take } = setUp(256);
  for (let run = 0; run < 12; run++) take(`r${run}`, run + 1);
  const { held, others } = slots.share();
  assert.deepEqual([held['r11'], held['r4'], held['r3'], others], [12, 5, undefined, 1 + 2 + 3 + 4]);
});

test('slow hosts have seven of eight slots: new ones, slow ones, and those that turn out to be', () => {
  const { slots, take, pass } = setUp(256);
  take('a', 200, { slow: true });
  const others = take('a', 10);
  assert.equal(slots.share().slow, 224 - 200);
  pass(2001);
  assert.equal(slots.share().slow, 224 - 210);
  slots.give(others);
  assert.equal(slots.share().slow, 224 - 200);
});

test('when no host has answered soon for a minute nothing is kept from slow ones, until one does', () => {
  const { slots, take, pass } = setUp(256);
  take('a', 256, { slow: true });
  pass(59_999);
  assert.equal(slots.share().slow, -32);
  pass(1);
  assert.equal(slots.share().slow, undefined);
  const [quick] = take('a', 1);
  slots.give([quick!]);
  assert.equal(slots.share().slow, -32);
});

test('one domain has half of the slots for slow hosts while there are others, and all when it is alone', () => {
  const { slots, take, pass } = setUp(256);
  const many = take('a', 112, { slow: true, domain: 'crowd.com' });
  assert.deepEqual(slots.share().crowdedDomains, []);
  take('a', 1, { slow: true, domain: 'other.com' });
  assert.deepEqual(slots.share().crowdedDomains, ['crowd.com']);
  slots.give(many.slice(0, 1));
  assert.deepEqual(slots.share().crowdedDomains, []);
  take('a', 1, { slow: true, domain: 'crowd.com' });
  pass(60_000);
  assert.deepEqual(slots.share().crowdedDomains, [], 'the other one was long ago');
});

test('what waits for another host’s pace holds no slot', () => {
  const { slots, take } = setUp(2);
  const [one] = take('a', 2);
  slots.park(one!);
  assert.deepEqual([slots.free(), slots.share().held], [1, { a: 1 }]);
  slots.unpark(one!);
  assert.equal(slots.free(), 0);
});
