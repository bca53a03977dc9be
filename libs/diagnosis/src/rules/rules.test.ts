import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { causes } from '../causes.ts';
import { askRedis, busy, faults } from '../testing/faults.ts';
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

test('a Redis that answers late is a finding once URLs wait for it, or visits do nothing else for most of their time', () => {
  assert.deepEqual(openAfter({ redisMs: 90 }), []);
  assert.deepEqual(openAfter({ redisMs: 400, urls: busy, ...askRedis(800) }), ['REDIS']);
  assert.deepEqual(openAfter({ redisMs: 150, ...askRedis(300) }), ['REDIS']);
});

test('while Redis is slow looks at it are far apart, and it is not the recorder that gets on slowly', () => {
  const far = samples({ redisMs: 600, urls: busy, recorder: 'stuck', ...askRedis(1200) }, 16);
  const looks = lookedAt(far.filter((_, at) => at % 4 === 0));
  assert.deepEqual(
    looks.map(({ open }) => open.map(({ cause }) => cause)),
    [[], ['REDIS'], ['REDIS'], ['REDIS'], ['REDIS']],
  );
});

test('on a busy machine answers of Redis are late now and then, and none is its fault', () => {
  const busyMachine = samples({ urls: busy, ...askRedis(300) }, 12).map((sample, at) => ({
    ...sample,
    redis: { ...sample.redis, roundTripMs: at % 3 === 0 ? 60 : 400 },
    workers: sample.workers.map((worker) => ({
      ...worker,
      lagMs: 150,
      redisMs: { n: 100, p50: at % 3 === 1 ? 30 : 200, p99: 400, oldestMs: at % 2 === 0 ? 300 : 0 },
    })),
  }));
  assert.deepEqual(
    lookedAt(busyMachine).flatMap(({ opened }) => opened.map(({ cause }) => cause)),
    [],
  );
});

test('it takes both who looks and who works to find Redis slow', () => {
  const mine = samples({ urls: busy, ...askRedis(300) }, 12).map((sample) => ({
    ...sample,
    redis: { ...sample.redis, roundTripMs: 300 },
  }));
  const theirs = samples({ urls: busy, redisMs: 300, ...askRedis(300) }, 12).map((sample) => ({
    ...sample,
    redis: { ...sample.redis, roundTripMs: 1 },
  }));
  for (const one of [mine, theirs])
    assert.deepEqual(
      lookedAt(one).flatMap(({ opened }) => opened.map(({ cause }) => cause)),
      [],
    );
});

test('what nobody submits again any more is over within twelve seconds', () => {
  const again = { submittedPerS: { accepted: 1, known: 100 } };
  const before = samples(again, 8);
  const last = before.at(-1)!.runs[0]!;
  const then = samples(
    { run: { submitted: last.submitted, accepted: last.accepted } },
    12,
    before.at(-1)!.at + 1000,
  );
  const looks = lookedAt(before, then);
  assert.equal(looks[8]!.open[0]?.cause, 'RESUBMISSION');
  assert.deepEqual(looks.at(-1)!.open, []);
});

test('workers who are kept from the CPU by others have no heavy pages, and those who take few pages have none either', () => {
  const stages = { ...healthy, extract: { lambda: 5, w: 200 } };
  const slow = { ...{ urls: busy, inFlight: 100, unclaimed: {} }, stages, elu: 0.99 };
  assert.deepEqual(openAfter({ ...slow, fetchedPerS: 5, cpuMsPerPage: 25 }), []);
  assert.deepEqual(openAfter({ ...slow, fetchedPerS: 5, cpuMsPerPage: 120 }), ['CPU']);
  // Two thousand tags in each of a hundred pages a second, say: a little each, and slots are full of pages to be read.
  const many = { ...healthy, extract: { lambda: 100, w: 800 } };
  assert.deepEqual(openAfter({ ...slow, stages: many, elu: 0.6, fetchedPerS: 100, cpuMsPerPage: 12 }), [
    'CPU',
  ]);
});

test('links of which one waits long are no pile where they are worked off fast', () => {
  const discovery = { urls: 3500, oldestMs: 9000, heldBy: null };
  assert.deepEqual(openAfter({ discovery, enqueuedPerS: 3000 }), []);
  assert.deepEqual(openAfter({ discovery, enqueuedPerS: 100 }), ['DISCOVERY']);
  const flood = { urls: 400_000, oldestMs: 2000, heldBy: null };
  assert.deepEqual(openAfter({ discovery: flood, enqueuedPerS: 100 }), ['DISCOVERY']);
});

test('of a small crawl that reaches nothing it is said, though hardly anything is tried', () => {
  const stages = {
    dns: { lambda: 0.2, w: 5 },
    connect: { lambda: 0.1, w: 5, failedBy: { CONNECT_REFUSED: 0.1 } },
  };
  assert.deepEqual(openAfter({ urls: { UNREACHABLE: 40, PACE: 0 }, stages, fetchedPerS: 0 }), [
    'UNREACHABLE',
  ]);
});

test('workers that have told nothing of themselves for some seconds are none, though their sessions live; not where Redis is slow', () => {
  const all = samples({ urls: busy }, 9);
  const gone = all.map((sample) => ({ ...sample, workers: [] }));
  const mute = all.map((sample) => ({ ...sample, workers: all[0]!.workers }));
  const open = (crawl: typeof all) =>
    lookedAt(crawl)
      .at(-1)!
      .open.map(({ cause, share }) => [cause, share]);
  assert.deepEqual(open(gone), [['NO_WORKERS', 1]]);
  assert.deepEqual(open(mute), [['NO_WORKERS', 1]]);
  const full = gone.map((sample) => ({ ...sample, redis: { ...sample.redis, full: true } }));
  assert.ok(open(full).every(([cause]) => cause !== 'NO_WORKERS'));
  const far = samples({ urls: busy, ...askRedis(3000) }, 9).map((sample) => ({
    ...sample,
    workers: [],
    redis: { ...sample.redis, roundTripMs: 3000 },
  }));
  assert.equal(open(far)[0]?.[0], 'REDIS');
});

test('what workers were at while they were stopped is not held against it afterwards', () => {
  const stages = { ...healthy, store: { lambda: 5, w: 5000 } };
  const stopped = samples({ urls: busy, stages, unclaimed: {} }, 6).map((sample, _, all) => ({
    ...sample,
    workers: all[0]!.workers,
  }));
  const then = samples({ urls: busy, unclaimed: {} }, 8, stopped.at(-1)!.at + 1000);
  const looks = lookedAt(stopped, then).slice(stopped.length);
  assert.deepEqual(
    looks.flatMap(({ opened }) => opened.map(({ cause }) => cause)),
    [],
  );
});

test('of every cause there is one rule, in the order of causes, that says what it means and what to do', () => {
  assert.deepEqual(rules.map(({ cause }) => cause).toSorted(), causes.toSorted());
  for (const { about, advice } of rules) assert.ok(about.length > 20 && advice.length > 20);
});

test('docs/diagnosis.md says what the rules say', () => {
  assert.equal(readFileSync(file, 'utf8'), page(), 'write it again: node libs/diagnosis/src/testing/page.ts');
});
