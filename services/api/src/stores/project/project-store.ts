import { activeRun, touchRuns } from '@trunkline/control';
import { jobs, projects, runs, usage } from '@trunkline/database';
import { and, count, eq, getColumns, inArray, isNull, sql, sum } from 'drizzle-orm';
import { audit, changedFields } from '../changes/audit.ts';
import { BadInputError, checkVersion } from '../errors.ts';
import type { Parts } from '../parts.ts';
import { runsOf } from '../run/apply-runs.ts';
import type { Caller, Edit, Project, UsageValue } from '../values.ts';

const limits = ['maxJobs', 'maxPagesPerDay', 'maxStorageBytes', 'maxConcurrency'] as const;
/** Undefined stays, null is none. */
type Quotas = Partial<Record<(typeof limits)[number], number | null | undefined>>;

/** Least of each: with nothing in flight nothing would ever end. */
const least = { maxJobs: 0, maxPagesPerDay: 0, maxStorageBytes: 0, maxConcurrency: 1 };

export function createProjectStore(parts: Parts, caller: Caller) {
  const { db, looks } = parts;
  const self = eq(projects.id, caller.projectId);

  async function own() {
    const [row] = await db.select().from(projects).where(self);
    return row!;
  }

  return {
    own,
    find: async (id: string) => (id === caller.projectId ? own() : null),

    async usage(): Promise<UsageValue> {
      const mine = eq(jobs.projectId, caller.projectId);
      const [[all], [today], [stored], going] = await Promise.all([
        db
          .select({ n: count() })
          .from(jobs)
          .where(and(mine, isNull(jobs.archivedAt))),
        db
          .select({ pages: usage.pages })
          .from(usage)
          .where(
            and(eq(usage.projectId, caller.projectId), eq(usage.day, sql`(now() at time zone 'utc')::date`)),
          ),
        db
          .select({ bytes: sum(runs.billedBytes).mapWith(Number) })
          .from(runs)
          .innerJoin(jobs, eq(jobs.id, runs.jobId))
          .where(mine),
        db
          .select(getColumns(runs))
          .from(runs)
          .innerJoin(jobs, eq(jobs.id, runs.jobId))
          .where(and(mine, isNull(jobs.archivedAt), activeRun)),
      ]);
      const looked = await Promise.all(going.map((run) => looks.at(run)));
      const inFlight = looked.reduce((sum, { counters }) => sum + counters.inFlight, 0);
      return { jobs: all!.n, pagesToday: today?.pages ?? 0, storageBytes: stored?.bytes ?? 0, inFlight };
    },

    async setQuotas(input: Quotas & Omit<Edit, 'id'>): Promise<Project> {
      for (const name of limits) {
        const value = input[name];
        if (value != null && value < least[name])
          throw new BadInputError(`${name} is ${value}; pass ${least[name]} or more, or null for no limit.`, [
            'input',
            name,
          ]);
      }
      await runsOf(parts).transaction(async (tx) => {
        const [old] = await tx.select().from(projects).where(self).for('no key update');
        checkVersion('project', input.expectedVersion, () => ({ __typename: 'Project', ...old! }));
        const next = Object.fromEntries(
          limits.map((name) => [name, input[name] === undefined ? old![name] : input[name]]),
        );
        const difference = changedFields(old!, next);
        if (difference === null) return;
        await tx
          .update(projects)
          .set({ ...next, version: old!.version + 1 })
          .where(self);
        const change = { action: 'projectUpdate', type: 'Project', id: caller.projectId, ...difference };
        await audit(tx, caller, { ...change, reason: input.reason });
        if (!('maxConcurrency' in difference.after)) return;
        // The frontier learns of each run what it may have in flight; the conductor deals anew within a second.
        const mine = tx.select({ id: jobs.id }).from(jobs).where(eq(jobs.projectId, caller.projectId));
        const share = next.maxConcurrency === null ? { maxInFlight: null } : {};
        await touchRuns(tx, inArray(runs.jobId, mine), share);
      });
      return own();
    },
  };
}
