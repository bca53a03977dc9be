import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  auditLog,
  ensureProject,
  holds,
  jobs,
  migrate,
  openDatabase,
  policies,
  projects,
  type RunState,
  runStates,
  runs,
} from '@trunkline/database';
import { testDatabase } from '@trunkline/test-support';
import { desc, eq } from 'drizzle-orm';
import { desiredRun, findRun } from './desired-run.ts';
import { doToRun, lockJob } from './do-to-run.ts';
import { insertRun, moveRun, movingRuns, type RunTransaction, touchRuns } from './move-run.ts';

async function world() {
  const { url } = await testDatabase({ migrated: true });
  await migrate(url);
  const { projectId } = await ensureProject(url);
  const database = openDatabase(url);
  const { db } = database;
  const [policy] = await db.insert(policies).values({ projectId, name: 'p', rules: {} }).returning();
  const scope = { kind: 'any', of: [], include: [], exclude: [] };
  const made = await db
    .insert(jobs)
    .values({ projectId, name: 'j', scope, policyId: policy!.id })
    .returning();
  const told: string[] = [];
  const bus = {
    publish: async (topic: string, message: object) => {
      const { state, version } = message as { state?: string; version?: number };
      return told.push(state === undefined ? topic : `${state} ${version}`) > 0;
    },
  };
  return { db, bus, told, job: made[0]!, close: database.close };
}

const seeds = { kind: 'seeds' } as const;
/** What holds a run back, and the rows that say so. */
const situations = {
  'nothing holds it': async () => {},
  'seeds enter': async (tx: RunTransaction, runId: string) => {
    await tx.insert(holds).values({ runId, ...seeds, place: { phase: 'over' } });
  },
  'the ledger enters': async (tx: RunTransaction, runId: string) => {
    await tx.insert(holds).values({ runId, ...seeds });
  },
  'a quota is spent': async (tx: RunTransaction) => {
    await tx.update(projects).set({ heldBy: 'storage' });
  },
  'its project is suspended': async (tx: RunTransaction) => {
    await tx.update(projects).set({ suspendedAt: new Date() });
  },
  'its project is being deleted': async (tx: RunTransaction) => {
    await tx.update(projects).set({ deletedAt: new Date() });
  },
  'its share is not dealt': async (tx: RunTransaction) => {
    await tx.update(projects).set({ maxConcurrency: 10 });
  },
  'its budget is spent': async (tx: RunTransaction, runId: string) => {
    await tx.update(runs).set({ endReason: 'budget' }).where(eq(runs.id, runId));
  },
};
type Situation = keyof typeof situations;

/** By state: what each verb makes of it (`=` it is so already, `-` it cannot be), and what the frontier has of it meanwhile. */
const table: Record<
  RunState | 'new',
  [start: string, pause: string, resume: string, cancel: string, frontier: string]
> = {
  new: ['starting', '-', '-', '-', 'none'],
  starting: ['=', 'paused', '=', 'cancelling', 'running'],
  running: ['=', 'paused', '=', 'cancelling', 'running'],
  paused: ['-', '=', 'running', 'cancelling', 'paused'],
  cancelling: ['-', '-', '-', '=', 'cancelled'],
  recording: ['-', '-', '-', '-', 'ending'],
  lost: ['-', '-', '-', 'cancelling', 'paused'],
  repairing: ['-', '-', '-', 'cancelling', 'paused'],
  done: ['starting', '-', '-', '-', 'ending'],
  cancelled: ['starting', '-', '-', '=', 'cancelled'],
  failed: ['starting', '-', '-', '-', 'ending'],
};
const waits: Situation[] = [
  'the ledger enters',
  'a quota is spent',
  'its project is suspended',
  'its project is being deleted',
  'its share is not dealt',
];

/** The frontier's side of it: what holds a run back keeps one that would go, and a spent budget ends one that would go on. */
function frontierOf(plain: string, situation: Situation): string {
  if (plain === 'running' && waits.includes(situation)) return 'paused';
  return situation === 'its budget is spent' && ['running', 'paused'].includes(plain) ? 'ending' : plain;
}

