import assert from 'node:assert/strict';
import { createHmac } from 'node:crypto';
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
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
import { createLogger } from '@trunkline/service';
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

async function world(webhook: { url: string; allowPrivateNetworks?: boolean }) {
  const { db, database, run } = await startedRun({ seeds: ['http://a.test/'] });
  const [project] = await db.select().from(projects);
  const events: WebhookEvent[] = ['run.started', 'run.done'];
  await db.insert(webhooks).values({
    ...{ projectId: project!.id, events, secret: 's3cret', allowPrivateNetworks: true, ...webhook },
    createdAt: new Date(Date.now() - 60_000),
  });
  let ahead = 0;
  const log = createLogger('test', 'silent');
  return {
    ...{ db, database, run, find: createFindEvents(db) },
    deliver: createDeliver({ db, log, now: () => Date.now() + ahead }),
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
  const { db, database, find, deliver, later, deliveries } = await world(hook);
  t.after(() => Promise.all([database.close(), hook.close()]));
  await db.update(runs).set({ startedAt: new Date() });
  await find();
  const stale = deliver();
  await asked.promise;
  later(61_000);
  await deliver();
  late.resolve(503);
  await stale;
  const [row] = await deliveries();
  assert.deepEqual([row!.state, row!.status, row!.attempts], ['delivered', 204, 2]);
});
