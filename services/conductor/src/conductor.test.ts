import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createFrontier } from '@trunkline/frontier';
import { openRedis } from '@trunkline/redis';
import { ownRedis } from '@trunkline/test-support';
import { startConductor, until } from './conductor.fixture.ts';
import { fakeWorker, pageUrl, startedRun } from './world-for-tests.ts';

test('a run goes from its seeds to done, and every page has one row, though conductors are killed', async (t) => {
  const size = 3000;
  const redis = await ownRedis();
  const world = await startedRun({ seeds: [pageUrl(0)] });
  const env = { REDIS_URL: redis.url, DATABASE_URL: world.databaseUrl };
  const frontier = createFrontier(redis.url);
  t.after(() => Promise.all([frontier.close(), world.database.close()]));

  const steady = await startConductor(env);
  const worker = fakeWorker(frontier, { size });
  for (const settled of [50, 500, 1200]) {
    const victim = await startConductor(env);
    await until(
      async () => worker.settled(),
      (n) => n >= settled,
    );
    await victim.end('SIGKILL');
  }
  const row = await until(world.row, ({ state }) => state === 'done');
  await worker.stop();

  const retried = Math.ceil((size - 6) / 7);
  const { pages, states, visits, captures } = await world.rows();
  assert.deepEqual([pages.length, captures.length, visits.length], [size, size, size + retried]);
  assert.equal(new Set(captures.map(({ url }) => url)).size, size);
  assert.equal(row.recorded, size);
  assert.equal(row.counters!.accepted, size);
  assert.equal(row.counters!.finished, size);
  assert.equal(pages.filter((page) => page.discoveredFrom === null).length, 1);
  assert.equal(states.length, size);
  assert.ok(states.every((page) => page.lastStatus === 200 && page.lastOutcome === 'fetched'));

  // What Redis held of the run is gone some seconds later, and the conductor stops when it is told to.
  await until(world.row, ({ releasedAt }) => releasedAt !== null);
  const look = openRedis(redis.url, 'patient');
  const named = (await look.keys('*')).filter((key) => key.includes(`:${world.run.short}`));
  const ages = await Promise.all(named.map((key) => look.ttl(key)));
  const left = named.filter((_, at) => ages[at]! < 0 || ages[at]! > 900); // the log of its events goes by itself
  look.disconnect();
  assert.deepEqual(left, []);
  assert.equal(await steady.end('SIGTERM'), 0);
});

test('a conductor that is stopped with outcomes in its hands holds nobody up, and when it goes on it changes nothing that others did', async (t) => {
  const size = 1500;
  const redis = await ownRedis();
  const world = await startedRun({ seeds: [pageUrl(0)] });
  const env = { REDIS_URL: redis.url, DATABASE_URL: world.databaseUrl };
  const frontier = createFrontier(redis.url);
  const look = openRedis(redis.url, 'patient');
  t.after(() => Promise.all([frontier.close(), world.database.close(), look.quit()]));
  const stopped = await startConductor(env);
  const worker = fakeWorker(frontier, { size });
  for (;;) {
    await until(
      () => stopped.inHand(look),
      (entries) => entries > 0,
    );
    stopped.signal('SIGSTOP');
    if ((await stopped.inHand(look)) > 0) break; // it was about to acknowledge them
    stopped.signal('SIGCONT');
  }
  const other = await startConductor(env);
  // Its leases are over, its transaction is ended, its consumer's entries are taken over.
  const row = await until(world.row, ({ state }) => state === 'done');
  await worker.stop();
  const { captures, pages, visits } = await world.rows();
  assert.deepEqual([captures.length, pages.length, row.recorded], [size, size, size]);
  stopped.signal('SIGCONT');
  await until(world.row, ({ releasedAt }) => releasedAt !== null);
  await until(
    () => stopped.inHand(look),
    (entries) => entries === 0,
  );
  assert.equal(await other.end('SIGTERM'), 0);
  assert.equal(await stopped.end('SIGTERM'), 0);
  const after = await world.row();
  assert.deepEqual([after.state, after.recorded, after.counters], ['done', size, row.counters]);
  assert.equal((await world.rows()).visits.length, visits.length);
});

test('duties outlive an absence of Redis', async (t) => {
  const size = 600;
  const redis = await ownRedis();
  const world = await startedRun({ seeds: [pageUrl(0)] });
  const frontier = createFrontier(redis.url);
  t.after(() => Promise.all([frontier.close(), world.database.close()]));
  const conductor = await startConductor({ REDIS_URL: redis.url, DATABASE_URL: world.databaseUrl });
  const first = fakeWorker(frontier, { size });
  await until(
    async () => first.settled(),
    (n) => n >= 100,
  );
  await first.stop();
  await redis.stop();
  await redis.restart();
  await until(
    () => frontier.sizes(world.run.short).catch(() => null),
    (sizes) => sizes !== null,
  );
  const second = fakeWorker(frontier, { size });
  await until(world.row, ({ state }) => state === 'done');
  await second.stop();
  const { captures } = await world.rows();
  assert.equal(captures.length, size);
  assert.equal(await conductor.end('SIGTERM'), 0);
});

test('connections to Postgres that break in the middle of batches lose nothing and double nothing', async (t) => {
  const size = 1500;
  const redis = await ownRedis();
  const world = await startedRun({ seeds: [pageUrl(0)] });
  const frontier = createFrontier(redis.url);
  t.after(() => Promise.all([frontier.close(), world.database.close()]));
  const conductor = await startConductor({ REDIS_URL: redis.url, DATABASE_URL: world.databaseUrl });
  const worker = fakeWorker(frontier, { size });
  let broken = 0;
  let row = await world.row();
  while (row.state !== 'done') {
    if (broken < 12 && worker.settled() > broken * 100) {
      const { rowCount } = await world.database.pool.query(
        `select pg_terminate_backend(pid) from pg_stat_activity
         where datname = current_database() and pid <> pg_backend_pid()`,
      );
      broken += rowCount ?? 0;
    }
    row = await world.row();
  }
  await worker.stop();
  assert.ok(broken >= 12);
  const { captures, pages } = await world.rows();
  assert.deepEqual([captures.length, pages.length, row.recorded], [size, size, size]);
  assert.equal(await conductor.end('SIGTERM'), 0);
});