test('in every state, whatever holds the run, a verb does what the table says, and the frontier is to have it so', async (t) => {
  const { db, bus, job, close } = await world();
  t.after(close);
  const author = { keyId: 'k', keyName: 'key', reason: 'why', scopes: [] };
  const undone = new Error('rolled back');
  const latest = (tx: RunTransaction) => tx.select().from(runs).orderBy(desc(runs.serial)).limit(1);
  const frontier = async (tx: RunTransaction) => {
    const [run] = await latest(tx);
    return run ? desiredRun((await findRun(tx, run.id))!).state : 'none';
  };
  for (const state of ['new', ...runStates] as const)
    for (const situation of Object.keys(situations) as Situation[])
      for (const [at, verb] of (['start', 'pause', 'resume', 'cancel'] as const).entries()) {
        if (state === 'new' && situation !== 'nothing holds it') continue;
        const where = `${verb} while ${state}, ${situation}`;
        const work = movingRuns({ db, bus }, async (tx) => {
          if (state !== 'new') {
            // The run before it, without which there is no ledger.
            await tx.insert(runs).values({ jobId: job.id, policyVersion: 1, state: 'done' });
            const [run] = await tx
              .insert(runs)
              .values({ jobId: job.id, policyVersion: 1, state })
              .returning();
            await situations[situation](tx, run!.id);
          }
          const [plain, frontierBefore] = [table[state][at]!, table[state][4]];
          assert.equal(await frontier(tx), frontierOf(frontierBefore, situation), where);
          const [before] = await latest(tx);
          const done = await doToRun(tx, author, verb, (await lockJob(tx, job.id))!);
          const [after] = await latest(tx);
          const entries = await tx.select().from(auditLog);
          if (plain === '=' || plain === '-') {
            assert.equal(done, plain === '=' ? 'same' : 'refused', where);
            assert.deepEqual(after, before, where);
            assert.equal(entries.length, 0, where);
          } else {
            const enters = verb === 'resume' && ['seeds enter', 'the ledger enters'].includes(situation);
            const to = enters ? 'starting' : plain;
            assert.deepEqual([done, after!.state], ['done', to], where);
            assert.deepEqual(
              [entries[0]!.before, entries[0]!.after, entries[0]!.keyName],
              [{ state }, { state: to }, 'key'],
            );
            const held = verb === 'start' && state !== 'new' ? 'the ledger enters' : situation;
            const isNew =
              verb === 'start' && !['a quota is spent', 'its share is not dealt'].includes(situation);
            const expected = frontierOf(table[to as RunState][4], isNew ? held : situation);
            assert.equal(await frontier(tx), state === 'new' ? 'running' : expected, where);
            const wasSeen = frontierOf(frontierBefore, 'nothing holds it') !== table[to as RunState][4];
            if (verb !== 'start' && situation !== 'its budget is spent')
              assert.equal(after!.version, before!.version + (wasSeen ? 1 : 0), where);
          }
          throw undone;
        });
        await assert.rejects(work, (error) => {
          if (error !== undone) throw error;
          return true;
        });
      }
});

test('who hears of a moved run hears of it after the commit, once, as it is then; of what was rolled back nobody does', async (t) => {
  const { db, bus, told, job, close } = await world();
  t.after(close);
  const begun = movingRuns({ db, bus }, async (tx) => {
    const id = await insertRun(tx, { jobId: job.id, policyVersion: 1 });
    const [row] = await tx.select().from(runs);
    await moveRun(tx, row!, { state: 'running' });
    await touchRuns(tx, eq(runs.id, id));
    assert.deepEqual(told, []);
    return id;
  });
  const id = await begun;
  assert.deepEqual(told.splice(0), ['running 2', 'runChanged']);
  const gone = movingRuns({ db, bus }, async (tx) => {
    await touchRuns(tx, eq(runs.id, id));
    throw new Error('no');
  });
  await assert.rejects(gone, /no/);
  assert.deepEqual(told, []);
});

test('an old picture of a run moves nothing, and one that is over rises no more', async (t) => {
  const { db, bus, told, job, close } = await world();
  t.after(close);
  await movingRuns({ db, bus }, (tx) => insertRun(tx, { jobId: job.id, policyVersion: 1 }));
  const [old] = await db.select().from(runs);
  assert.equal(await moveRun({ db, bus }, old!, { state: 'recording' }), true);
  told.splice(0);
  assert.equal(await moveRun({ db, bus }, old!, { state: 'lost' }), false);
  const [now] = await db.select().from(runs);
  assert.deepEqual([now!.state, now!.version], ['recording', 2]);
  await moveRun({ db, bus }, now!, { state: 'done' });
  assert.deepEqual(await touchRuns({ db, bus }, eq(runs.id, old!.id)), []);
  assert.deepEqual(told, ['done 2']);
});
