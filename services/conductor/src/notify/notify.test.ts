import assert from 'node:assert/strict';
import { createHmac } from 'node:crypto';
import { once } from 'node:events';
import { createServer } from 'node:http';
import { type AddressInfo, createServer as createTcpServer, type Socket } from 'node:net';
import { text } from 'node:stream/consumers';
import { test } from 'node:test';
import {
  projects,
  publicId,
  runs,
  type WebhookEvent,
  webhookDeliveries,
  webhooks,
} from '@trunkline/database';
import { createLogger, createSealer, newSecretKey } from '@trunkline/service';
import { startDns } from '@trunkline/test-support';
import { eq } from 'drizzle-orm';
import { startedRun } from '../world-for-tests.ts';
import { createDeliver } from './deliver.ts';
import { createFindEvents } from './find-events.ts';

type Received = { headers: Record<string, unknown>; body: string };

async function receiver(status: () => number | Promise<number>) {
  const received: Received[] = [];
  const server = createServer(async (request, response) => {
    received.push({ headers: request.headers, body: await text(request) });
    response.writeHead(await status(), { location: 'http://elsewhere.test/' }).end();
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  return { url: `http://127.0.0.1:${port}/hook`, received, close: async () => void server.close() };
}

async function world(webhook: { url: string; allowPrivateNetworks?: boolean }, nameServers: string[] = []) {
  const { db, database, run } = await startedRun({ seeds: ['http://a.test/'] });
  const [project] = await db.select().from(projects);
  const events: WebhookEvent[] = ['run.started', 'run.done'];
  await db.insert(webhooks).values({
    ...{ projectId: project!.id, events, secret: 's3cret', allowPrivateNetworks: true, ...webhook },
    createdAt: new Date(Date.now() - 60_000),
  });
  let ahead = 0;
  const log = createLogger('test', 'silent');
  const sealer = createSealer(newSecretKey());
  const conductor = () => createDeliver({ db, log, sealer, nameServers, now: () => Date.now() + ahead });
  const work = conductor();
  return {
    ...{ db, database, run, find: createFindEvents(db) },
    ...{ log, work, conductor },
    /** One pass, and what it sent. */
    async deliver() {
      await work();
      await work.end();
    },
    later(ms: number) {
      ahead += ms;
    },
    deliveries: () => db.select().from(webhookDeliveries).orderBy(webhookDeliveries.id),
  };
}

test('what happens to a run is delivered once, signed over time and body', async (t) => {
  const hook = await receiver(() => 204);
  const { db, database, run, find, deliver, deliveries } = await world(hook);
  t.after(() => Promise.all([database.close(), hook.close()]));
  await db
    .update(runs)
    .set({ state: 'done', startedAt: new Date(), finishedAt: new Date(), counters: { fetched: 3 } });
  await Promise.all([find(), find()]);
  await find();
  await Promise.all([deliver(), deliver()]);
  assert.equal(hook.received.length, 1);
  const { headers, body } = hook.received[0]!;
  const [, seconds, mac] = /^t=(\d+),v1=([0-9a-f]{64})$/.exec(String(headers['trunkline-signature'])) ?? [];
  assert.equal(mac, createHmac('sha256', 's3cret').update(`${seconds}.${body}`).digest('hex'));
  const said = JSON.parse(body);
  assert.deepEqual(
    [said.event, said.run.id, said.run.counters.fetched],
    ['run.done', publicId('run', run.id), 3],
  );
  const [row] = await deliveries();
  assert.deepEqual([row!.state, row!.status, row!.attempts], ['delivered', 204, 1]);
});

test('what fails is tried again, ever later, until it has failed for good; a redirect is a failure', async (t) => {
  const hook = await receiver(() => 302);
  const { db, database, find, deliver, later, deliveries } = await world(hook);
  t.after(() => Promise.all([database.close(), hook.close()]));
  await db.update(runs).set({ startedAt: new Date() });
  await find();
  await deliver();
  await deliver();
  assert.equal(hook.received.length, 1, 'not before its time');
  for (let n = 0; n < 10; n++) {
    later(86_400_000);
    await deliver();
  }
  assert.equal(hook.received.length, 8);
  const [row] = await deliveries();
  assert.deepEqual([row!.state, row!.error, row!.nextAt], ['failed', 'answered with status 302', null]);
});

test('an address that is not public is not connected to, by number or by name', async (t) => {
  const hook = await receiver(() => 200);
  const { db, database, find, deliver, deliveries } = await world({
    url: hook.url,
    allowPrivateNetworks: false,
  });
  t.after(() => Promise.all([database.close(), hook.close()]));
  await db.update(runs).set({ startedAt: new Date() });
  await find();
  await deliver();
  await db.update(webhooks).set({ url: hook.url.replace('127.0.0.1', 'localhost') });
  await db
    .update(webhookDeliveries)
    .set({ nextAt: new Date(0) })
    .where(eq(webhookDeliveries.state, 'pending'));
  await deliver();
  assert.equal(hook.received.length, 0);
  const [row] = await deliveries();
  assert.equal(row!.attempts, 2);
  assert.match(row!.error!, /localhost is no public address/);
});

test('a conductor whose lease was over before the answer came does not take back what another has delivered', async (t) => {
  const late = Promise.withResolvers<number>();
  const asked = Promise.withResolvers<void>();
  const hook = await receiver(() => {
    if (hook.received.length > 1) return 204;
    asked.resolve();
    return late.promise;
  });
  const { db, database, find, deliver, conductor, later, deliveries } = await world(hook);
  t.after(() => Promise.all([database.close(), hook.close()]));
  await db.update(runs).set({ startedAt: new Date() });
  await find();
  const stale = deliver();
  await asked.promise;
  later(61_000);
  const other = conductor();
  await other();
  await other.end();
  late.resolve(503);
  await stale;
  const [row] = await deliveries();
  assert.deepEqual([row!.state, row!.status, row!.attempts], ['delivered', 204, 2]);
});

test('receivers that never answer, however many a project has, hold up nothing of another project and no more than its places', async (t) => {
  const [open, full] = [[] as Socket[], Promise.withResolvers<void>()];
  const tarpit = createTcpServer((socket) => {
    socket.on('error', () => undefined);
    if (open.push(socket) === 8) full.resolve();
  });
  tarpit.listen(0, '127.0.0.1');
  await once(tarpit, 'listening');
  const { port } = tarpit.address() as AddressInfo;
  const hook = await receiver(() => 204);
  const { db, database, find, work } = await world({ url: `http://127.0.0.1:${port}/` });
  t.after(async () => {
    for (const socket of open) socket.destroy();
    tarpit.close();
    await work.end();
    await Promise.all([database.close(), hook.close()]);
  });
  const [tarpits] = await db.select().from(webhooks);
  const { id: _id, ...same } = tarpits!;
  await db.insert(webhooks).values(Array.from({ length: 299 }, () => same));
  await db.update(runs).set({ startedAt: new Date() });
  while (await find());
  assert.equal(await db.$count(webhookDeliveries), 300);

  await work();
  await full.promise;
  const [neighbour] = await db.insert(projects).values({ name: 'neighbour' }).returning();
  const [theirs] = await db
    .insert(webhooks)
    .values({ ...same, projectId: neighbour!.id, url: hook.url })
    .returning();
  await db
    .insert(webhookDeliveries)
    .values(
      Array.from({ length: 5 }, () => ({ webhookId: theirs!.id, event: 'run.done' as const, payload: {} })),
    );
  while (hook.received.length < 5) await work();
  assert.equal(open.length, 8, 'each place of the project is held by one that does not answer');
  const states = await db.select().from(webhookDeliveries).where(eq(webhookDeliveries.webhookId, theirs!.id));
  assert.ok(states.every(({ attempts }) => attempts === 1));
});

test('one webhook has two deliveries on their way at most, and the next one as soon as one is answered', async (t) => {
  const answers: (() => void)[] = [];
  const arrived: (() => void)[] = [];
  let now = 0;
  let most = 0;
  const hook = await receiver(async () => {
    most = Math.max(most, ++now);
    await new Promise<void>((resolve) => {
      answers.push(resolve);
      arrived.shift()?.();
    });
    now--;
    return 204;
  });
  const { db, database, work } = await world(hook);
  t.after(() => Promise.all([database.close(), hook.close()]));
  const [webhook] = await db.select().from(webhooks);
  await db
    .insert(webhookDeliveries)
    .values(
      Array.from({ length: 6 }, () => ({ webhookId: webhook!.id, event: 'run.done' as const, payload: {} })),
    );
  const passes = (async () => {
    while (await work());
  })();
  for (let answered = 0; answered < 6; answered++) {
    while (answers.length < Math.min(answered + 2, 6))
      await new Promise<void>((resolve) => arrived.push(resolve));
    answers[answered]!();
  }
  await passes;
  assert.deepEqual([hook.received.length, most], [6, 2]);
});

test('secrets kept in clear by an older version are sealed, and sign as before; without the key nothing is sent, and it is said why', async (t) => {
  const hook = await receiver(() => 204);
  const { db, database, find, deliver, deliveries, log, later } = await world(hook);
  t.after(() => Promise.all([database.close(), hook.close()]));
  await db.update(runs).set({ startedAt: new Date() });
  await find();
  await deliver();
  const [{ secret } = { secret: '' }] = await db.select().from(webhooks);
  assert.ok(!secret.includes('s3cret'));
  const { headers, body } = hook.received[0]!;
  const [, seconds, mac] = /^t=(\d+),v1=([0-9a-f]{64})$/.exec(String(headers['trunkline-signature'])) ?? [];
  assert.equal(mac, createHmac('sha256', 's3cret').update(`${seconds}.${body}`).digest('hex'));

  const [webhook] = await db.select().from(webhooks);
  await db.insert(webhookDeliveries).values({ webhookId: webhook!.id, event: 'run.done', payload: {} });
  const keyless = createDeliver({ db, log, sealer: null });
  await keyless();
  await keyless.end();
  const [, kept] = await deliveries();
  assert.match(kept!.error!, /without the TRUNKLINE_SECRET_KEY/);
  later(86_400_000);
  await deliver();
  assert.deepEqual([hook.received.length, (await deliveries())[1]!.state], [2, 'delivered']);
});

test('names that nobody answers for keep no webhook with another name waiting, however many there are', async (t) => {
  const hook = await receiver(() => 204);
  const port = new URL(hook.url).port;
  const nameServer = await startDns((name) => (name.endsWith('tar.test') ? null : {}));
  const { db, database, work } = await world({ url: `http://h0.tar.test:${port}/` }, [nameServer]);
  t.after(async () => {
    await work.end();
    await Promise.all([database.close(), hook.close()]);
  });
  const [{ id: _id, ...same } = {} as never] = await db.select().from(webhooks);
  const mute = Array.from({ length: 20 }, (_, n) => ({ ...same, url: `http://h${n}.tar.test:${port}/` }));
  const [neighbour] = await db.insert(projects).values({ name: 'neighbour' }).returning();
  const theirs = { ...same, projectId: neighbour!.id, url: `http://n.good.test:${port}/hook` };
  const all = await db
    .insert(webhooks)
    .values([...mute, theirs])
    .returning();
  await db
    .insert(webhookDeliveries)
    .values(all.map(({ id }) => ({ webhookId: id, event: 'run.done' as const, payload: {} })));
  while (hook.received.length < 1) await work();
  const states = await db.select().from(webhookDeliveries);
  assert.ok(
    states.filter(({ state }) => state === 'pending').length >= 20,
    'the others wait for their names',
  );
});

for (const [what, hold, release] of [
  ['webhook is disabled', 'update webhooks set enabled = false', 'update webhooks set enabled = true'],
  [
    'project is suspended',
    'update projects set suspended_at = now()',
    'update projects set suspended_at = null',
  ],
] as const)
  test(`while its ${what} a delivery waits, says so, and is sent afterwards`, async (t) => {
    const hook = await receiver(() => 204);
    const { db, database, find, deliver, later, deliveries } = await world(hook);
    t.after(() => Promise.all([database.close(), hook.close()]));
    await db.update(runs).set({ startedAt: new Date() });
    await find();
    await db.execute(hold);
    await deliver();
    later(3_600_000);
    await deliver();
    const [row] = await deliveries();
    assert.deepEqual([hook.received.length, row!.state, row!.attempts], [0, 'pending', 0]);
    assert.match(row!.error!, new RegExp(`^waits: the ${what}`));
    await db.execute(release);
    later(60_000);
    await deliver();
    const [sent] = await deliveries();
    assert.deepEqual([hook.received.length, sent!.state, sent!.error], [1, 'delivered', null]);
  });

for (const [what, removal] of [
  ['webhook', 'update webhooks set removed_at = now()'],
  ['project', 'update projects set deleted_at = now()'],
] as const)
  test(`when its ${what} was deleted a delivery that waits ends, with the reason, and is never sent`, async (t) => {
    const hook = await receiver(() => 204);
    const { db, database, find, deliver, later, deliveries } = await world(hook);
    t.after(() => Promise.all([database.close(), hook.close()]));
    await db.update(runs).set({ startedAt: new Date() });
    await find();
    await db.execute(removal);
    for (const _ of [1, 2]) {
      await deliver();
      later(86_400_000);
    }
    const [row] = await deliveries();
    assert.deepEqual([hook.received.length, row!.state, row!.nextAt], [0, 'failed', null]);
    assert.equal(row!.error, `not sent: the ${what} was deleted`);
    assert.ok(row!.finishedAt);
  });
