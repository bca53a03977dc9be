import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createSlots } from './slots.ts';

test('a machine out of descriptors gives half of what was held; faults of the same many count once; visits give it back', () => {
  const slots = createSlots(64);
  slots.take(40);
  for (let i = 0; i < 40; i++) slots.narrow();
  assert.equal(slots.free(), 0, 'more is held than there is now');
  slots.give(40);
  const left = slots.free();
  assert.ok(left >= 20 && left < 40);
  for (let visits = 0; visits < 64 * 8; visits++) {
    slots.take(1);
    slots.give(1);
  }
  assert.equal(slots.free(), 64);
});

test('one slot is left however often a machine runs out', () => {
  const slots = createSlots(64);
  for (let round = 0; round < 10; round++) {
    slots.take(slots.free());
    slots.narrow();
    slots.give(slots.held());
  }
  assert.ok(slots.free() >= 1);
});
