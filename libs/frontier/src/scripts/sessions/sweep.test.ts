import assert from 'node:assert/strict';
import { begin, claimSome, makeRun, makeUrls, paths, settleAll } from '../../testing/make.ts';
import { rule } from '../../testing/rule.ts';

rule(
  'claims of a lost session go back to the head, and the host counts as asked at its deadline',
  async (world) => {
    const { frontier, advance } = world;
    await begin(world, makeRun(), makeUrls('h.test', 2));
    const [claim] = await claimSome(frontier, 's');
    await advance(8500);
    assert.deepEqual(await frontier.sweep(), {
      lostSessions: 0,
      recovered: 0,
      released: 0,
      dead: 0,
      more: false,
    });
    await advance(500);
    const swept = await frontier.sweep();
    assert.deepEqual([swept.lostSessions, swept.recovered], [1, 1]);
    await frontier.openSession('t', 10_000);
    assert.deepEqual(await claimSome(frontier, 't'), []);
    await advance(1000);
    const [again] = await claimSome(frontier, 't');
    assert.deepEqual([again?.url, again?.recoveries, again?.attempt], [claim?.url, 1, 1]);
    assert.deepEqual((await settleAll(frontier, 's', [claim!])).stale, [claim?.token]);
    assert.deepEqual(await frontier.renewSession('s', 10_000), { lost: true });
  },
);

rule('a URL recovered twice travels alone, and is poison when it is recovered from that', async (world) => {
  const { frontier, advance } = world;
  await begin(world, makeRun(), [...makeUrls('p.test', 1), ...makeUrls('q.test', 1)]);
  for (let life = 0; life < 2; life++) {
    if (life > 0) await frontier.openSession(`s${life}`, 10_000);
    assert.equal((await claimSome(frontier, life ? `s${life}` : 's')).length, 2);
    await advance(10_000);
    await frontier.sweep();
    await advance(1000);
  }
  await frontier.openSession('s2', 10_000);
  const alone = await claimSome(frontier, 's2');
  assert.deepEqual(
    alone.map(({ recoveries }) => recoveries),
    [2],
  );
  await frontier.openSession('s3', 100_000);
  await advance(1000);
  const other = await claimSome(frontier, 's3');
  assert.equal(other.length, 1);
  await settleAll(frontier, 's3', other);
  await advance(9000);
  assert.equal((await frontier.sweep()).dead, 1);
  const counters = (await frontier.sizes('a'))?.counters;
  assert.deepEqual([counters?.finished, counters?.dead], [2, 1]);
  const poison = (await frontier.readOutcomes('r', 100)).filter(({ kind }) => kind === 'dropped');
  assert.deepEqual(
    poison.map(({ id: _, ...entry }) => entry),
    [{ run: 'a', kind: 'dropped', count: 1, reason: 'poison', host: alone[0]?.host, url: alone[0]?.url }],
  );
});

rule('a closed session gives its claims back uncharged, in their order', async (world) => {
  const { frontier, advance } = world;
  const pace = { mode: 'rate', perSecond: 1000, concurrency: 5 } as const;
  await begin(world, makeRun({ policy: { pace }, maxPages: 5 }), makeUrls('h.test', 8));
  assert.equal((await claimSome(frontier, 's')).length, 5);
  assert.deepEqual(await frontier.closeSession('s'), { returned: 5 });
  assert.deepEqual(await frontier.sessions(), []);
  await frontier.openSession('t', 10_000);
  await advance(1000);
  const claims = await claimSome(frontier, 't');
  assert.deepEqual(paths(claims), ['0', '1', '2', '3', '4']);
  assert.ok(claims.every(({ recoveries, attempt }) => recoveries === 0 && attempt === 1));
});

rule('requeue passes over tokens that are not the session’s', async (world) => {
  const { frontier } = world;
  await begin(world, makeRun(), makeUrls('h.test', 1));
  const [claim] = await claimSome(frontier, 's');
  await frontier.openSession('t', 10_000);
  assert.deepEqual(await frontier.requeue('t', [claim!]), { returned: 0 });
  assert.deepEqual(await frontier.requeue('s', [claim!, claim!, { token: '77' }]), { returned: 1 });
  assert.equal((await frontier.sizes('a'))?.counters.waiting, 1);
});

rule('a claim that goes back after a request was written all the same counts as a start', async (world) => {
  const { frontier, advance } = world;
  await begin(world, makeRun(), makeUrls('h.test', 1));
  const [claim] = await claimSome(frontier, 's');
  await advance(900);
  await frontier.requeue('s', [{ token: claim!.token, startedAfterMs: 600 }]);
  await advance(600);
  assert.deepEqual(await claimSome(frontier, 's'), []);
  await advance(101);
  assert.equal((await claimSome(frontier, 's')).length, 1);
});

rule('sessions are listed with what they hold', async (world) => {
  const { frontier, now } = world;
  await begin(world, makeRun(), makeUrls('h.test', 1));
  await claimSome(frontier, 's');
  assert.deepEqual(await frontier.sessions(), [{ session: 's', deadline: now() + 9000, inFlight: 1 }]);
});

rule('with a new epoch a lease that seems to have passed counts as one that was kept', async (world) => {
  const { frontier, advance, newEpoch } = world;
  await begin(world, makeRun(), makeUrls('h.test', 1));
  await claimSome(frontier, 's');
  await advance(20_000); // what a server finds in its append-only file: the lease as it began
  await newEpoch();
  await frontier.sweep();
  await frontier.openSession('s2', 100_000);
  await advance(3000);
  const [again] = await claimSome(frontier, 's2');
  assert.equal(again?.recoveries, 0);
});
