import {
  bulkOperations,
  type Database,
  jobs,
  publicId,
  runSerial,
  runs,
  schedules,
} from '@trunkline/database';
import type { Redis } from '@trunkline/redis';
import { type Failure, MOST_FAILURES, tellConductor } from '@trunkline/telemetry';
import { eq, type SQL } from 'drizzle-orm';
import type { Loop } from '../loop.ts';

/** Whose an item of a duty is, and what people call it. */
type About = Pick<Failure, 'item' | 'projectId' | 'runId'>;
type Parts = { db: Database; redis: Redis; owner: string; loops: readonly Pick<Loop, 'name' | 'failures'>[] };

/** One pass: tells what the duties of this conductor fail with, so that it is shown where people look. */
export function createTellFailures({ db, redis, owner, loops }: Parts) {
  /** By duty and item: none of it ever changes. */
  let known = new Map<string, About>();

  const ofRun = async (which: SQL, item?: string): Promise<About> => {
    const [row] = await db
      .select({ runId: runs.id, projectId: jobs.projectId })
      .from(runs)
      .innerJoin(jobs, eq(jobs.id, runs.jobId))
      .where(which);
    if (!row) return { item: item ?? null, projectId: null, runId: null };
    return { ...row, item: item ?? `run ${publicId('run', row.runId)}` };
  };
  const ofShort = (item: string) => ofRun(eq(runs.serial, runSerial(item.split(' ', 1)[0]!)), `run ${item}`);
  const runById = (id: string) => ofRun(eq(runs.id, id));

  /** By duty: what its items (turns.ts) are. */
  const about: Record<string, (key: string) => Promise<About>> = {
    apply: ofShort,
    'host pauses': (key) => (key.startsWith('* ') ? ofAll(`host ${key.slice(2)}`) : ofShort(key)),
    'host rules': (key) => ofAll(`host rule ${key}`),
    ...{ release: runById, retain: runById, index: ofShort },
    quota: async (projectId) => ({ item: 'quotas of a project', projectId, runId: null }),
    async purge(id) {
      const [job] = await db.select().from(jobs).where(eq(jobs.id, id));
      return { item: `job ${job?.name ?? id}`, projectId: job?.projectId ?? null, runId: null };
    },
    async schedule(id) {
      const [row] = await db
        .select()
        .from(schedules)
        .innerJoin(jobs, eq(jobs.id, schedules.jobId))
        .where(eq(schedules.id, id));
      return {
        item: `schedule of job ${row?.jobs.name ?? id}`,
        projectId: row?.jobs.projectId ?? null,
        runId: null,
      };
    },
    async bulk(id) {
      const [bulk] = await db.select().from(bulkOperations).where(eq(bulkOperations.id, id));
      return {
        item: `bulk operation ${publicId('bulk', id)}`,
        projectId: bulk?.projectId ?? null,
        runId: null,
      };
    },
  };

  return async (): Promise<boolean> => {
    const failing = loops.flatMap((loop) => loop.failures().map((one) => ({ ...one, duty: loop.name })));
    const before = known;
    known = new Map();
    const failures: Failure[] = [];
    for (const { duty, item, since, times, error } of failing.slice(0, MOST_FAILURES)) {
      const key = `${duty} ${item}`;
      const whose = before.get(key) ?? (await (item === null ? ofAll(null) : (about[duty] ?? ofAll)(item)));
      known.set(key, whose);
      failures.push({ duty, since, times, error, ...whose });
    }
    await tellConductor(redis, owner, failures);
    return false;
  };
}

const ofAll = async (item: string | null): Promise<About> => ({ item, projectId: null, runId: null });
