import assert from 'node:assert/strict';
import { test } from 'node:test';
import { clocked } from '@trunkline/policy';
import { createStageClock } from '@trunkline/telemetry';
import type { Visit } from '../visit.ts';
import { createStage } from './stage.ts';

/** A stage of four places, and visits that stay in it until they are let go. */
function setUp() {
  const stage = createStage('connect', 4);
  const clock = createStageClock(clocked).of('r');
  const inside: string[] = [];
  const open = new Map<string, () => void>();
  const signal = new AbortController().signal;
  function enter(name: string, slow: boolean): Promise<void> {
    const visit = {
      url: 'http://a.test/',
      clock,
      signal,
      slow,
      trace: null,
      inStage: null,
      timings: {},
      at: {},
    } as unknown as Visit;
    return stage.pass(visit, () => {
      inside.push(name);
      return new Promise<void>((resolve) => open.set(name, resolve));
    });
  }
  return { enter, inside, go: (name: string) => open.get(name)!() };
}

test('visits to slow hosts leave a quarter of the places, and one to another host goes before those of them that wait', async () => {
  const { enter, inside, go } = setUp();
  const first = enter('slow 1', true);
  for (const n of [2, 3, 4]) void enter(`slow ${n}`, true);
  const quick = enter('quick 1', false);
  void enter('quick 2', false);
  assert.deepEqual(inside, ['slow 1', 'slow 2', 'slow 3', 'quick 1']);
  go('slow 1');
  await first;
  assert.deepEqual(inside.slice(4), ['quick 2']);
  go('quick 1');
  await quick;
  assert.deepEqual(inside.slice(5), ['slow 4']);
});
