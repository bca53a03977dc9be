import assert from 'node:assert/strict';
import { begin, claimSome, makeRun, makeUrls, paths, settleAll } from '../../testing/make.ts';
import { rule } from '../../testing/rule.ts';

const rate = (perSecond: number, concurrency: number) => ({
  pace: { mode: 'rate' as const, perSecond, concurrency },
});

rule('a host is asked once per delay, the next start a full delay after the last', async (world) => {
  const { frontier, advance } = world;
  await begin(world, makeRun(), makeUrls('h.test', 3));
  const first = await claimSome(frontier, 's');
  assert.deepEqual(paths(first), ['0']);
  await advance(300);
  await settleAll(frontier, 's', first, { startedAfterMs: 250 });
  await advance(929);
  assert.deepEqual(await claimSome(frontier, 's'), []);
  await advance(2);
  const [second] = await claimSome(frontier, 's');
  // Asked 250 ms (and the fraction of one) after the claim at 1,000: due at 2,251.
  assert.equal(second?.startInMs, 20);
});

rule('a host with a URL in flight is not asked again, however long that takes', async (world) => {
  const { frontier, advance } = world;
  await begin(world, makeRun(), makeUrls('h.test', 2));
  const first = await claimSome(frontier, 's');
  await advance(5000);
  assert.deepEqual(await claimSome(frontier, 's'), []);
  await settleAll(frontier, 's', first, { startedAfterMs: 10 });
  assert.deepEqual(paths(await claimSome(frontier, 's')), ['1']);
});

rule('under a rate, starts are spaced and reach at most half a second ahead', async (world) => {
  const { frontier } = world;
  await begin(world, makeRun({ policy: rate(10, 20) }), makeUrls('h.test', 20));
  const starts = (await claimSome(frontier, 's', 20)).map(({ startInMs }) => startInMs);
  assert.deepEqual(starts, [0, 100, 200, 300, 400, 500]);
});

rule('under a rate, no more are in flight than the concurrency', async (world) => {
  const { frontier, advance } = world;
  await begin(world, makeRun({ policy: rate(10_000, 3) }), makeUrls('h.test', 20));
  const first = await claimSome(frontier, 's', 20);
  assert.equal(first.length, 3);
  await advance(1000);
  assert.equal((await claimSome(frontier, 's', 20)).length, 0);
  await settleAll(frontier, 's', first.slice(0, 2));
  assert.equal((await claimSome(frontier, 's', 20)).length, 2);
});

rule('while URLs of a host are out, further ones go only to the session that holds those', async (world) => {
  const { frontier, advance } = world;
  await begin(world, makeRun({ policy: rate(10, 8) }), makeUrls('h.test', 30));
  await frontier.openSession('other', 60_000);
  const own = await claimSome(frontier, 's', 2);
  assert.equal(own.length, 2);
  for (let i = 0; i < 4; i++) {
    await advance(250);
    assert.deepEqual(await claimSome(frontier, 'other', 2), []);
  }
  await settleAll(frontier, 's', own.slice(0, 1));
  assert.deepEqual(await claimSome(frontier, 'other', 2), []);
  // The other has put it aside; what comes back brings it back, for the session that holds the rest.
  await settleAll(frontier, 's', own.slice(1));
  const theirs = await claimSome(frontier, 'other', 2);
  assert.equal(theirs.length, 2);
  await advance(250);
  assert.deepEqual(await claimSome(frontier, 's', 2), []);
  await settleAll(frontier, 'other', theirs.slice(0, 1));
  assert.equal((await claimSome(frontier, 'other', 2)).length, 2);
});

rule(
  'robots.txt is claimed before any URL of its origin, and the next start is a delay later',
  async (world) => {
    const { frontier, advance } = world;
    const urls = [...makeUrls('h.test', 1), { url: 'https://h.test/s', depth: 0, hops: 0 }];
    await begin(world, makeRun({ policy: { robots: { obey: true } } }), urls);
    const seen: string[] = [];
    for (let i = 0; i < 4; i++) {
      const claims = await claimSome(frontier, 's');
      seen.push(...claims.map(({ url }) => url));
      await settleAll(frontier, 's', claims, { startedAfterMs: 0 });
      assert.deepEqual(await claimSome(frontier, 's'), []);
      await advance(1001);
    }
    assert.deepEqual(seen, [
      'http://h.test/robots.txt',
      'https://h.test/robots.txt',
      'http://h.test/0',
      'https://h.test/s',
    ]);
  },
);

