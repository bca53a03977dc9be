import assert from 'node:assert/strict';
import { type TestContext, test } from 'node:test';
import { createSketch } from '../clock/sketch.ts';
import { createStageClock } from '../clock/stage-clock.ts';
import { bucketBounds, cumulative } from './buckets.ts';
import { createMetrics } from './metrics.ts';
import { addStageMetrics } from './stage-metrics.ts';

async function metricsFor(t: TestContext) {
  const troubles: Error[] = [];
  const metrics = await createMetrics({ onTrouble: (error) => troubles.push(error) });
  t.after(() => metrics.close());
  const lines = async () => (await metrics.read()).text.split('\n');
  return { metrics, troubles, lines };
}

test('every line is one that Prometheus reads, those of Node itself among them', async (t) => {
  const { metrics, lines } = await metricsFor(t);
  const clock = createStageClock(['dns', 'body']);
  addStageMetrics(metrics, () => clock.report());
  metrics.gauge('a', 'With "quotes"\nand lines', ['by'], () => [[{ by: 'a "b" \\ \n c' }, 1]]);
  const label = '[a-z_]+="(?:[^"\\\\\n]|\\\\["\\\\n])*"';
  const sample = new RegExp(`^[a-z_0-9]+(?:\\{${label}(?:,${label})*\\})? (?:[-+.\\de]+|NaN|[+-]?Inf)$`, 'i');
  const all = (await lines()).filter((line) => line !== '');
  for (const line of all) assert.match(line, line.startsWith('#') ? /^# (HELP|TYPE) [a-z_0-9]+ / : sample);
  for (const name of ['process_cpu_seconds_total', 'nodejs_eventloop_lag_p99_seconds'])
    assert.ok(
      all.some((line) => line.startsWith(name)),
      name,
    );
});

test('stages tell of waiting and service apart', async (t) => {
  const { metrics, lines } = await metricsFor(t);
  const clock = createStageClock(['dns', 'body']);
  addStageMetrics(metrics, () => clock.report());
  const run = clock.of('r');
  run.wait('body', 100);
  run.begin('body', 100, 400);
  run.end('body', 400, 400.1, 'TIMEOUT');
  run.wait('body', 401);
  const said = await lines();
  const expected = [
    'trunkline_stage_wait_seconds_bucket{le="0.131072",stage="body"} 0',
    'trunkline_stage_wait_seconds_bucket{le="0.524288",stage="body"} 1',
    'trunkline_stage_wait_seconds_sum{stage="body"} 0.3',
    'trunkline_stage_service_seconds_bucket{le="0.000128",stage="body"} 1',
    'trunkline_stage_service_seconds_bucket{le="+Inf",stage="body"} 1',
    'trunkline_stage_service_seconds_count{stage="body"} 1',
    'trunkline_stage_service_seconds_count{stage="dns"} 0',
    'trunkline_stage_failed_total{stage="body",code="TIMEOUT"} 1',
    'trunkline_stage_busy_seconds_total{stage="body"} 0.0001',
    'trunkline_stage_waiting{stage="body"} 1',
    'trunkline_stage_in_flight{stage="body"} 0',
  ];
  for (const line of expected) assert.ok(said.includes(line), line);
});

test('a time lies below a bound exactly when it is shorter', () => {
  for (const bound of bucketBounds) {
    for (const [seconds, below] of [
      [bound * 0.999, 1],
      [bound * 1.001, 0],
    ] as const) {
      const sketch = createSketch();
      sketch.record(seconds * 1000);
      const found = cumulative(sketch.read());
      assert.equal(found.below[bucketBounds.indexOf(bound)], below, `${seconds} of ${bound}`);
      assert.equal(found.total, 1);
    }
  }
});

test('what cannot be read is left out and counted; the rest is told', async (t) => {
  const { metrics, troubles, lines } = await metricsFor(t);
  let away = false;
  const read = () => {
    if (away) throw new Error('Redis is away');
    return 7;
  };
  metrics.gauge('a_gauge', 'x', [], async () => read());
  metrics.counter('a_total', 'x', [], read);
  metrics.times('a_seconds', 'x', [], () => [[{}, '', read()]]);
  metrics.gauge('other', 'x', [], () => 1);
  const samples = async () => (await lines()).filter((line) => /^(a_|other)/.test(line));
  assert.deepEqual(
    (await samples()).filter((line) => !line.startsWith('a_seconds')),
    ['a_gauge 7', 'a_total 7', 'other 1'],
  );
  away = true;
  assert.deepEqual(await samples(), ['other 1']);
  assert.equal(troubles.length, 3);
  assert.ok((await lines()).some((line) => /^trunkline_metrics_unread_total [3-6]$/.test(line)));
  away = false;
  assert.ok((await samples()).includes('a_total 7'));
});
