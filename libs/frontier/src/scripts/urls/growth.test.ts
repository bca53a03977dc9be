import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Omission } from '@trunkline/policy';
import { claimSome, makeRun, makeUrls, settleAll } from '../../testing/make.ts';
import { memoryWorld, redisWorld, rule, type World } from '../../testing/rule.ts';
import type { DesiredRun } from '../../types/runs.ts';
import type { NewUrl } from '../../types/urls.ts';

const hosts = (count: number, from = 0): NewUrl[] =>
  Array.from({ length: count }, (_, i) => makeUrls(`h${from + i}.test`, 1)).flat();

const leftOutOf = async ({ frontier }: World) => {
  const told = await frontier.readOutcomes('r', 1000);
  await frontier.ackOutcomes(told.map(({ id }) => id));
  const sums: Record<string, number> = {};
  for (const one of told) {
    if (one.kind !== 'leftOut') continue;
    for (const { kind, of, count, sample } of JSON.parse(one.record) as Omission[]) {
      const name = `${kind === 'hostLimit' ? 'hosts' : 'urls'} of ${of}`;
      sums[name] = (sums[name] ?? 0) + count;
      assert.match(sample, /^http:\/\/h/);
    }
  }
  return sums;
};

const ofProject = (run: string, more: Partial<DesiredRun['config']>, projectId = 'p'): DesiredRun => {
  const made = makeRun({ run });
  return { ...made, config: { ...made.config, projectId, ...more } };
};

rule(
  'a run takes in as many URLs as its policy lets it know; links beyond are refused, counted, and one of them is told',
  async (world) => {
    const { frontier } = world;
    await frontier.applyRun(makeRun({ policy: { maxUrls: 10 } }));
    assert.deepEqual(await frontier.enqueue('a', makeUrls('h.test', 7)), {
      accepted: 7,
      known: 0,
      refused: 0,
    });
    assert.deepEqual(await frontier.enqueue('a', makeUrls('h.test', 9, 5)), {
      accepted: 3,
      known: 2,
      refused: 4,
    });
    assert.deepEqual(await frontier.enqueue('a', makeUrls('h.test', 20)), {
      accepted: 0,
      known: 10,
      refused: 10,
    });
    assert.deepEqual(await leftOutOf(world), { 'urls of run': 14 });
    const { accepted, refusedAtEnqueue } = (await frontier.sizes('a'))!.counters;
    assert.deepEqual([accepted, refusedAtEnqueue], [10, 14]);
  },
);

rule('URLs that are not due count among those a run may know', async (world) => {
  const { frontier } = world;
  await frontier.applyRun(makeRun({ policy: { maxUrls: 5 } }));
  const ledger = makeUrls('h.test', 4).map((url) => ({ ...url, notDue: true }));
  assert.equal((await frontier.enqueue('a', ledger)).known, 4);
  assert.deepEqual(await frontier.enqueue('a', makeUrls('h.test', 4, 10)), {
    accepted: 1,
    known: 0,
    refused: 3,
  });
});

rule('a run takes in URLs of as many hosts as its policy says, and all of those it has', async (world) => {
  const { frontier } = world;
  await frontier.applyRun(makeRun({ policy: { maxHosts: 3 } }));
  assert.deepEqual(await frontier.enqueue('a', hosts(5)), { accepted: 3, known: 0, refused: 2 });
  assert.deepEqual(await frontier.enqueue('a', [...hosts(5), ...makeUrls('h0.test', 3, 1)]), {
    ...{ accepted: 3, known: 3, refused: 2 },
  });
  assert.deepEqual(await leftOutOf(world), { 'hosts of run': 4 });
  // One that has nothing waiting any more is known all the same.
  await frontier.openSession('s', 1_000_000);
  for (let i = 0; i < 20; i++) {
    await world.advance(1000);
    await settleAll(frontier, 's', await claimSome(frontier, 's'));
  }
  assert.equal((await frontier.sizes('a'))!.counters.waiting, 0);
  assert.equal((await frontier.enqueue('a', makeUrls('h1.test', 1, 7))).accepted, 1);
});

rule(
  'a limit that is raised, or lifted, admits what was left out; one that is lowered below what is known admits nothing new',
  async (world) => {
    const { frontier } = world;
    const version = (n: number, maxUrls: number | null) => makeRun({ version: n, policy: { maxUrls } });
    await frontier.applyRun(version(1, 5));
    assert.equal((await frontier.enqueue('a', makeUrls('h.test', 9))).accepted, 5);
    await frontier.applyRun(version(2, 7));
    assert.equal((await frontier.enqueue('a', makeUrls('h.test', 9))).accepted, 2);
    await frontier.applyRun(version(3, 3));
    assert.deepEqual(await frontier.enqueue('a', makeUrls('h.test', 9)), {
      accepted: 0,
      known: 7,
      refused: 2,
    });
    await frontier.applyRun(version(4, null));
    assert.equal((await frontier.enqueue('a', makeUrls('h.test', 9))).accepted, 2);
  },
);

