import assert from 'node:assert/strict';
import { test } from 'node:test';
import { type Plan, plan } from './plan.ts';

const NOW = Date.UTC(2026, 10, 30, 12);
const DAY = 86_400_000;
const base: Plan = {
  at: NOW,
  hosts: [{ host: null, hosts: 1, urls: 180_000, delayMs: 10_000, concurrency: 1 }],
  ...{ windows: [], workers: 1, slots: 64, visitMs: null, bytesPerSecond: null, bytesPerPage: null },
  ...{ pagesPerDay: null, target: null, rate: null },
};
const planned = (change: Partial<Plan>) => plan({ ...base, ...change });

test('what one host takes at its pace is said before anything is started', () => {
  const { warnings, boundBy, finish } = planned({});
  assert.deepEqual(warnings, [{ code: 'SLOW', message: '180,000 URLs of one host at 10 s take 21 days.' }]);
  assert.equal(boundBy, 'POLITENESS');
  assert.equal(finish!.likely, NOW + 1_800_000_000);
});

test('a target that no number of workers meets says which delay would; one that more workers meet, how many', () => {
  const never = planned({ target: NOW + 10 * DAY });
  assert.equal(never.workersNeeded, null);
  assert.match(
    never.warnings[0]!.message,
    /^No number of workers .* take 21 days, .* A delay of 4\.8 s would do, or fewer URLs\.$/,
  );
  const hosts = [{ host: null, hosts: 10_000, urls: 100, delayMs: 1000, concurrency: 1 }];
  const more = planned({ hosts, visitMs: 500, target: NOW + 3_600_000 });
  // A million pages in an hour are 278 a second; a worker does 128.
  assert.equal(more.workersNeeded, 3);
  assert.equal(more.boundBy, 'WORKERS');
  assert.equal(planned({ hosts, visitMs: 500, workers: 3, target: NOW + 3_600_000 }).warnings.length, 0);
});

test('a rate is held against what hosts allow, and the workers it needs are told', () => {
  const hosts = [{ host: null, hosts: 100, urls: 1000, delayMs: 1000, concurrency: 1 }];
  assert.equal(planned({ hosts, rate: 1000 }).warnings[0]?.code, 'RATE');
  assert.equal(planned({ hosts: [{ ...hosts[0]!, hosts: 1000 }], rate: 500, visitMs: 500 }).workersNeeded, 4);
});

test('windows, quotas, a want of workers and a pace out of reach are told by name', () => {
  assert.equal(planned({ windows: [{ opens: 0, closes: 60 }] }).boundBy, 'WINDOW');
  assert.equal(planned({ pagesPerDay: { most: 1000, left: 10 } }).boundBy, 'QUOTA');
  const codes = (change: Partial<Plan>) => planned(change).warnings.map(({ code }) => code);
  assert.deepEqual(codes({ workers: 0, hosts: [] }), ['NO_WORKERS']);
  assert.deepEqual(codes({ pagesPerDay: { most: 0, left: 0 }, hosts: [] }), ['QUOTA']);
  const fast = [{ host: 'a.test', hosts: 1, urls: 100, delayMs: 10, concurrency: 2 }];
  assert.deepEqual(codes({ hosts: fast, visitMs: 300 }), ['CONCURRENCY']);
});
