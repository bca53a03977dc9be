import assert from 'node:assert/strict';
import { test } from 'node:test';
import { openRedis } from '@trunkline/redis';
import { ownRedis, testRedis } from '@trunkline/test-support';
import { openFrontier } from '../../open-frontier.ts';
import { begin, claimSome, makeRun, makeUrls, paths, settleAll, settled } from '../../testing/make.ts';
import { redisWorld, rule } from '../../testing/rule.ts';

rule('a settled URL is finished and its record goes to the recorder', async (world) => {
  const { frontier } = world;
  await begin(world, makeRun(), makeUrls('h.test', 1));
  const claims = await claimSome(frontier, 's');
  assert.deepEqual(await settleAll(frontier, 's', claims), { settled: 1, stale: [] });
  const counters = (await frontier.sizes('a'))?.counters;
  assert.deepEqual(
    [counters?.finished, counters?.inFlight, counters?.fetched, counters?.bytes],
    [1, 0, 1, 100],
  );
  const entries = await frontier.readOutcomes('recorder-1', 10);
  assert.deepEqual(
    entries.map(({ kind }) => kind),
    ['discovered', 'settled'],
  );
  assert.ok(entries[1]?.kind === 'settled');
  assert.deepEqual(entries[1].records, ['{"url":"http://h.test/0"}']);
});

rule('the same settle id is answered the same and counts once', async (world) => {
  const { frontier } = world;
  await begin(world, makeRun(), makeUrls('h.test', 1));
  const items = (await claimSome(frontier, 's')).map((claim) => settled(claim));
  const first = await frontier.settle('s', 'once', [...items, { ...items[0]!, token: '999' }]);
  assert.deepEqual(first, { settled: 1, stale: ['999'] });
  assert.deepEqual(await frontier.settle('s', 'once', items), first);
  assert.equal((await frontier.sizes('a'))?.counters.finished, 1);
});

rule('a token that is not the session’s moves nothing but what its host said', async (world) => {
  const { frontier, advance } = world;
  await begin(world, makeRun(), makeUrls('h.test', 2));
  const claims = await claimSome(frontier, 's');
  await frontier.requeue('s', claims);
  await advance(990);
  const late = await settleAll(frontier, 's', claims, { startedAfterMs: 5 });
  assert.deepEqual(
    late.stale,
    claims.map(({ token }) => token),
  );
  assert.equal((await frontier.sizes('a'))?.counters.finished, 0);
  await advance(900);
  assert.deepEqual(await claimSome(frontier, 's'), []);
  await advance(100);
  assert.deepEqual(paths(await claimSome(frontier, 's')), ['0']);
});

rule('a host that asked for rest has it, however late that is told', async (world) => {
  const { frontier, advance } = world;
  await begin(world, makeRun(), makeUrls('h.test', 2));
  const claims = await claimSome(frontier, 's');
  await frontier.requeue('s', claims);
  const throttled = {
    outcome: 'throttled',
    hostSignal: { kind: 'throttled', retryAfterMs: 5000 },
  } as const;
  await settleAll(frontier, 's', claims, { startedAfterMs: 5, ...throttled });
  await advance(4000);
  assert.deepEqual(await claimSome(frontier, 's'), []);
  await advance(1000);
  assert.deepEqual(paths(await claimSome(frontier, 's')), ['0']);
});

rule('a URL to be retried waits its delay and comes before the others', async (world) => {
  const { frontier, advance } = world;
  await begin(world, makeRun(), makeUrls('h.test', 2));
  const retry = {
    outcome: 'failed',
    next: { do: 'retry', delayMs: 5000 },
    hostSignal: { kind: 'none' },
  } as const;
  await settleAll(frontier, 's', await claimSome(frontier, 's'), { ...retry, startedAfterMs: 0 });
  assert.equal((await frontier.sizes('a'))?.counters.delayed, 1);
  await advance(4999);
  assert.equal((await frontier.sweep()).released, 0);
  await advance(1);
  assert.equal((await frontier.sweep()).released, 1);
  const [claim] = await claimSome(frontier, 's');
  assert.deepEqual([claim?.url, claim?.attempt], ['http://h.test/0', 2]);
});