rule(
  'all runs of a project together know as many URLs and hosts as it may, and what one knew is free when it is forgotten',
  async (world) => {
    const { frontier } = world;
    const quota = { projectUrls: 10, projectHosts: 4 };
    for (const run of ['a', 'b', 'c']) await frontier.applyRun(ofProject(run, quota));
    await frontier.applyRun(ofProject('z', { projectUrls: 1000, projectHosts: 1000 }, 'others'));
    assert.equal((await frontier.enqueue('a', makeUrls('h0.test', 6))).accepted, 6);
    assert.deepEqual(await frontier.enqueue('b', makeUrls('h0.test', 6)), {
      accepted: 4,
      known: 0,
      refused: 2,
    });
    assert.equal((await frontier.enqueue('c', makeUrls('h0.test', 6))).accepted, 0);
    assert.equal((await frontier.enqueue('z', makeUrls('h0.test', 50))).accepted, 50);
    assert.deepEqual(await leftOutOf(world), { 'urls of project': 8 });
    await frontier.applyRun({ ...ofProject('a', quota), version: 2, state: 'cancelled' });
    while ((await frontier.drop('a', 'cancelled')).left);
    while ((await frontier.forget('a')).left);
    assert.deepEqual(await frontier.enqueue('c', hosts(6)), { accepted: 3, known: 0, refused: 3 });
    assert.deepEqual(await leftOutOf(world), { 'hosts of project': 3 });
  },
);

for (const shards of [2, 5]) {
  test(`over ${shards} shards the limits of URLs and hosts are dealt in portions: all of each can be used, and no more, whoever comes first`, async (t) => {
    const world = await redisWorld({ shards });
    t.after(world.close);
    const { frontier } = world;
    const most = { projectUrls: 1700, projectHosts: 900 };
    await frontier.applyRun(makeRun({ policy: { maxUrls: 1000, maxHosts: 500 } }));
    const own = makeRun({ run: 'b', policy: { maxUrls: null, maxHosts: null } });
    await frontier.applyRun({ ...own, config: { ...own.config, ...most, projectId: 'q' } });
    const sum = async (run: string, lists: NewUrl[][]) => {
      const results = await Promise.all(lists.map((urls) => frontier.enqueue(run, urls)));
      return results.reduce((all, { accepted }) => all + accepted, 0);
    };
    const parts = Array.from({ length: 8 }, (_, i) => hosts(100, 100 * i));
    assert.equal(await sum('a', parts), 500);
    const known = parts.flat().map(({ url }) => new URL(url).host);
    const more = known.map((host) => makeUrls(host, 3, 1));
    assert.equal(await sum('a', [more.flat(), more.toReversed().flat()]), 500);
    assert.equal((await frontier.sizes('a'))!.counters.accepted, 1000);
    // Of the project as well, for whichever run.
    assert.equal(await sum('b', [...parts, hosts(200, 800)]), 900);
    assert.equal(await sum('b', [more.flat()]), 800);
    const told = await leftOutOf(world);
    assert.deepEqual(Object.keys(told).sort(), [
      'hosts of project',
      'hosts of run',
      'urls of project',
      'urls of run',
    ]);
  });
}

test('a stranger who finds without end makes nothing in Redis grow beyond the limits of its run', async (t) => {
  const world = await redisWorld();
  t.after(world.close);
  const { frontier, redis, name } = world;
  await frontier.applyRun(makeRun({ policy: { maxUrls: 2000, maxHosts: 200 } }));
  const flood = async (from: number) => {
    for (let i = 0; i < 10; i++)
      await frontier.enqueue('a', [
        ...hosts(256, from + i * 256),
        ...makeUrls('h0.test', 256, from + i * 256),
      ]);
    await leftOutOf(world);
    const keys = await redis.keys(`{${name}f*`);
    const bytes = await Promise.all(keys.map((key) => redis.call('MEMORY', 'USAGE', key) as Promise<number>));
    return { keys: keys.length, bytes: bytes.reduce((all, one) => all + one, 0) };
  };
  await flood(0);
  const full = await flood(10_000);
  const { keys, bytes } = await flood(20_000);
  assert.equal(keys, full.keys);
  assert.ok(bytes <= full.bytes * 1.01 + 1000, `${full.bytes} → ${bytes} bytes`);
});

test('the twin counts as Redis does', async () => {
  const answers: unknown[] = [];
  for (const open of [() => redisWorld(), async () => memoryWorld()]) {
    const world = await open();
    const { frontier } = world;
    await frontier.applyRun(makeRun({ policy: { maxUrls: 40, maxHosts: 6 } }));
    const said: unknown[] = [];
    for (let i = 0; i < 12; i++)
      said.push(await frontier.enqueue('a', [...hosts(3, i), ...makeUrls(`h${i % 5}.test`, 5, i * 3)]));
    said.push(await leftOutOf(world));
    answers.push(said);
    await world.close();
  }
  assert.deepEqual(answers[0], answers[1]);
});
