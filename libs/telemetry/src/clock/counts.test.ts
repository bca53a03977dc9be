import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createExemplars } from './exemplars.ts';
import { createHosts } from './hosts.ts';
import { createSketch } from './sketch.ts';
import { createStageClock } from './stage-clock.ts';

test('slots of a run are counted while they are held, and what came as it comes', () => {
  let now = 0;
  const clock = createStageClock(['dns'], () => now);
  const tally = clock.of('r').tally('a.test');
  tally.claimed();
  tally.tookSlot(0);
  now = 100;
  tally.received(1000);
  tally.started();
  tally.firstByte(30);
  const [{ counts } = never()] = clock.take().runs;
  assert.deepEqual(
    [counts.claimed, counts.slotMs, counts.receivedBytes, counts.started, counts.done, counts.firstByteMs],
    [1, 100, 1000, 1, 0, 30],
  );
  tally.outcome('failed');
  tally.failed('TIMEOUT');
  tally.gaveSlot(0, 150);
  tally.done();
  now = 900;
  const { runs, slotMs, receivedBytes } = clock.take();
  const ended = runs[0]!.counts;
  assert.deepEqual(
    [ended.slotMs, ended.done, ended.outcomes, ended.failures],
    [150, 1, { failed: 1 }, { TIMEOUT: 1 }],
  );
  assert.deepEqual([slotMs, receivedBytes], [150, 1000], 'and of all runs together');
});

const never = (): never => assert.fail('no run was told');

test('of hosts those that hold most and those that fail most are told, each time what is new', () => {
  const hosts = createHosts();
  for (let n = 0; n < 500; n++) {
    const of = hosts.of('r', `h${n}`, 0);
    hosts.took(of, 0);
    if (n < 450) hosts.gave(of, 0, n);
    if (n < 30) of.failed = 30 - n;
  }
  const first = hosts.take(1000);
  const names = first.map(({ host }) => host);
  assert.equal(first.length, 40);
  assert.deepEqual([first[0]!.slotMs, first[0]!.inFlight], [1000, 1], 'one that holds a slot still');
  assert.ok(names.includes('h0') && names.includes('h19') && !names.includes('h20'));
  const [held] = hosts.take(1500);
  assert.deepEqual([held!.slotMs, held!.inFlight, held!.failed], [500, 1, 0]);
  for (let n = 450; n < 500; n++)
    hosts.gave(hosts.of('r', `h${n}`, 1500), 0, `h${n}` === held!.host ? 1600 : 1500);
  assert.deepEqual(
    hosts
      .take(2000)
      .slice(0, 2)
      .map(({ slotMs }) => slotMs),
    [100, 0],
    'what was told before is not told again',
  );
});

test('an exemplar is the slowest since the last report, if slower than 99 in 100 were of late', () => {
  const exemplars = createExemplars();
  const sketch = createSketch();
  const stages = () => ({
    dns: {
      ...{ inFlight: 0, waiting: 0, done: 0, failed: 0, failedBy: {}, waitMs: 0, serviceMs: 0 },
      ...{ busyMs: 0, queuedMs: 0, wait: '', service: sketch.read() },
    },
  });
  const visit = (ms: number, url: string) => {
    sketch.record(ms);
    exemplars.offer('dns', ms, { run: 'r', url, token: '1', attempt: 1 });
  };
  for (let n = 1; n <= 1000; n++) visit(n / 10, `http://a.test/${n}`);
  assert.equal(exemplars.take(stages())[0]!.url, 'http://a.test/1000');
  visit(50, 'http://a.test/usual');
  assert.deepEqual(exemplars.take(stages()), []);
  visit(500, 'http://a.test/slow');
  visit(400, 'http://a.test/less');
  assert.deepEqual(
    exemplars.take(stages()).map(({ url, ms }) => [url, ms]),
    [['http://a.test/slow', 500]],
  );
});
