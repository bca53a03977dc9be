import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import type { FrontierCause } from '../causes.ts';
import { waitingCauses } from '../causes.ts';
import { lookAt, noFindings } from '../findings/track.ts';
import type { Sample, StageTotals } from '../sample.ts';
import { healthy, samples, viewOf } from '../testing/world.ts';
import { deal } from './deal.ts';
import { runViews } from './run-view.ts';

const sum = (parts: Record<string, number>) => Object.values(parts).reduce((all, part) => all + part, 0);

test('what is dealt sums to what there is, and no part is more than one off its exact share', () => {
  const weights = fc.dictionary(fc.constantFrom('a', 'b', 'c', 'd', 'e'), fc.double({ noNaN: false }));
  fc.assert(
    fc.property(fc.nat({ max: 2 ** 40 }), weights, (count, given) => {
      const dealt = deal(count, given);
      const good = Object.entries(given).filter(([, weight]) => weight > 0 && Number.isFinite(weight));
      if (good.length === 0) return dealt === null;
      const largest = Math.max(...good.map(([, weight]) => weight));
      const all = good.reduce((total, [, weight]) => total + weight / largest, 0);
      assert.equal(sum(dealt!), count);
      for (const [name, weight] of good)
        assert.ok(Math.abs(dealt![name]! - (count * (weight / largest)) / all) <= 1 + count * 1e-12, name);
      return true;
    }),
  );
});

const words = [
  'PAUSED',
  'WINDOW',
  'QUOTA',
  'NO_WORKERS',
  'UNREACHABLE',
  'THROTTLED',
  'BACKOFF',
  'ROBOTS',
] as const;
const causes = [...words, 'WORKERS_BUSY', 'CRAWL_DELAY', 'PACE'] as const;
const number = fc.oneof(fc.nat(), fc.double({ min: 0, max: 1e12, noNaN: true }));
const totals: fc.Arbitrary<StageTotals> = fc.record(
  {
    ...{ inFlight: fc.nat(), waiting: fc.nat(), done: fc.nat(), failed: fc.nat(), serviceMs: number },
    ...{ busyMs: number, queuedMs: number },
    failedBy: fc.dictionary(fc.constantFrom('DNS_TIMEOUT', 'CONNECT_REFUSED', 'RESET'), fc.nat()),
  },
  { requiredKeys: ['inFlight', 'waiting', 'done', 'failed', 'serviceMs'] },
);
const table = fc.dictionary(fc.constantFrom(...Object.keys(healthy), 'bandwidth', '__proto__x'), totals);
const [model] = samples({}, 0) as [Sample];

/** Any window: totals rise, fall and vanish, workers come, go and begin anew, samples are early or late. */
const sample: fc.Arbitrary<Sample> = fc
  .record({
    at: fc.nat({ max: 20_000 }),
    urls: fc.record(Object.fromEntries(causes.map((cause) => [cause, fc.nat({ max: 1e6 })]))),
    stages: table,
    heldBy: fc.constantFrom(null, 'storage'),
    workers: fc.array(
      fc.record({
        ...{ worker: fc.constantFrom('a', 'b'), startedAt: fc.nat({ max: 2 }), at: fc.nat({ max: 20_000 }) },
        ...{
          slots: fc.nat({ max: 500 }),
          inFlight: fc.nat({ max: 500 }),
          elu: fc.double({ min: 0, max: 1, noNaN: true }),
        },
        unclaimedMs: fc.dictionary(
          fc.constantFrom('STORE', 'REDIS', 'MEMORY', 'NOTHING_DUE', 'DRAINED'),
          number,
        ),
        bandwidth: fc.record({ capBytesPerS: fc.option(fc.nat()), waiting: fc.nat(), waitMs: number }),
      }),
      { maxLength: 3 },
    ),
  })
  .map(({ at, urls, stages, heldBy, workers }) => ({
    ...model,
    at: model.at + at,
    runs: [
      {
        ...model.runs[0]!,
        urls: urls as Record<FrontierCause, number>,
        waiting: sum(urls as Record<string, number>),
        ...{ stages, heldBy },
      },
    ],
    workers: workers.map((worker) => ({ ...model.workers[0]!, ...worker })),
  }));

test('in any window every waiting URL has one cause, and what is found of it is made of numbers', () => {
  fc.assert(
    fc.property(fc.array(sample, { minLength: 1, maxLength: 6 }), (unordered) => {
      const window = unordered.toSorted((a, b) => a.at - b.at);
      const [view] = runViews(window);
      assert.equal(sum(view!.urls), view!.waiting);
      assert.deepEqual(Object.keys(view!.urls), [...waitingCauses]);
      for (const urls of Object.values(view!.urls)) assert.ok(Number.isInteger(urls) && urls >= 0, `${urls}`);
      let findings = noFindings;
      for (const at of [0, 3000, 6000]) {
        const look = lookAt(findings, runViews(window), window.at(-1)!.at + at);
        findings = look.findings;
        for (const { sentence, share, evidence } of look.open) {
          assert.doesNotMatch(sentence, /NaN|undefined|Infinity/);
          assert.ok(share >= 0 && share <= 1);
          for (const { value } of evidence) assert.ok(Number.isFinite(value));
        }
      }
    }),
  );
});

test('what is due is split by the slots that each stage held, of runs whose totals begin in the window too', () => {
  const stages = {
    ...{ dns: { lambda: 10, w: 3000 }, headers: { lambda: 10, w: 6000 }, body: { lambda: 10, w: 1000 } },
  };
  const { urls } = viewOf({ urls: { WORKERS_BUSY: 100 }, stages, unclaimed: {} });
  assert.deepEqual([urls.DNS, urls.SLOW_ORIGIN, urls.LARGE_BODY, urls.WORKERS_BUSY], [30, 60, 10, 0]);
});

test('a stall is seen before anything ends: visits that nobody leaves count as they stand there', () => {
  const { urls } = viewOf({
    urls: { WORKERS_BUSY: 100 },
    stages: { store: { lambda: 0, w: 80 }, dns: { lambda: 10, w: 2000 } },
    unclaimed: {},
  });
  assert.deepEqual([urls.STORE, urls.DNS], [80, 20]);
});

test('free slots that may not claim weigh as much as slots that are held', () => {
  const stages = { headers: { lambda: 50, w: 400 } };
  const { urls } = viewOf({
    urls: { WORKERS_BUSY: 100 },
    stages,
    slots: 100,
    inFlight: 20,
    unclaimed: { RECORDER: 1 },
  });
  assert.deepEqual([urls.RECORDER, urls.SLOW_ORIGIN], [80, 20]);
});

test('with an event loop that is always busy it is time that is short, whatever stage waits for it', () => {
  const { urls } = viewOf({
    urls: { WORKERS_BUSY: 100 },
    stages: { headers: { lambda: 50, w: 400 } },
    elu: 1,
    unclaimed: {},
  });
  assert.equal(urls.CPU, 100);
});
