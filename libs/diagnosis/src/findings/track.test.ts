import assert from 'node:assert/strict';
import { test } from 'node:test';
import { type Crawl, healthy, lookedAt, samples } from '../testing/world.ts';
import { runViews } from '../window/run-view.ts';
import { knownOpen, lookAt } from './track.ts';

const START = 1_900_000_000_000;
const slowNames: Crawl = {
  ...{ urls: { WORKERS_BUSY: 600, PACE: 400 }, unclaimed: {} },
  stages: { ...healthy, dns: { lambda: 20, w: 2000 } },
};
const noWorkers: Crawl = { urls: { NO_WORKERS: 1000, PACE: 0 } };

/** Seconds from the beginning of the second crawl to the first look of which `is` holds. */
function secondsTo(is: (open: string[]) => boolean, first: Crawl, then: Crawl): number {
  const before = samples(first, 10, START - 11_000);
  const looks = lookedAt(before, samples(then, 20, START));
  return looks.slice(before.length).findIndex(({ open }) => is(open.map(({ cause }) => cause)));
}

test('what begins is found within some seconds, and what ends is over within fifteen', () => {
  assert.ok(secondsTo((open) => open.includes('NO_WORKERS'), {}, noWorkers) <= 4);
  const closes = secondsTo((open) => open.length === 0, noWorkers, {});
  assert.ok(closes >= 3 && closes <= 8, `${closes}`);
});

test('what flickers is neither opened nor closed', () => {
  const flicker = (first: Crawl, then: Crawl) =>
    Array.from({ length: 20 }, (_, i) => samples(i % 3 === 0 ? first : then, 0, START + i * 1000)[0]!);
  assert.deepEqual(
    lookedAt(flicker(noWorkers, {})).flatMap(({ opened }) => opened),
    [],
  );
  const looks = lookedAt(samples(noWorkers, 8, START - 9000), flicker({}, noWorkers));
  assert.deepEqual(
    looks.flatMap(({ closed }) => closed),
    [],
  );
});

test('what is open of a run that is gone is closed', () => {
  const [look] = lookedAt(samples(noWorkers, 8)).slice(-1);
  const { open, closed } = lookAt(look!.findings, [], START);
  assert.deepEqual([open, closed], [[], [{ run: '1', cause: 'NO_WORKERS' }]]);
});

test('who takes over has open what was open, since when it was, until looks say that it is not', () => {
  const known = knownOpen([{ run: '1', cause: 'DNS', since: 5 }], START);
  const again = lookAt(known, runViews(samples(slowNames, 5, START)), START + 5000);
  assert.deepEqual([again.opened, again.open.map(({ cause, since }) => [cause, since])], [[], [['DNS', 5]]]);
  const first = lookAt(known, runViews(samples({}, 5, START)), START + 5000);
  assert.deepEqual(first.closed, []);
  const later = lookAt(first.findings, runViews(samples({}, 5, START)), START + 10_000);
  assert.deepEqual(later.closed, [{ run: '1', cause: 'DNS' }]);
});
