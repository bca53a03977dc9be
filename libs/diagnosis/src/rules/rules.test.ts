import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { causes } from '../causes.ts';
import { busy, faults } from '../testing/faults.ts';
import { file, page } from '../testing/page.ts';
import { healthy, lookedAt, openAfter, samples, viewOf } from '../testing/world.ts';
import { rules } from './rules.ts';

for (const [cause, [has, nearly]] of Object.entries(faults)) {
  test(`${cause} is found first, with what it rests on, within ten seconds, and not where it is only nearly so`, () => {
    const [first] = lookedAt(samples(has, 9)).at(-1)!.open;
    assert.equal(first?.cause, cause);
    assert.ok(first.share > 0 && first.share <= 1, `${first.share}`);
    assert.doesNotMatch(first.sentence, /NaN|undefined|Infinity/);
    assert.deepEqual(openAfter(nearly, 9), []);
  });
}

test('a crawl in which nothing is wrong has no finding, and neither have states that somebody wished for', () => {
  for (const urls of [{}, { PAUSED: 1000 }, { WINDOW: 1000 }, { CRAWL_DELAY: 1000 }, { PACE: 100_000 }])
    assert.deepEqual(openAfter({ urls }, 15), []);
});

test('a state is a finding once the run misses its date by it', () => {
  for (const cause of ['PAUSED', 'WINDOW', 'CRAWL_DELAY', 'PACE'] as const)
    assert.deepEqual(openAfter({ urls: { PACE: 0, [cause]: 1000 }, run: { missesTarget: true } }), [cause]);
});

test('two faults at once are both found, the larger first', () => {
  const stages = { ...healthy, dns: { lambda: 20, w: 2000 }, store: { lambda: 20, w: 900 } };
  assert.deepEqual(openAfter({ urls: busy, inFlight: 100, unclaimed: {}, stages }), ['DNS', 'STORE']);
});

test('names that cannot be looked up are DNS, hosts that refuse are UNREACHABLE', () => {
  const dns = { lambda: 20, w: 20, failedBy: { DNS_TIMEOUT: 15, DNS_NOT_FOUND: 5 } };
  const { urls } = viewOf({ urls: { UNREACHABLE: 400 }, stages: { ...healthy, dns } });
  assert.deepEqual([urls.DNS, urls.UNREACHABLE], [300, 100]);
});

test('a Redis that answers late is no finding as long as nothing waits for it, as where the machine is busy', () => {
  assert.deepEqual(openAfter({ redisMs: 90 }), []);
  assert.deepEqual(openAfter({ redisMs: 400, urls: busy, unclaimed: {} }), ['REDIS']);
});

test('workers that have told nothing of themselves for five seconds are none, though their sessions live; not where Redis is slow', () => {
  const mute = samples({ urls: busy }, 6).map((sample) => ({ ...sample, workers: [] }));
  assert.deepEqual(
    lookedAt(mute)
      .at(-1)!
      .open.map(({ cause, share }) => [cause, share]),
    [['NO_WORKERS', 1]],
  );
  const slow = mute.map((sample) => ({ ...sample, redis: { ...sample.redis, roundTripMs: 800 } }));
  assert.deepEqual(
    lookedAt(slow)
      .at(-1)!
      .open.map(({ cause }) => cause),
    ['REDIS'],
  );
});

test('of every cause there is one rule, in the order of causes, that says what it means and what to do', () => {
  assert.deepEqual(rules.map(({ cause }) => cause).toSorted(), causes.toSorted());
  for (const { about, advice } of rules) assert.ok(about.length > 20 && advice.length > 20);
});

test('docs/diagnosis.md says what the rules say', () => {
  assert.equal(readFileSync(file, 'utf8'), page(), 'write it again: node libs/diagnosis/src/testing/page.ts');
});
