import assert from 'node:assert/strict';
import { test } from 'node:test';
import { follow, forecast, isLate, whatIf } from './forecast.ts';
import type { Situation } from './situation.ts';
import { emptyTrack } from './track.ts';

const START = Date.UTC(2026, 10, 30, 12);
const quiet: Situation = {
  ...{ at: START, paused: false, feeding: false, closed: true, held: false, target: null },
  ...{ accepted: 1000, finished: 0, waiting: 1000, delayed: 0, inFlight: 0, hosts: 1 },
  looked: [
    {
      host: 'a.test',
      waiting: 1000,
      delayMs: 10_000,
      ownMs: 0,
      concurrency: 1,
      restMs: 0,
      startedAgoMs: null,
    },
  ],
  ...{ windows: [], workers: 2, slots: 128, share: 1, maxInFlight: null },
  ...{ bytesPerSecond: null, bytesPerPage: null, budget: null, pagesPerDay: null },
};
const told = (change: Partial<Situation>) => forecast({ ...quiet, ...change }, emptyTrack(), '');

test('a host at its pace is forecast before its first page, and named as what bounds the run', () => {
  const { finish, boundBy, host, sentence } = told({});
  assert.equal(finish?.likely, START + 10_000_000);
  assert.equal(boundBy, 'POLITENESS');
  assert.equal(host?.host, 'a.test');
  assert.match(
    sentence,
    /in 2 hours 47 minutes .*bound by the pace of a\.test, where 1,000 URLs wait at 10 s each\./,
  );
});

test('each of what keeps a run from an end that can be told is said by name', () => {
  const looked = [{ ...quiet.looked[0]!, concurrency: 0 }];
  assert.equal(told({ paused: true }).unknown, 'PAUSED');
  assert.equal(told({ held: true }).unknown, 'QUOTA');
  assert.equal(told({ workers: 0, slots: 0 }).unknown, 'NO_WORKERS');
  assert.equal(told({ looked }).unknown, 'HOST_PAUSED');
  assert.equal(told({ feeding: true }).unknown, 'FEEDING');
  assert.equal(told({ closed: false }).unknown, 'TOO_EARLY');
});

test('what bounds a run is what it would be sooner without', () => {
  const many = Array.from({ length: 1000 }, (_, n) => ({
    ...quiet.looked[0]!,
    host: `h${n}.test`,
    waiting: 100,
    delayMs: 100,
  }));
  const crowd = { looked: many, hosts: 1000, waiting: 100_000, accepted: 100_000 };
  assert.equal(told({ ...crowd, slots: 8 }).boundBy, 'WORKERS');
  assert.equal(told({ ...crowd, bytesPerSecond: 100_000, bytesPerPage: 10_000 }).boundBy, 'BANDWIDTH');
  assert.equal(told({ windows: [{ opens: 0, closes: 60 }] }).boundBy, 'WINDOW');
  assert.equal(told({ pagesPerDay: { most: 100, left: 50 } }).boundBy, 'QUOTA');
  assert.equal(told({ budget: 100 }).boundBy, 'BUDGET');
});

test('a target that will be missed is said, with how much', () => {
  assert.equal(told({ target: START + 20_000_000 }).missesTarget, false);
  const late = told({ target: START + 3_600_000 });
  assert.equal(late.missesTarget, true);
  assert.match(late.sentence, /That is 1 hour 47 minutes after its target\.$/);
});

test('without a date a run is late only if what is known is, were nothing to come and nobody to hold it up', () => {
  const at = (hours: number) => ({ target: START + hours * 3_600_000 });
  const late = told({ paused: true, ...at(1) });
  assert.deepEqual([late.unknown, late.missesTarget], ['PAUSED', true]);
  assert.match(
    late.sentence,
    /it is paused\. What is known alone would be done 1 hour 47 minutes after its target, even if it went on at once\.$/,
  );
  assert.equal(told({ paused: true, ...at(4) }).missesTarget, null);
  assert.equal(told({ closed: false, ...at(1) }).missesTarget, true);
  const gone = told({ workers: 0, slots: 0, ...at(-1) });
  assert.equal(gone.missesTarget, true);
  assert.match(gone.sentence, /no worker is there\. Its target was 1 hour ago\.$/);
  const paused = { ...quiet, paused: true };
  const { soonest } = follow(paused, emptyTrack(), '');
  assert.equal(soonest, START + 10_000_000);
  assert.deepEqual(
    [at(1), at(4), at(0)].map(({ target }) => isLate(target, START, soonest!)),
    [true, false, true],
  );
});

test('a host that answers slower than its pace is forecast as fast as it was, and the range narrows as forecasts come true', () => {
  let track = emptyTrack();
  const at = (n: number): Situation => ({
    ...quiet,
    ...{ at: START + n * 15_000, finished: n, waiting: 1000 - n, inFlight: 1 },
    looked: [{ ...quiet.looked[0]!, waiting: 1000 - n }],
  });
  for (let n = 0; n < 400; n++) track = follow(at(n), track, '');
  const { finish } = forecast(at(400), track, '');
  const left = finish!.likely - at(400).at;
  assert.ok(Math.abs(left / 9_000_000 - 1) < 0.05, `${left}`);
  assert.ok(finish!.latest - finish!.earliest < 0.3 * left);
  assert.ok(track.samples.length <= 100);
});

test('what if: a shorter delay helps as far as the host has no word of its own; more workers only where they are what bounds', () => {
  const what = (change: Parameters<typeof whatIf>[3], more: Partial<Situation> = {}) =>
    whatIf({ ...quiet, ...more }, emptyTrack(), '', change).finish!.likely - START;
  assert.equal(what({ pace: { delayMs: 1000, concurrency: 1 } }), 1_000_000);
  const ruled = [{ ...quiet.looked[0]!, ownMs: 5000 }];
  assert.equal(what({ pace: { delayMs: 1000, concurrency: 1 } }, { looked: ruled }), 5_000_000);
  const faster = whatIf(quiet, emptyTrack(), '', { pace: { delayMs: 1000, concurrency: 1 } });
  assert.match(faster.sentence, /^It would be done at .* where 1,000 URLs wait at 1 s each\.$/);
  assert.equal(what({ workers: 100 }), 10_000_000);
  const many = Array.from({ length: 1000 }, (_, n) => ({
    ...quiet.looked[0]!,
    host: `h${n}`,
    waiting: 100,
    delayMs: 100,
  }));
  const crowd = { looked: many, hosts: 1000, waiting: 100_000, accepted: 100_000, slots: 8 };
  assert.ok(what({ workers: 4 }, crowd) < 0.6 * what({}, crowd));
  assert.equal(
    whatIf({ ...quiet, workers: 0, slots: 0 }, emptyTrack(), '', { workers: 1 }).boundBy,
    'POLITENESS',
  );
});

test('a range that straddles a closed time says so', () => {
  // Half an hour of work is left, give or take, and 28 minutes until the window shuts for a week.
  const minute = 12 * 60 + 28;
  const { sentence } = told({
    ...{ windows: [{ opens: 0, closes: minute }], accepted: 170, waiting: 170 },
    looked: [{ ...quiet.looked[0]!, waiting: 170 }],
  });
  assert.match(sentence, /Its range is so wide because it may not work for .* of it/);
  assert.doesNotMatch(told({}).sentence, /so wide/);
});

test('a run that its budget ends has a date before anybody can say how much it will find', () => {
  const { finish, unseen, boundBy } = told({ closed: false, budget: 100 });
  assert.equal(finish?.likely, START + 1_000_000);
  assert.deepEqual([unseen, boundBy], [null, 'BUDGET']);
});