rule('while a robots.txt is out nothing else of the host is handed out', async (world) => {
  const { frontier, advance } = world;
  await begin(world, makeRun({ policy: { ...rate(100, 8), robots: { obey: true } } }), makeUrls('h.test', 5));
  assert.equal((await claimSome(frontier, 's'))[0]?.kind, 'robots');
  await advance(1000);
  assert.deepEqual(await claimSome(frontier, 's'), []);
});

rule('the same claim id is answered with what is still in flight', async (world) => {
  const { frontier } = world;
  await begin(world, makeRun(), [...makeUrls('a.test', 1), ...makeUrls('b.test', 1)]);
  const first = await frontier.claim('s', 'once', 10);
  const again = await frontier.claim('s', 'once', 10);
  assert.ok(first.state === 'granted' && again.state === 'granted');
  assert.deepEqual(again.claims, first.claims);
  await settleAll(frontier, 's', first.claims.slice(0, 1));
  const third = await frontier.claim('s', 'once', 10);
  assert.ok(third.state === 'granted');
  assert.deepEqual(third.claims, first.claims.slice(1));
});

rule('claims answered again after their starts have passed are spaced anew', async (world) => {
  const { frontier, advance } = world;
  await begin(world, makeRun({ policy: rate(10, 20) }), makeUrls('h.test', 20));
  await frontier.claim('s', 'late', 20);
  await advance(5000);
  const again = await frontier.claim('s', 'late', 20);
  assert.ok(again.state === 'granted');
  assert.deepEqual(
    again.claims.map(({ startInMs }) => startInMs),
    [0, 100, 200, 300, 400, 500],
  );
});

rule('a session whose lease has passed is lost', async (world) => {
  const { frontier, advance } = world;
  await begin(world, makeRun(), makeUrls('h.test', 1));
  await advance(10_000);
  assert.deepEqual(await frontier.claim('s', 'x', 1), { state: 'lost' });
  assert.deepEqual(await frontier.claim('never opened', 'x', 1), { state: 'lost' });
});

rule('runs share the claims by weight', async (world) => {
  const { frontier } = world;
  const policy = { pace: { mode: 'delay' as const, delayMs: 0 } };
  for (const [run, weight] of [
    ['a', 1],
    ['b', 3],
  ] as const) {
    await frontier.applyRun(makeRun({ run, weight, policy }));
    for (let host = 0; host < 200; host++) await frontier.enqueue(run, makeUrls(`${run}${host}.test`, 5));
  }
  await frontier.openSession('s', 10_000);
  const count = { a: 0, b: 0 };
  for (let i = 0; i < 20; i++) {
    const claims = await claimSome(frontier, 's', 20);
    for (const { run } of claims) count[run as 'a' | 'b']++;
    await settleAll(frontier, 's', claims);
  }
  assert.equal(count.a + count.b, 400);
  assert.ok(Math.abs(count.b / count.a - 3) < 0.3, JSON.stringify(count));
});

rule('a run that comes late is not paid for the time it was away', async (world) => {
  const { frontier } = world;
  const policy = { pace: { mode: 'delay' as const, delayMs: 0 } };
  const fill = async (run: string) => {
    await frontier.applyRun(makeRun({ run, policy }));
    for (let host = 0; host < 100; host++) await frontier.enqueue(run, makeUrls(`${run}${host}.test`, 5));
  };
  await frontier.openSession('s', 10_000);
  await fill('old');
  for (let i = 0; i < 10; i++) await settleAll(frontier, 's', await claimSome(frontier, 's', 20));
  await fill('late');
  const count = { old: 0, late: 0 };
  for (let i = 0; i < 10; i++) {
    const claims = await claimSome(frontier, 's', 16);
    for (const { run } of claims) count[run as 'old' | 'late']++;
    await settleAll(frontier, 's', claims);
  }
  assert.ok(Math.abs(count.late - count.old) <= 16, JSON.stringify(count));
});

rule('two runs at one host take turns, at one pace', async (world) => {
  const { frontier, advance } = world;
  await frontier.applyRun(makeRun({ run: 'a' }));
  await frontier.applyRun(makeRun({ run: 'b' }));
  await frontier.enqueue('a', makeUrls('h.test', 50));
  await frontier.enqueue('b', makeUrls('h.test', 50));
  await frontier.openSession('s', 100_000);
  const order: string[] = [];
  for (let i = 0; i < 220; i++) {
    await advance(100);
    const claims = await claimSome(frontier, 's');
    order.push(...claims.map(({ run }) => run));
    await settleAll(frontier, 's', claims);
  }
  // 22 s at one start a second (a start may be booked 20 ms ahead); a turn may be waited for.
  assert.ok(order.length >= 18 && order.length <= 22, String(order.length));
  const a = order.filter((run) => run === 'a').length;
  assert.ok(Math.abs(a - order.length / 2) <= 1, order.join(''));
});

