import assert from 'node:assert/strict';
import { begin, claimSome, makeRun, makeUrls, paths, settled } from '../../testing/make.ts';
import { rule, type World } from '../../testing/rule.ts';

const target = { run: 'a', url: 'http://other.test/en/robots.txt', hops: 1 };

async function granted({ frontier }: World, id = 'hop', what = target) {
  const reply = await frontier.hop('s', id, what);
  assert.ok(reply.state === 'granted', `it was told ${reply.state}`);
  return reply.claim;
}

rule(
  'a hop is a claim of robots.txt at the target’s host, and nothing else is handed out there until it is settled',
  async (world) => {
    const { frontier, advance } = world;
    await begin(world, makeRun(), makeUrls('other.test', 3));
    const claim = await granted(world);
    const { kind, host, url, hops, startInMs } = claim;
    assert.deepEqual(
      { kind, host, url, hops, startInMs },
      { kind: 'robots', host: 'other.test', url: target.url, hops: 1, startInMs: 0 },
    );
    await advance(5000);
    assert.deepEqual(await claimSome(frontier, 's'), []);
    assert.deepEqual(await frontier.hop('s', 'another', target), { state: 'wait', ms: 100 });
    const item = settled(claim, { startedAfterMs: 5000 });
    assert.deepEqual(await frontier.settle('s', 'id', [item]), { settled: 1, stale: [] });
    await advance(900);
    assert.deepEqual(await claimSome(frontier, 's'), [], 'the host was asked less than its delay ago');
    await advance(101);
    assert.deepEqual(paths(await claimSome(frontier, 's')), ['0']);
    const { counters } = (await frontier.sizes('a'))!;
    assert.deepEqual(
      [counters.accepted, counters.finished, counters.inFlight],
      [3, 0, 1],
      'it is no URL of the run',
    );
  },
);

rule(
  'a hop waits for what is out at the host, then its start is a delay after the last one',
  async (world) => {
    const { frontier, advance } = world;
    await begin(world, makeRun(), makeUrls('other.test', 2));
    const [page] = await claimSome(frontier, 's');
    assert.equal((await frontier.hop('s', '1', target)).state, 'wait');
    await advance(400);
    await frontier.settle('s', 'page', [settled(page!)]);
    const { startInMs } = await granted(world);
    assert.ok(startInMs >= 600 && startInMs <= 610, `in ${startInMs} ms`);
  },
);

rule('a hop asked for again is the same claim, as if it were granted now', async (world) => {
  const { frontier, advance } = world;
  await begin(world, makeRun(), makeUrls('other.test', 2));
  const [page] = await claimSome(frontier, 's');
  await frontier.settle('s', 'page', [settled(page!)]);
  const first = await granted(world);
  await advance(300);
  const again = await granted(world);
  assert.equal(again.token, first.token);
  assert.ok(
    Math.abs(first.startInMs - again.startInMs - 300) <= 10,
    `${first.startInMs}, then ${again.startInMs}`,
  );
  assert.equal((await frontier.inFlight()).length, 1);
});

rule('what the target’s host says counts for it: it is left alone for as long as it asks', async (world) => {
  const { frontier, advance } = world;
  await begin(world, makeRun(), makeUrls('other.test', 1));
  const claim = await granted(world);
  const hostSignal = { kind: 'throttled', retryAfterMs: 60_000 } as const;
  await frontier.settle('s', 'id', [settled(claim, { hostSignal })]);
  assert.deepEqual(await frontier.hop('s', 'next', target), { state: 'wait', ms: 30_000 });
  await frontier.openSession('t', 120_000);
  await advance(59_000);
  assert.deepEqual(await claimSome(frontier, 't'), []);
  await advance(1001);
  assert.equal((await claimSome(frontier, 't')).length, 1);
});

rule('a hop that goes back, or whose session is lost, leaves the host free', async (world) => {
  const { frontier, advance } = world;
  await begin(world, makeRun(), makeUrls('other.test', 1));
  const { token } = await granted(world);
  assert.deepEqual(await frontier.requeue('s', [{ token }]), { returned: 1 });
  await advance(1000);
  await granted(world, 'second');
  await advance(11_000);
  assert.deepEqual(await frontier.hop('s', 'late', target), { state: 'lost' });
  assert.equal((await frontier.sweep()).lostSessions, 1);
  await frontier.openSession('t', 60_000);
  await advance(2000);
  assert.equal((await claimSome(frontier, 't')).length, 1);
  assert.equal((await frontier.sizes('a'))!.counters.accepted, 1);
});

rule('a run that hands nothing out, and a host that is paused, get no hop', async (world) => {
  const { frontier } = world;
  await begin(world, makeRun(), makeUrls('other.test', 1));
  await frontier.pauseHost({ host: 'other.test', version: 1 });
  assert.deepEqual(await frontier.hop('s', '1', target), { state: 'wait', ms: 100 });
  await frontier.applyRun({ ...makeRun(), version: 2, state: 'paused' });
  assert.deepEqual(await frontier.hop('s', '2', target), { state: 'gone' });
  assert.deepEqual(await frontier.hop('s', '3', { ...target, run: 'nobody' }), { state: 'gone' });
});