rule('a dead URL is finished', async (world) => {
  const { frontier } = world;
  await begin(world, makeRun(), makeUrls('h.test', 1));
  const next = { do: 'dead', reason: 'BAD_HTTP' } as const;
  await settleAll(frontier, 's', await claimSome(frontier, 's'), { outcome: 'failed', next });
  const counters = (await frontier.sizes('a'))?.counters;
  assert.deepEqual([counters?.finished, counters?.dead, counters?.failed], [1, 1, 1]);
});

rule('Retry-After holds the whole host for as long as it says', async (world) => {
  const { frontier, advance } = world;
  await begin(world, makeRun(), makeUrls('h.test', 2));
  const hostSignal = { kind: 'throttled', retryAfterMs: 7000 } as const;
  await settleAll(frontier, 's', await claimSome(frontier, 's'), {
    outcome: 'throttled',
    hostSignal,
    startedAfterMs: 0,
  });
  await advance(6900);
  assert.deepEqual(await claimSome(frontier, 's'), []);
  await advance(100);
  assert.equal((await claimSome(frontier, 's')).length, 1);
});

rule('without Retry-After the back-off is a minute and doubles, once per outage', async (world) => {
  const { frontier, advance } = world;
  const pace = { mode: 'rate', perSecond: 1000, concurrency: 4 } as const;
  await begin(world, makeRun({ policy: { pace } }), makeUrls('h.test', 20));
  await frontier.renewSession('s', 86_400_000);
  const waits: number[] = [];
  for (let outage = 0; outage < 3; outage++) {
    const claims = await claimSome(frontier, 's', 4);
    assert.equal(claims.length, 4);
    await advance(10);
    for (const claim of claims) {
      const hostSignal = { kind: 'throttled', retryAfterMs: null } as const;
      await settleAll(frontier, 's', [claim], { outcome: 'throttled', hostSignal });
    }
    let waited = 0;
    for (;;) {
      const reply = await frontier.claim('s', `probe-${outage}-${waited}`, 4);
      assert.ok(reply.state === 'granted');
      if (reply.claims.length > 0) {
        await frontier.requeue('s', reply.claims);
        break;
      }
      await advance(1000);
      waited++;
    }
    waits.push(waited);
  }
  for (const [i, least] of [60, 120, 240].entries()) {
    assert.ok(waits[i]! >= least - 1 && waits[i]! <= least * 1.1 + 1, waits.join());
  }
});

rule('the back-off is forgiven after thirty quiet minutes', async (world) => {
  const { frontier, advance } = world;
  await begin(world, makeRun(), makeUrls('h.test', 5));
  await frontier.renewSession('s', 86_400_000);
  const hostSignal = { kind: 'throttled', retryAfterMs: null } as const;
  for (let outage = 0; outage < 2; outage++) {
    await settleAll(frontier, 's', await claimSome(frontier, 's'), { outcome: 'throttled', hostSignal });
    await advance(66_000 + 1_800_001);
  }
  await settleAll(frontier, 's', await claimSome(frontier, 's'), { outcome: 'throttled', hostSignal });
  await advance(66_001);
  assert.equal((await claimSome(frontier, 's')).length, 1);
});

rule(
  'a host that cannot be reached ten times in a row over an hour is given up by the run',
  async (world) => {
    const { frontier, advance } = world;
    await begin(world, makeRun(), makeUrls('h.test', 30));
    await frontier.renewSession('s', 864_000_000);
    const change = {
      outcome: 'failed',
      startedAfterMs: null,
      hostSignal: { kind: 'unreachable', code: 'DNS_TIMEOUT' },
    } as const;
    let failures = 0;
    for (; failures < 30; failures++) {
      let claims = await claimSome(frontier, 's');
      while (claims.length === 0) {
        await advance(60_000);
        claims = await claimSome(frontier, 's');
      }
      await settleAll(frontier, 's', claims, { ...change, next: { do: 'dead', reason: 'DNS_TIMEOUT' } });
      if ((await frontier.sizes('a'))?.counters.waiting === 0) break;
    }
    // The tenth failure comes after 5 + 10 + … + 1,280 s and jitter, which is less than an hour; so it is the eleventh.
    assert.equal(failures, 10);
    const counters = (await frontier.sizes('a'))?.counters;
    assert.deepEqual([counters?.finished, counters?.dead], [30, 30]);
    const dropped = (await frontier.readOutcomes('r', 100)).filter(({ kind }) => kind === 'dropped');
    assert.deepEqual(
      dropped.map(({ id: _, ...entry }) => entry),
      [{ run: 'a', kind: 'dropped', count: 19, reason: 'host-unreachable', host: 'h.test' }],
    );
  },
);

