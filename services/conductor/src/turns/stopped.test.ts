import assert from 'node:assert/strict';
import { createServer, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { after, test } from 'node:test';
import { applyRun, moveRun } from '@trunkline/control';
import {
  apiKeys,
  auditLog,
  bulkOperations,
  createRunPartitions,
  type Database,
  hostPauses,
  hostRules,
  jobSeeds,
  jobs,
  openDatabase,
  projects,
  runOperations,
  runs,
  schedules,
  shortRun,
  type Transaction,
  usage,
  type WebhookEvent,
  webhookDeliveries,
  webhooks,
} from '@trunkline/database';
import { createFrontier } from '@trunkline/frontier';
import { ownRedis } from '@trunkline/test-support';
import { eq, sql } from 'drizzle-orm';
import { startConductor, until } from '../conductor.fixture.ts';
import { startedRun } from '../world-for-tests.ts';

/*
 * Two conductors. Of each duty one is stopped (SIGSTOP) where it has read what it is to work with, or in the middle of writing; the
 * other does the work, and the world goes on; then the first goes on too, with its old picture, and comes round to that duty again.
 * What took its time is moved back in the tables: leases that are over, transactions that Postgres has ended (main.ts, IDLE_MS).
 *
 * The recorder is stopped with outcomes in its hands in conductor.test.ts; a retry in bulk/ask-again.test.ts; retention, of which a
 * pass comes once a minute, in retain/retain-runs.test.ts; what index writes names what it was read with, and a
 * sweep is one call.
 */
const bus = { publish: async () => true };
const [made, redis] = await Promise.all([startedRun({ seeds: ['http://first.test/'] }), ownRedis()]);
const { db } = made;
const frontier = createFrontier(redis.url);
const locker = openDatabase(made.databaseUrl, { max: 1 });
after(() => Promise.all([frontier.close(), made.database.close(), locker.close()]));

const start = (name: string) => {
  const url = new URL(made.databaseUrl);
  url.searchParams.set('application_name', name);
  return startConductor({ REDIS_URL: redis.url, DATABASE_URL: url.href });
};
const conductors = { a: await start('a'), b: await start('b') };
type Name = keyof typeof conductors;

const count = async (from: ReturnType<typeof sql>) =>
  (await db.execute<{ n: number }>(sql`select count(*)::int as n from ${from}`)).rows[0]!.n;

/** What a stopped process has asked of Postgres is answered, and a transaction that it leaves open is ended. */
async function endTransactions(name: Name) {
  const own = sql`pg_stat_activity where application_name = ${name}`;
  const busy = sql`${own} and state = 'active'`;
  do {
    await until(
      () => count(busy),
      (n) => n === 0,
    );
    await db.execute(sql`select pg_terminate_backend(pid) from ${own} and state like 'idle in transaction%'`);
  } while ((await count(sql`${own} and state <> 'idle'`)) > 0);
}

/** Holds a table until so many duties of a wait for it; what is done to the table meanwhile they find when it is let go. */
async function stuck(table: string, many: number, then: (tx: Transaction) => Promise<unknown>) {
  const waiting = sql`pg_locks l join pg_stat_activity s using (pid) where not l.granted and l.relation = ${table}::regclass
    and s.application_name = 'a'`;
  await locker.db.transaction(async (tx) => {
    await tx.execute(sql.raw(`lock table ${table} in access exclusive mode`));
    await then(tx);
    await until(
      () => count(waiting),
      (n) => n >= many,
    );
    if (table !== round) conductors.a.signal('SIGSTOP');
  });
}
/** Which table is held to see that a comes round, while that is looked for. */
let round: string | null = null;

type Case = {
  /** What a waits for when it is stopped, and how many of its duties do; null: for what `arrange` resolves with. */
  table: string | null;
  many?: number;
  /** What there is to do; `tx` may write to the table. */
  arrange(tx?: Transaction): Promise<unknown>;
  /** The other one does it, and what comes after that; a stands still all the time. */
  others(): Promise<unknown>;
  /** By this table a is seen to come round to its duty again. */
  round: [table: string, many: number];
  holds(): Promise<void>;
};

let names = 0;
/** A job like the first one, with a run if a state for that is given. */
async function job(state?: (typeof runs.$inferSelect)['state'], run: Partial<typeof runs.$inferInsert> = {}) {
  const [{ id: _, serial: __, ...same } = {} as never] = await db.select().from(jobs).limit(1);
  const [row] = await db
    .insert(jobs)
    .values({ ...same, name: `job ${++names}`, archivedAt: null })
    .returning();
  const insert = (tx: Database | Transaction, of = state) =>
    tx
      .insert(runs)
      .values({ jobId: row!.id, policyVersion: 1, state: of, ...run })
      .returning();
  const latest = async () =>
    (await db.select().from(runs).where(eq(runs.jobId, row!.id)).orderBy(sql`serial desc`))[0];
  return {
    ...row!,
    insert,
    latest,
    first: state && (await insert(db))[0]!,
    all: () => db.$count(runs, eq(runs.jobId, row!.id)),
  };
}
const over = { finishedAt: new Date(), releasedAt: new Date(), startedAt: new Date() };
const { id: keyId, projectId } = (await db.select().from(apiKeys))[0]!;

/** Whoever is told of runs answers when the test lets it. */
const asked: ServerResponse[] = [];
const receiver = createServer((request, response) => {
  request.resume();
  asked.push(response);
}).listen(0, '127.0.0.1');
after(() => {
  receiver.closeAllConnections();
  receiver.close();
});
const hook = () => `http://127.0.0.1:${(receiver.address() as AddressInfo).port}/`;
const webhook = async (event: WebhookEvent) => {
  const of = { projectId, url: hook(), secret: 's', allowPrivateNetworks: true, createdAt: new Date(0) };
  return (
    await db
      .insert(webhooks)
      .values({ ...of, events: [event] })
      .returning()
  )[0]!;
};
const deliveries = (id: string) =>
  db.select().from(webhookDeliveries).where(eq(webhookDeliveries.webhookId, id));

const cases: Record<string, () => Promise<Case>> = {
  async 'apply: a run that was cancelled and let go meanwhile is not made anew'() {
    const own = await job();
    await db.insert(jobSeeds).values({ jobId: own.id, url: 'http://a.test/' });
    return {
      table: 'policies',
      arrange: () => own.insert(db, 'starting'),
      async others() {
        await until(own.latest, (run) => run?.startedAt != null);
        await moveRun({ db, bus }, (await own.latest())!, { state: 'cancelling' });
        await until(own.latest, (run) => run?.releasedAt != null);
      },
      round: ['holds', 2],
      async holds() {
        const run = (await own.latest())!;
        assert.deepEqual([run.state, await frontier.sizes(shortRun(run.serial))], ['cancelled', null]);
      },
    };
  },
  async 'ending: a run that has ended meanwhile ends once'() {
    const own = await job();
    let ended: unknown;
    return {
      ...{ table: 'holds', many: 2, round: ['holds', 2] },
      arrange: () => own.insert(db, 'starting'),
      async others() {
        ended = await until(own.latest, (run) => run?.state === 'done' && run.releasedAt !== null);
      },
      holds: async () => assert.deepEqual(await own.latest(), ended),
    };
  },
  async 'operations: an audit is done by who took it over, and found once'() {
    const own = await job('done', { ...over, recorded: 3 });
    return {
      ...{ table: 'policies', round: ['run_operations', 1] },
      arrange: () => db.insert(runOperations).values({ runId: own.first!.id, kind: 'audit', fix: true }),
      async others() {
        await db.execute(sql`update run_operations set beat_at = beat_at - interval '31 seconds'`);
        await until(
          () => db.$count(runOperations, eq(runOperations.state, 'done')),
          (n) => n === 1,
        );
      },
      async holds() {
        const [operation] = await db.select().from(runOperations);
        assert.deepEqual([operation!.state, operation!.findings.recordedDiffers?.count], ['done', 3]);
        assert.equal((await own.latest())!.recorded, 0);
      },
    };
  },
  async 'operations: a run that was repaired, ended and was let go meanwhile is not brought back by its repair'() {
    const own = await job('lost', { startedAt: new Date(), lostFrom: 'running', version: 3 });
    let ended: unknown;
    return {
      ...{ table: 'policies', round: ['run_operations', 1] },
      arrange: () => db.insert(runOperations).values({ runId: own.first!.id, kind: 'repair' }),
      async others() {
        await db.execute(sql`update run_operations set beat_at = beat_at - interval '31 seconds'`);
        ended = await until(own.latest, (run) => run?.state === 'done' && run.releasedAt !== null);
      },
      async holds() {
        assert.deepEqual(await own.latest(), ended);
        assert.equal(await frontier.sizes(shortRun(own.first!.serial)), null);
      },
    };
  },
  async 'bulk: every job is started once, and counted once'() {
    const own = [await job(), await job(), await job()];
    const filter = { ids: own.map(({ id }) => id) };
    const bulk = async () => (await db.select().from(bulkOperations))[0];
    return {
      ...{ table: 'policies', round: ['bulk_operations', 1] },
      arrange: () =>
        db
          .insert(bulkOperations)
          .values({ projectId, keyId, kind: 'jobsStart', filter, total: 3, reason: 'bulk' }),
      others: () => until(bulk, (one) => one?.state === 'done'),
      async holds() {
        assert.deepEqual([(await bulk())!.processed, (await bulk())!.failed], [3, 0]);
        assert.deepEqual(await Promise.all(own.map((one) => one.all())), [1, 1, 1]);
        assert.equal(await db.$count(auditLog, eq(auditLog.reason, 'bulk')), 3);
      },
    };
  },
  async 'schedule: what is due is started once'() {
    const own = await job();
    const due = { projectId, keyId, jobId: own.id, cron: '0 0 1 1 *', timeZone: 'UTC', nextAt: new Date(0) };
    return {
      ...{ table: 'schedules', round: ['schedules', 1] },
      arrange: (tx) => tx!.insert(schedules).values(due),
      others: () => until(own.latest, (run) => run !== undefined),
      async holds() {
        const [schedule] = await db.select().from(schedules);
        assert.deepEqual(
          [await own.all(), schedule!.lastResult, schedule!.nextAt! > new Date()],
          [1, 'started', true],
        );
      },
    };
  },
  async 'events: what happened is told once, though two saw it'() {
    const [own, to] = [await job(), await webhook('run.failed')];
    return {
      ...{ table: 'webhook_deliveries', many: 2, round: ['webhook_deliveries', 2] },
      arrange: () =>
        own.insert(db, 'failed').then(() => db.update(runs).set(over).where(eq(runs.jobId, own.id))),
      async others() {
        await until(
          async () => asked.length,
          (n) => n === 1,
        );
        asked.pop()!.end();
        await until(
          () => deliveries(to.id),
          ([one]) => one?.state === 'delivered',
        );
      },
      async holds() {
        assert.deepEqual(
          (await deliveries(to.id)).map(({ state, attempts }) => [state, attempts]),
          [['delivered', 1]],
        );
        assert.equal(asked.length, 0);
        await db.update(webhooks).set({ enabled: false });
      },
    };
  },
  async 'notify: how a delivery went that another has sent once more meanwhile is not written over that one'() {
    const to = await webhook('run.paused');
    return {
      ...{ table: null, round: ['webhook_deliveries', 2] },
      async arrange() {
        await db.insert(webhookDeliveries).values({ webhookId: to.id, event: 'run.paused', payload: {} });
        await until(
          async () => asked.length,
          (n) => n === 1,
        );
      },
      async others() {
        await db.execute(
          sql`update webhook_deliveries set next_at = next_at - interval '61 seconds' where state = 'pending'`,
        );
        await until(
          async () => asked.length,
          (n) => n === 2,
        );
        asked.pop()!.end();
        await until(
          () => deliveries(to.id),
          ([one]) => one?.state === 'delivered',
        );
        asked.pop()!.writeHead(500).end();
      },
      async holds() {
        assert.deepEqual(
          (await deliveries(to.id)).map(({ state, status, attempts }) => [state, status, attempts]),
          [['delivered', 200, 2]],
        );
        assert.equal(asked.length, 0);
        await db.update(webhooks).set({ enabled: false });
      },
    };
  },
  async 'quota: what was fetched is put on the account once'() {
    const counters = { fetched: 5, bytes: 70 } as never;
    const own = await job();
    return {
      ...{ table: 'usage', round: ['usage', 1] },
      async arrange() {
        await db.update(projects).set({ maxPagesPerDay: 1000 });
        await own.insert(db, 'done');
        await db
          .update(runs)
          .set({ ...over, counters })
          .where(eq(runs.jobId, own.id));
      },
      others: () => until(own.latest, (run) => run?.billedPages === 5),
      async holds() {
        const [row] = await db.select().from(usage);
        assert.deepEqual([row!.pages, row!.bytes], [5, 70]);
      },
    };
  },
  async 'host rules: an old rule is not told after a new one'() {
    const rules = async () => (await frontier.rules()).map(({ pattern, blocked }) => ({ pattern, blocked }));
    const news = { blocked: true, change: sql`nextval('host_changes')`, updatedAt: new Date() };
    return {
      ...{ table: 'host_rules', round: ['host_rules', 1] },
      arrange: (tx) =>
        tx!.insert(hostRules).values({ projectId, pattern: 'r.test', pace: { mode: 'delay', delayMs: 9 } }),
      async others() {
        await db.update(hostRules).set(news);
        await until(rules, ([rule]) => rule?.blocked === true);
      },
      holds: async () => assert.deepEqual(await rules(), [{ pattern: 'r.test', blocked: true }]),
    };
  },
  async 'host pauses: a host that was resumed meanwhile stays so'() {
    const own = await job('starting');
    await db.insert(jobSeeds).values({ jobId: own.id, url: 'http://p.test/' });
    const limit = async () =>
      (await frontier.inspectUrl(shortRun(own.first!.serial), { url: 'http://p.test/' }))?.host.limit;
    const news = { paused: false, change: sql`nextval('host_changes')`, updatedAt: new Date() };
    return {
      ...{ table: 'host_pauses', round: ['host_pauses', 1] },
      async arrange(tx) {
        await applyRun({ db, frontier }, own.first!.id, { anew: true });
        await tx!.insert(hostPauses).values({ projectId, host: 'p.test', paused: true });
      },
      async others() {
        await until(limit, (n) => n === 0);
        await db.update(hostPauses).set(news);
        await until(limit, (n) => n !== 0);
      },
      holds: async () => assert.notEqual(await limit(), 0),
    };
  },
  async 'purge: what is gone stays so, and a job that has its name is left alone'() {
    const own = await job('done', over);
    await createRunPartitions(db, own.first!.serial, own.serial);
    let next: Awaited<ReturnType<typeof job>>;
    const left = () => db.$count(jobs, eq(jobs.id, own.id));
    return {
      ...{ table: 'drops', round: ['drops', 1] },
      arrange: () => db.update(jobs).set({ archivedAt: new Date() }).where(eq(jobs.id, own.id)),
      async others() {
        await until(left, (n) => n === 0);
        next = await job('done', over);
        await createRunPartitions(db, next.first!.serial, next.serial);
        // By this one it is seen to come round.
        const last = await job('done', over);
        await db.update(jobs).set({ archivedAt: new Date() }).where(eq(jobs.id, last.id));
      },
      async holds() {
        const names = [`visits_${own.first!.serial}`, `pages_${own.serial}`, `visits_${next.first!.serial}`];
        const found = names.map((name) => count(sql`pg_class where relname = ${name}`));
        assert.deepEqual([await left(), ...(await Promise.all(found))], [0, 0, 0, 1]);
      },
    };
  },
};

for (const [rule, prepare] of Object.entries(cases))
  test(rule, async () => {
    const one = await prepare();
    conductors.a.signal('SIGCONT');
    conductors.b.signal('SIGSTOP');
    await endTransactions('b');
    round = null;
    if (one.table !== null) await stuck(one.table, one.many ?? 1, one.arrange);
    else await one.arrange().then(() => conductors.a.signal('SIGSTOP'));
    await endTransactions('a');
    conductors.b.signal('SIGCONT');
    await one.others();
    round = one.round[0];
    await stuck(...one.round, async () => conductors.a.signal('SIGCONT'));
    await one.holds();
  });
