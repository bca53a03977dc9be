import assert from 'node:assert/strict';
import { begin, claimSome, makeRun, makeUrls, paths, settleAll } from '../../testing/make.ts';
import { rule } from '../../testing/rule.ts';
import type { EndedUrl } from '../../types/urls.ts';

const ended = (url: string, change: Partial<EndedUrl> = {}): EndedUrl => ({
  url,
  outcomes: ['fetched'],
  dead: false,
  bytes: 100,
  ...change,
});

rule('a URL that ended and is not known is counted as if it had been visited here, once', async (world) => {
  const { frontier } = world;
  await begin(world, makeRun({ maxPages: 10 }), makeUrls('h.test', 1, 50));
  const urls = [
    ended('http://h.test/1', { outcomes: ['failed', 'throttled', 'fetched'] }),
    ended('https://i.test/2', { outcomes: ['failed'], dead: true, bytes: 0 }),
    ended('http://j.test/3', { outcomes: ['redirected'], bytes: 7 }),
  ];
  assert.deepEqual(await frontier.reconcile('a', urls), { missing: 3, waiting: 0, known: 0 });
  assert.deepEqual(await frontier.reconcile('a', urls), { missing: 0, waiting: 0, known: 3 });
  const { counters } = (await frontier.sizes('a'))!;
  assert.deepEqual([counters.accepted, counters.finished, counters.waiting], [4, 3, 1]);
  assert.deepEqual([counters.fetched, counters.failed, counters.throttled], [1, 2, 1]);
  assert.deepEqual([counters.redirected, counters.dead, counters.bytes], [1, 1, 107]);
  assert.equal((await frontier.enqueue('a', makeUrls('h.test', 1, 1))).known, 1);
});

rule(
  'a URL that ended and waits again near the head of its list is finished without a visit',
  async (world) => {
    const { frontier, advance } = world;
    await begin(world, makeRun(), makeUrls('h.test', 3));
    assert.deepEqual(await frontier.reconcile('a', [ended('http://h.test/1'), ended('http://h.test/0')]), {
      missing: 0,
      waiting: 2,
      known: 0,
    });
    assert.deepEqual(paths(await claimSome(frontier, 's')), ['2']);
    await advance(5000);
    assert.deepEqual(await claimSome(frontier, 's'), []);
    const { counters } = (await frontier.sizes('a'))!;
    assert.deepEqual(
      [counters.accepted, counters.finished, counters.waiting, counters.inFlight],
      [3, 2, 0, 1],
    );
  },
);

rule('a URL in flight is left to its session', async (world) => {
  const { frontier } = world;
  await begin(world, makeRun(), makeUrls('h.test', 1));
  const claims = await claimSome(frontier, 's');
  assert.deepEqual(await frontier.reconcile('a', [ended('http://h.test/0')]), {
    missing: 0,
    waiting: 0,
    known: 1,
  });
  assert.deepEqual(await settleAll(frontier, 's', claims), { settled: 1, stale: [] });
  const { counters } = (await frontier.sizes('a'))!;
  assert.deepEqual([counters.accepted, counters.finished], [1, 1]);
});

rule('a run that is not known is not reconciled, and knows nothing', async ({ frontier }) => {
  assert.equal(await frontier.reconcile('nope', [ended('http://h.test/1')]), null);
  assert.deepEqual(await frontier.known('nope', ['http://h.test/1']), [false]);
});

rule('what a run knows can be asked without telling it', async (world) => {
  const { frontier } = world;
  await begin(world, makeRun(), makeUrls('h.test', 2000));
  const asked = ['http://h.test/0', 'http://h.test/2000', 'http://h.test/1999'];
  assert.deepEqual(await frontier.known('a', asked), [true, false, true]);
  assert.deepEqual(await frontier.known('a', asked), [true, false, true]);
});

rule('a URL that comes with tries goes on counting them', async (world) => {
  const { frontier } = world;
  await begin(world, makeRun(), [{ url: 'http://h.test/1', depth: 0, hops: 0, tries: 2 }]);
  const [claim] = await claimSome(frontier, 's');
  assert.equal(claim?.attempt, 3);
});

rule('with a new epoch all sessions are lost, and what they held is no poison', async (world) => {
  const { frontier, advance } = world;
  await begin(world, makeRun(), makeUrls('h.test', 1));
  for (let life = 0; life < 4; life++) {
    const session = life === 0 ? 's' : `s${life}`;
    if (life > 0) await frontier.openSession(session, 10_000);
    const [claim] = await claimSome(frontier, session);
    assert.deepEqual([claim?.url, claim?.recoveries], ['http://h.test/0', 0]);
    await world.newEpoch();
    assert.deepEqual(await frontier.renewSession(session, 10_000), { lost: true });
    assert.deepEqual((await frontier.sweep()).recovered, 1);
    await advance(1600);
  }
});

rule('a new epoch lets starts that were granted pass before it counts the delay', async (world) => {
  const { frontier, advance } = world;
  await begin(world, makeRun(), makeUrls('h.test', 1));
  await world.newEpoch();
  await frontier.openSession('t', 10_000);
  await advance(1570);
  assert.deepEqual(await claimSome(frontier, 't'), []);
  await advance(30);
  assert.equal((await claimSome(frontier, 't')).length, 1);
});