rule(
  'no more pages are handed out than the budget, and a URL that brought none gives its share back',
  async (world) => {
    const { frontier, advance } = world;
    await begin(
      world,
      makeRun({ maxPages: 2 }),
      ['a', 'b', 'c', 'd'].flatMap((host) => makeUrls(`${host}.test`, 1)),
    );
    const first = await claimSome(frontier, 's');
    assert.equal(first.length, 2);
    await settleAll(frontier, 's', first.slice(0, 1), { outcome: 'redirected' });
    await advance(100);
    const second = await claimSome(frontier, 's');
    assert.equal(second.length, 1);
    assert.equal((await frontier.sizes('a'))?.exhausted, false);
    await settleAll(frontier, 's', [...first.slice(1), ...second]);
    assert.deepEqual(await claimSome(frontier, 's'), []);
    assert.equal((await frontier.sizes('a'))?.exhausted, true);
  },
);

rule('a host brings a run no more pages than its budget; the rest is given up', async (world) => {
  const { frontier, advance } = world;
  await begin(world, makeRun({ policy: { maxPagesPerHost: 2 } }), makeUrls('h.test', 5));
  for (let i = 0; i < 3; i++) {
    await settleAll(frontier, 's', await claimSome(frontier, 's'), { startedAfterMs: 0 });
    await advance(1001);
  }
  const sizes = await frontier.sizes('a');
  assert.deepEqual([sizes?.counters.fetched, sizes?.counters.dead, sizes?.counters.finished], [2, 3, 5]);
});

rule(
  'a run has no more URLs in flight than it may, whatever its hosts allow, and goes on as they come back',
  async (world) => {
    const { frontier, advance } = world;
    const policy = { pace: { mode: 'rate', perSecond: 1000, concurrency: 8 } } as const;
    await begin(world, makeRun({ policy, maxInFlight: 5 }), [
      ...makeUrls('h.test', 6),
      ...makeUrls('i.test', 6),
      ...makeUrls('j.test', 1),
    ]);
    const first = await claimSome(frontier, 's', 64);
    assert.equal(first.length, 5);
    await advance(100);
    assert.deepEqual(await claimSome(frontier, 's', 64), []);
    await settleAll(frontier, 's', first.slice(0, 2));
    await advance(20);
    assert.equal((await claimSome(frontier, 's', 64)).length, 2);
    await frontier.applyRun(makeRun({ policy, version: 2 }));
    await advance(100);
    assert.equal((await claimSome(frontier, 's', 64)).length, 6);
  },
);

rule('a plain run of many hosts keeps to it as well', async (world) => {
  const { frontier } = world;
  await begin(
    world,
    makeRun({ maxInFlight: 3 }),
    [1, 2, 3, 4, 5, 6].flatMap((n) => makeUrls(`h${n}.test`, 2)),
  );
  assert.equal((await claimSome(frontier, 's', 64)).length, 3);
});

rule('nothing is handed out outside the windows of the week', async (world) => {
  const { frontier, now, advance } = world;
  const minute = Math.floor(now() / 60_000 + 4320) % 10_080;
  const windows = [{ opens: (minute + 60) % 10_080, closes: (minute + 120) % 10_080 || 10_080 }];
  await begin(world, makeRun({ policy: { windows } }), makeUrls('h.test', 3));
  assert.deepEqual(await claimSome(frontier, 's'), []);
  await frontier.renewSession('s', 10_000_000);
  await advance(3_600_000);
  const claims = await claimSome(frontier, 's');
  assert.equal(claims.length, 1);
  await settleAll(frontier, 's', claims);
  await advance(3_600_000);
  assert.deepEqual(await claimSome(frontier, 's'), []);
});

rule('a clock that jumps back makes nobody early and nobody wait', async (world) => {
  const { frontier, advance } = world;
  await begin(world, makeRun(), makeUrls('h.test', 2));
  await settleAll(frontier, 's', await claimSome(frontier, 's'), { startedAfterMs: 0 });
  await advance(-3_600_000);
  await advance(900);
  assert.deepEqual(await claimSome(frontier, 's'), []);
  await advance(1000);
  assert.equal((await claimSome(frontier, 's')).length, 1);
});

rule('an empty claim says when to come back', async (world) => {
  const { frontier, advance } = world;
  await begin(world, makeRun(), makeUrls('h.test', 2));
  await settleAll(frontier, 's', await claimSome(frontier, 's'), { startedAfterMs: 0 });
  await advance(950);
  const reply = await frontier.claim('s', 'empty', 10);
  assert.ok(reply.state === 'granted');
  assert.equal(reply.nextDueMs, 31);
});