rule('robots.txt that cannot be reached keeps the last good copy in force', async (world) => {
  const { frontier, advance } = world;
  await begin(world, makeRun({ policy: { robots: { obey: true } } }), makeUrls('h.test', 5));
  await frontier.renewSession('s', 864_000_000);
  const body = 'User-agent: *\nDisallow: /x\n';
  const rules = { state: 'rules', body, crawlDelayMs: null } as const;
  const first = await claimSome(frontier, 's');
  await settleAll(frontier, 's', first, { robots: { origin: 'http://h.test', verdict: rules } });
  const at = (await frontier.robots('http://h.test'))?.at;
  await advance(86_400_000);
  const second = await claimSome(frontier, 's');
  assert.equal(second[0]?.kind, 'robots');
  const verdict = { state: 'unreachable', retryAfterMs: null } as const;
  await settleAll(frontier, 's', second, { robots: { origin: 'http://h.test', verdict } });
  await advance(1000);
  const [third] = await claimSome(frontier, 's');
  assert.deepEqual([third?.kind, third?.robotsAt], ['page', at]);
  assert.deepEqual(await frontier.robots('http://h.test'), { at, verdict: rules });
});

rule('what a robots.txt said is told to the recorder, of the run it was read for', async (world) => {
  const { frontier } = world;
  await begin(world, makeRun({ policy: { robots: { obey: true } } }), makeUrls('h.test', 1));
  const claims = await claimSome(frontier, 's');
  const record = JSON.stringify({ origin: 'http://h.test', text: 'a\nb' });
  const verdict = { state: 'allowAll' } as const;
  await settleAll(frontier, 's', claims, {
    record: null,
    robots: { origin: 'http://h.test', verdict, record },
  });
  const told = (await frontier.readOutcomes('recorder', 10)).filter(({ kind }) => kind !== 'discovered');
  assert.deepEqual(
    told.map(({ id: _, ...entry }) => entry),
    [{ run: 'a', kind: 'robots', record }],
  );
});

rule(
  'robots.txt that was never reached holds the URLs back, and after a day they are given up',
  async (world) => {
    const { frontier, advance } = world;
    await begin(world, makeRun({ policy: { robots: { obey: true } } }), makeUrls('h.test', 5));
    await frontier.renewSession('s', 864_000_000);
    const verdict = { state: 'unreachable', retryAfterMs: null } as const;
    let waited = 0;
    while ((await frontier.sizes('a'))!.counters.waiting > 0) {
      const claims = await claimSome(frontier, 's');
      assert.ok(claims.every(({ kind }) => kind === 'robots'));
      if (claims.length > 0) {
        await settleAll(frontier, 's', claims, { robots: { origin: 'http://h.test', verdict } });
      }
      await advance(600_000);
      waited += 10;
      assert.ok(waited < 4 * 24 * 60);
    }
    assert.ok(waited >= 24 * 60, String(waited));
    assert.equal((await frontier.sizes('a'))?.counters.dead, 5);
  },
);

rule('a Crawl-delay longer than the run’s delay is kept, up to the run’s limit', async (world) => {
  const { frontier, advance } = world;
  const robots = { obey: true, maxCrawlDelayMs: 20_000 };
  await begin(world, makeRun({ policy: { robots } }), makeUrls('h.test', 2));
  await frontier.renewSession('s', 86_400_000);
  const rules = { state: 'rules', body: '', crawlDelayMs: 90_000 } as const;
  const first = await claimSome(frontier, 's');
  await settleAll(frontier, 's', first, {
    startedAfterMs: 0,
    robots: { origin: 'http://h.test', verdict: rules },
  });
  await advance(19_900);
  assert.deepEqual(await claimSome(frontier, 's'), []);
  await advance(101);
  assert.equal((await claimSome(frontier, 's')).length, 1);
});

