import assert from 'node:assert/strict';
import { test } from 'node:test';
import { mergeStages } from './merge-stages.ts';
import { createStageClock } from './stage-clock.ts';

const stages = ['dns', 'body'] as const;

test('waiting and service time are kept apart, per run and for all runs', () => {
  const clock = createStageClock(stages);
  const [a, b] = [clock.of('a'), clock.of('b')];
  a.wait('dns');
  a.begin('dns', 5);
  a.end('dns', 20, true);
  b.wait('dns');
  b.begin('dns', 1);
  b.end('dns', 2, false);
  const all = clock.report().dns!;
  assert.deepEqual(
    [all.done, all.failed, all.waitMs, all.serviceMs, all.inFlight, all.waiting],
    [1, 1, 6, 22, 0, 0],
  );
  const runs = clock.changedRuns();
  assert.deepEqual(mergeStages(runs.map((run) => run.stages)), clock.report());
  assert.equal(runs.find(({ run }) => run === 'a')!.stages.dns!.serviceMs, 20);
});

test('what waits and what is in flight is counted while it does', () => {
  const clock = createStageClock(stages);
  const run = clock.of('a');
  run.wait('body');
  run.wait('body');
  run.begin('body', 0);
  assert.deepEqual([clock.report().body!.waiting, clock.report().body!.inFlight], [1, 1]);
  run.leave('body');
  run.end('body', 1, true);
  assert.deepEqual([clock.report().body!.waiting, clock.report().body!.inFlight], [0, 0]);
});

test('a run is told when it moved, again when it could not be stored, and never twice otherwise', () => {
  const clock = createStageClock(stages);
  clock.of('a').wait('dns');
  const told = clock.changedRuns();
  assert.equal(told.length, 1);
  assert.equal(clock.changedRuns().length, 0);
  clock.unread(told);
  assert.equal(clock.changedRuns().length, 1);
});

test('a run idle for ten minutes leaves, and what comes later is another generation', () => {
  let now = 0;
  const clock = createStageClock(stages, () => now);
  const pass = () => {
    const run = clock.of('a');
    run.wait('dns');
    run.begin('dns', 0);
    run.end('dns', 1, true);
    return clock.changedRuns();
  };
  const [first] = pass();
  now = 600_001;
  assert.deepEqual(clock.changedRuns(), []);
  const [second] = pass();
  assert.notEqual(first!.generation, second!.generation);
  assert.equal(
    second!.stages.dns!.done,
    1,
    'the totals begin again, so that sums over generations are right',
  );
});
