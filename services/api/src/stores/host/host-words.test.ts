import assert from 'node:assert/strict';
import { test } from 'node:test';
import { apiKeys, type Database, hostRules, jobs, openDatabase } from '@trunkline/database';
import { createFrontier, type HostChange } from '@trunkline/frontier';
import { createLogger } from '@trunkline/service';
import { eq, sql } from 'drizzle-orm';
import { testApi } from '../../testing/test-api.ts';
import type { Parts } from '../parts.ts';
import type { Caller } from '../values.ts';
import { createHostRuleStore } from './host-rule-store.ts';
import { createHostStore } from './host-store.ts';

const api = await testApi();
const [mine, others] = [await api.keyFor(['admin']), await api.keyFor(['admin'], 'other')];

/** Parts of a process of its own, and one whose transactions stand still before their commit until they are let go. */
async function world(open: AsyncDisposableStack) {
  const { db } = open.adopt(openDatabase(api.databaseUrl), (database) => database.close());
  const frontier = open.adopt(createFrontier({ url: api.redisUrl }), (f) => f.close());
  const { promise: stopped, resolve: stop } = Promise.withResolvers<void>();
  const { promise: going, resolve: go } = Promise.withResolvers<void>();
  const transaction: Database['transaction'] = (work, ...options) =>
    db.transaction(
      async (tx) => {
        const result = await work(tx);
        stop();
        await going;
        return result;
      },
      ...options,
    );
  const slowDb = new Proxy(db, {
    get: (of, name) => (name === 'transaction' ? transaction : Reflect.get(of, name)),
  });
  const heard: string[] = [];
  const hearing = (verb: 'pause' | 'resume') => async (word: HostChange) => {
    const reply = await frontier[`${verb}Host`](word);
    if (reply.applied) heard.push(verb);
    return reply;
  };
  const listening = { ...frontier, pauseHost: hearing('pause'), resumeHost: hearing('resume') };
  const parts = { frontier: listening, log: createLogger('test', 'silent') };
  const keys = await db.select().from(apiKeys);
  const caller = (key: string): Caller => {
    const { id, name, projectId } = keys.find((one) => key.includes(one.id))!;
    return { keyId: id, keyName: name, projectId, scopes: ['admin', 'operator'] };
  };
  /** Whether a transaction waits for another one. */
  const waits = async () => {
    const { rows } = await db.execute<{
      pid: number;
    }>(sql`select pid from pg_locks where not granted and locktype = 'advisory'
      and database = (select oid from pg_database where datname = current_database())`);
    return rows.length > 0;
  };
  return {
    ...{ db, frontier, heard, stopped, go, mine: caller(mine), others: caller(others) },
    now: { ...parts, db } as Parts,
    slow: { ...parts, db: slowDb } as Parts,
    /** Does this, as far as it goes while the other stands still. */
    async meanwhile<T>(work: Promise<T>): Promise<Promise<T>[]> {
      let over = false;
      void work.finally(() => {
        over = true;
      });
      while (!over && !(await waits()));
      return [work];
    },
  };
}

test('of what two projects say of a host at once the frontier hears both, whichever commits first', async () => {
  await using open = new AsyncDisposableStack();
  const w = await world(open);
  await createHostStore(w.now, w.others).pause({ host: 'a.test' }, true);
  const pausing = createHostStore(w.slow, w.mine).pause({ host: 'a.test' }, true);
  await w.stopped;
  const resuming = await w.meanwhile(createHostStore(w.now, w.others).pause({ host: 'a.test' }, false));
  w.go();
  await Promise.all([pausing, ...resuming]);
  assert.deepEqual(w.heard.at(-1), 'pause', 'one of them pauses it still');
});

test('of rules that two projects set at once for a pattern the frontier has the strictest terms, whichever commits first', async () => {
  await using open = new AsyncDisposableStack();
  const w = await world(open);
  const set = (delayMs: number) =>
    createHostRuleStore(w.now, w.others).set({ pattern: 'b.test', pace: { delayMs } });
  await set(1000);
  const blocking = createHostRuleStore(w.slow, w.mine).set({ pattern: 'b.test', blocked: true });
  await w.stopped;
  const changing = await w.meanwhile(set(2000));
  w.go();
  await Promise.all([blocking, ...changing]);
  const [rule] = await w.frontier.rules();
  assert.deepEqual([rule?.blocked, rule?.pace], [true, { mode: 'delay', delayMs: 2000 }]);
});

test('a rule that was taken back is one that changed a moment ago, and the conductor looks at it', async () => {
  await using open = new AsyncDisposableStack();
  const w = await world(open);
  const store = createHostRuleStore(w.now, w.mine);
  const { id } = await store.set({ pattern: 'c.test', blocked: true });
  await store.remove({ id });
  const [row] = await w.db.select().from(hostRules).where(eq(hostRules.id, id));
  assert.deepEqual([row?.removedAt === null, row?.updatedAt], [false, row?.removedAt]);
});

test('who resumes a host is told that it stays paused, and on whose side: their own project, or another', async () => {
  await using open = new AsyncDisposableStack();
  const w = await world(open);
  const { data } = await api.ask<{ jobCreate: { name: string } }>(
    'mutation($input: JobCreateInput!) { jobCreate(input: $input) { ... on Job { name } } }',
    { input: { name: 'held', seeds: ['http://held.test/'], start: false } },
  );
  assert.equal(data.jobCreate.name, 'held');
  const [job] = await w.db.select({ jobId: jobs.id }).from(jobs).where(eq(jobs.name, 'held'));
  const say = async (caller: Caller, of: object, paused: boolean) => {
    const answer = await createHostStore(w.now, caller).pause({ host: 'held.test', ...of }, paused);
    return [answer.paused, answer.heldBy];
  };
  assert.deepEqual(await say(w.others, {}, true), [true, null]);
  assert.deepEqual(await say(w.mine, {}, true), [true, 'others']);
  assert.deepEqual(await say(w.mine, job!, true), [true, 'project']);
  assert.deepEqual(await say(w.mine, job!, false), [true, 'project'], 'it pauses it for every run itself');
  assert.deepEqual(await say(w.mine, {}, false), [true, 'others']);
  assert.deepEqual(await say(w.mine, {}, false), [true, 'others'], 'again');
  assert.deepEqual(await say(w.mine, job!, false), [true, 'others']);
  assert.deepEqual(await say(w.others, {}, false), [false, null]);
  assert.deepEqual(await say(w.mine, job!, false), [false, null]);
});