test('a claim or settle that is overtaken on another connection grants nothing and spoils no answer', async () => {
  const world = await redisWorld();
  const late = await openFrontier({ url: (await testRedis()).url, name: world.name });
  const { frontier } = world;
  try {
    await begin(
      world,
      makeRun(),
      ['a', 'b', 'c'].flatMap((host) => makeUrls(`${host}.test`, 1)),
    );
    // What another connection of the same process sent before: its calls bear lower numbers.
    for (const id of ['c1', 'c2', 'c3']) await frontier.claim('s', id, 1);
    const overtaken = await late.claim('s', 'c0', 3);
    assert.ok(overtaken.state === 'granted' && overtaken.claims.length === 0);
    assert.equal((await frontier.sessions())[0]?.inFlight, 3);
    const again = await frontier.claim('s', 'c3', 1);
    assert.ok(again.state === 'granted' && again.claims.length === 1);
    const items = again.claims.map((claim) => settled(claim));
    await frontier.settle('s', 's1', []);
    const answer = await frontier.settle('s', 's2', items);
    await late.settle('s', 's0', items);
    assert.deepEqual(await frontier.settle('s', 's2', items), answer);
  } finally {
    await late.close();
    await world.close();
  }
});

test('what a claim that was overtaken grants to nobody goes back with the next one', async () => {
  const world = await redisWorld();
  const late = await openFrontier({ url: (await testRedis()).url, name: world.name });
  const { frontier, advance } = world;
  try {
    await begin(world, makeRun(), []);
    for (const id of ['c1', 'c2']) await frontier.claim('s', id, 1);
    await frontier.enqueue(
      'a',
      ['a', 'b', 'c'].flatMap((host) => makeUrls(`${host}.test`, 1)),
    );
    await advance(2000);
    // Held up on its way; the worker has had an answer to this one, sent again, and to later ones: nothing was due.
    const stray = await late.claim('s', 'c0', 3);
    assert.ok(stray.state === 'granted' && stray.claims.length === 3);
    await frontier.claim('s', 'c3', 1);
    const [session] = await frontier.sessions();
    const { inFlight, waiting } = (await frontier.sizes('a'))!.counters;
    assert.deepEqual([session?.inFlight, inFlight, waiting], [0, 0, 3]);
  } finally {
    await late.close();
    await world.close();
  }
});

test('a worker that has nothing to do writes nothing to the append-only file', async () => {
  const server = await ownRedis();
  const redis = openRedis(server.url, 'patient');
  const frontier = await openFrontier(server.url);
  const size = async () => {
    const info = await redis.info('persistence');
    const busy = /aof_rewrite_in_progress:1|aof_rewrite_scheduled:1/.test(info);
    return busy ? null : Number(/aof_current_size:(\d+)/.exec(info)?.[1]);
  };
  try {
    await redis.config('SET', 'appendonly', 'yes');
    await frontier.applyRun(makeRun({ policy: { pace: { mode: 'delay', delayMs: 3_600_000 } } }));
    await frontier.enqueue('a', makeUrls('h.test', 1));
    await frontier.openSession('s', 60_000);
    await frontier.claim('s', 'c', 64);
    let before = await size();
    while (before === null) before = await size();
    for (let i = 0; i < 100; i++) {
      await frontier.claim('s', `c${i}`, 64);
      assert.deepEqual(await frontier.renewSession('s', 60_000), { lost: false });
    }
    assert.equal(await size(), before);
    await frontier.sweep();
    assert.ok((await size())! > before, 'somebody who watches over it writes the clock');
  } finally {
    redis.disconnect();
    await frontier.close();
    await server.stop();
  }
});

rule('no back-off is longer than a day, whatever the host asks for', async (world) => {
  const { frontier, now } = world;
  await begin(world, makeRun(), makeUrls('h.test', 2));
  const hostSignal = { kind: 'throttled', retryAfterMs: 400 * 86_400_000 } as const;
  const next = { do: 'retry', delayMs: 1000 } as const;
  await settleAll(frontier, 's', await claimSome(frontier, 's'), { hostSignal, next, outcome: 'throttled' });
  const host = (await frontier.inspectUrl('a', { url: 'http://h.test/1' }))?.host;
  assert.ok(host && host.backoffUntil > now() && host.backoffUntil <= now() + 86_400_000);
});
