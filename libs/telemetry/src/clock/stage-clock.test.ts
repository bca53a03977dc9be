import assert from 'node:assert/strict';
import { test } from 'node:test';
import { mergeStages } from './merge-stages.ts';
import { createStageClock } from './stage-clock.ts';

const stages = ['dns', 'body', 'pace'] as const;

/** A clock whose time is set, and the totals of its runs. */
function clockAt() {
  const time = { now: 0 };
  const clock = createStageClock(stages, () => time.now);
  const toldRuns = () => {
    const { runs } = clock.take();
    clock.told(runs);
    return runs;
  };
  return { time, clock, toldRuns };
}

test('waiting and service time are kept apart, failures by code, per run and for all runs', () => {
  const { clock, toldRuns } = clockAt();
  const [a, b] = [clock.of('a'), clock.of('b')];
  a.wait('dns', 0);
  a.begin('dns', 0, 5);
  a.end('dns', 5, 25, null);
  b.wait('dns', 10);
  b.begin('dns', 10, 11);
  b.end('dns', 11, 13, 'DNS_TIMEOUT');
  const all = clock.report().dns!;
  assert.deepEqual(
    [all.done, all.failed, all.failedBy, all.waitMs, all.serviceMs, all.inFlight, all.waiting],
    [1, 1, { DNS_TIMEOUT: 1 }, 6, 22, 0, 0],
  );
  const runs = toldRuns();
  assert.deepEqual(mergeStages(runs.map((run) => run.stages)), clock.report());
  assert.equal(runs.find(({ run }) => run === 'a')!.stages.dns!.serviceMs, 20);
});

test('what waits and what is in flight counts while it does: a stall grows before anything ends', () => {
  const { clock, time } = clockAt();
  const run = clock.of('a');
  run.wait('body', 0);
  run.wait('body', 100);
  run.begin('body', 0, 200);
  time.now = 1000;
  const stalled = clock.report().body!;
  assert.deepEqual([stalled.waiting, stalled.inFlight, stalled.serviceMs, stalled.waitMs], [1, 1, 0, 200]);
  assert.deepEqual([stalled.busyMs, stalled.queuedMs], [800, 1100]);
  run.leave('body', 100, 1000);
  run.end('body', 200, 1000, null);
  time.now = 5000;
  const over = clock.report().body!;
  assert.deepEqual([over.waiting, over.inFlight, over.serviceMs, over.waitMs], [0, 0, 800, 200]);
  assert.deepEqual(
    [over.busyMs, over.queuedMs],
    [800, 1100],
    'who left has waited, and nothing grows any more',
  );
});

test('who steps aside is not served meanwhile, and the integral never falls', () => {
  const { clock, time } = clockAt();
  const run = clock.of('a');
  run.wait('dns', 0);
  run.begin('dns', 0, 0);
  run.stepAside('dns', 0, 10);
  run.wait('pace', 10);
  time.now = 50;
  assert.deepEqual([clock.report().dns!.busyMs, clock.report().pace!.queuedMs], [10, 40]);
  run.begin('pace', 10, 110);
  run.end('pace', 110, 110, null);
  run.comeBack('dns', 100, 110);
  time.now = 115;
  assert.equal(clock.report().dns!.busyMs, 15);
  run.end('dns', 100, 120, null);
  time.now = 200;
  const { dns, pace } = clock.report();
  assert.deepEqual([dns!.busyMs, dns!.serviceMs, dns!.done, pace!.waitMs], [20, 20, 1, 100]);
});

test('a run is told when it moved or holds something, again when it could not be stored, and else never twice', () => {
  const { clock, toldRuns } = clockAt();
  const run = clock.of('a');
  run.wait('dns', 0);
  assert.equal(toldRuns().length, 1);
  assert.equal(toldRuns().length, 1, 'it waits still');
  run.leave('dns', 0, 1);
  assert.equal(clock.take().runs.length, 1);
  assert.equal(toldRuns().length, 1);
  assert.equal(toldRuns().length, 0);
});

test('what moves while a report is on its way is in the next one', () => {
  const { clock, toldRuns } = clockAt();
  const tally = clock.of('a').tally('h');
  tally.claimed();
  const { runs } = clock.take();
  tally.done();
  clock.told(runs);
  assert.equal(toldRuns()[0]!.counts.done, 1);
});

test('of more runs than a report takes each has its turn', () => {
  const { clock, time, toldRuns } = clockAt();
  for (let n = 0; n < 80; n++) clock.of(`r${n}`).wait('dns', 0);
  const told = new Set<string>();
  for (time.now = 1; time.now <= 3; time.now++) for (const { run } of toldRuns()) told.add(run);
  assert.equal(told.size, 80);
});

test('a run idle for ten minutes leaves, and what comes later is another generation', () => {
  const { clock, time, toldRuns } = clockAt();
  const pass = () => {
    const run = clock.of('a');
    run.wait('dns', time.now);
    run.begin('dns', time.now, time.now);
    run.end('dns', time.now, time.now + 1, null);
    return toldRuns();
  };
  const [first] = pass();
  time.now = 600_002;
  assert.deepEqual(toldRuns(), []);
  const [second] = pass();
  assert.notEqual(first!.generation, second!.generation);
  assert.equal(
    second!.stages.dns!.done,
    1,
    'the totals begin again, so that sums over generations are right',
  );
});
