import assert from 'node:assert/strict';
import { begin, claimSome, makeRun, makeUrls, paths, settleAll } from '../../testing/make.ts';
import { rule } from '../../testing/rule.ts';

rule('a paused host is not handed out; resumed, it has its place again', async (world) => {
  const { frontier, advance } = world;
  await begin(world, makeRun(), [...makeUrls('h.test', 3), ...makeUrls('i.test', 3)]);
  await frontier.pauseHost({ host: 'h.test', version: 1 });
  const hosts = async () => (await claimSome(frontier, 's')).map(({ host }) => host);
  assert.deepEqual(await hosts(), ['i.test']);
  assert.equal((await frontier.enqueue('a', makeUrls('h.test', 1, 9))).accepted, 1);
  await advance(1000);
  assert.deepEqual(await hosts(), []);
  await frontier.resumeHost({ host: 'h.test', version: 2 });
  assert.deepEqual(await hosts(), ['h.test']);
});

rule('a host can be paused for one run, and only newer words count', async (world) => {
  const { frontier } = world;
  await frontier.applyRun(makeRun({ run: 'b' }));
  await frontier.enqueue('b', makeUrls('h.test', 1));
  await begin(world, makeRun(), makeUrls('h.test', 1));
  assert.deepEqual(await frontier.pauseHost({ host: 'h.test', run: 'a', version: 5 }), { applied: true });
  assert.deepEqual(await frontier.resumeHost({ host: 'h.test', run: 'a', version: 4 }), { applied: false });
  assert.deepEqual(await frontier.pauseHost({ host: 'h.test', run: 'x', version: 1 }), { applied: false });
  const claims = await claimSome(frontier, 's');
  assert.deepEqual(
    claims.map(({ run }) => run),
    ['b'],
  );
  await settleAll(frontier, 's', claims, { startedAfterMs: 0 });
  await world.advance(1100);
  assert.deepEqual(await claimSome(frontier, 's'), []);
  await frontier.resumeHost({ host: 'h.test', run: 'a', version: 6 });
  assert.equal((await claimSome(frontier, 's')).length, 1);
});

rule(
  'that a host was resumed or a rule removed is remembered for an hour, a pause or a rule in force for ever',
  async (world) => {
    const { frontier, advance } = world;
    await frontier.applyRun(makeRun());
    const older = { host: 'h.test', version: 1 };
    const olderRule = { pattern: '*.test', version: 1, pace: null, blocked: true };
    await frontier.pauseHost({ host: 'i.test', version: 2 });
    await frontier.setRule({ ...olderRule, pattern: 'i.test', version: 2 });
    for (const run of [{}, { run: 'a' }]) {
      await frontier.pauseHost({ ...older, ...run, version: 2 });
      await frontier.resumeHost({ ...older, ...run, version: 3 });
    }
    await frontier.setRule({ ...olderRule, version: 2 });
    await frontier.removeRule({ pattern: '*.test', version: 3 });
    // Said again before it is forgotten: the hour begins anew.
    await advance(1_800_000);
    await frontier.pauseHost({ host: 'j.test', version: 1 });
    await frontier.resumeHost({ host: 'j.test', version: 2 });
    await advance(1_799_999);
    await frontier.sweep();
    for (const run of [{}, { run: 'a' }])
      assert.deepEqual(await frontier.pauseHost({ ...older, ...run }), { applied: false });
    assert.deepEqual(await frontier.setRule(olderRule), { applied: false });
    await advance(1);
    await frontier.sweep();
    for (const run of [{}, { run: 'a' }])
      assert.deepEqual(await frontier.pauseHost({ ...older, ...run }), { applied: true });
    assert.deepEqual(await frontier.setRule(olderRule), { applied: true });
    assert.deepEqual(await frontier.pauseHost({ host: 'j.test', version: 1 }), { applied: false });
    assert.deepEqual(await frontier.pauseHost({ host: 'i.test', version: 1 }), { applied: false });
    assert.deepEqual(await frontier.setRule({ ...olderRule, pattern: 'i.test' }), { applied: false });
  },
);

rule('what is in flight at a host that is paused settles as ever', async (world) => {
  const { frontier, advance } = world;
  await begin(world, makeRun(), makeUrls('h.test', 3));
  const claims = await claimSome(frontier, 's');
  await frontier.pauseHost({ host: 'h.test', version: 1 });
  assert.equal((await settleAll(frontier, 's', claims)).settled, 1);
  await advance(5000);
  assert.deepEqual(await claimSome(frontier, 's'), []);
  await frontier.resumeHost({ host: 'h.test', version: 2 });
  assert.deepEqual(paths(await claimSome(frontier, 's')), ['1']);
});

rule(
  'cancelling a host finishes what waits there and what is delayed, not what is in flight',
  async (world) => {
    const { frontier, advance } = world;
    await frontier.applyRun(makeRun({ run: 'b' }));
    await frontier.enqueue('b', makeUrls('h.test', 4));
    await begin(world, makeRun(), [...makeUrls('h.test', 5), ...makeUrls('i.test', 2)]);
    const retry = { do: 'retry', delayMs: 60_000 } as const;
    const first = (await claimSome(frontier, 's')).filter(({ run }) => run === 'a');
    await settleAll(frontier, 's', first, { next: retry, outcome: 'failed' });
    assert.deepEqual(await frontier.cancelHost({ host: 'h.test', run: 'a', reason: 'unwanted' }), {
      dropped: 5,
    });
    const counters = (await frontier.sizes('a'))!.counters;
    assert.deepEqual([counters.dropped, counters.finished, counters.waiting, counters.delayed], [5, 5, 1, 1]);
    assert.deepEqual(await frontier.cancelHost({ host: 'h.test', run: 'a', reason: 'unwanted' }), {
      dropped: 0,
    });
    assert.deepEqual(await frontier.cancelHost({ host: 'h.test', reason: 'unwanted' }), { dropped: 4 });
    assert.equal((await frontier.sizes('b'))!.counters.waiting, 0);
    const told = (await frontier.readOutcomes('r', 100)).filter((entry) => entry.kind === 'dropped');
    assert.equal(
      told.reduce((sum, entry) => sum + entry.count, 0),
      9,
    );
    assert.ok(told.every((entry) => entry.reason === 'unwanted' && entry.host === 'h.test'));
    // Links that are found later are new URLs of the host.
    assert.equal((await frontier.enqueue('a', makeUrls('h.test', 1, 50))).accepted, 1);
    await advance(10_000);
    await frontier.openSession('t', 10_000);
    assert.ok((await claimSome(frontier, 't')).some(({ url }) => url === 'http://h.test/50'));
  },
);
