import { jobs, projects, runs, usage } from '@trunkline/database';
import { and, count, eq, isNull, sql, sum } from 'drizzle-orm';
import { audit, changedFields } from './audit.ts';
import { BadInputError } from './errors.ts';
import type { Parts } from './parts.ts';
import type { ProjectStore } from './ports.ts';
import type { Caller } from './values.ts';

const limits = ['maxJobs', 'maxPagesPerDay', 'maxStorageBytes'] as const;

export function createProjectStore({ db }: Pick<Parts, 'db'>, caller: Caller): ProjectStore {
  const self = eq(projects.id, caller.projectId);

  async function own() {
    const [row] = await db.select().from(projects).where(self);
    return row!;
  }

  return {
    own,
    find: async (id) => (id === caller.projectId ? own() : null),

    async usage() {
      const mine = eq(jobs.projectId, caller.projectId);
      const [[all], [today], [stored]] = await Promise.all([
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
      ]);
      return { jobs: all!.n, pagesToday: today?.pages ?? 0, storageBytes: stored?.bytes ?? 0 };
    },

    async setQuotas(input) {
      for (const name of limits) {
        const value = input[name];
        if (value != null && value < 0)
          throw new BadInputError(`${name} is ${value}; pass 0 or more, or null for no limit.`, [
            'input',
            name,
          ]);
      }
      await db.transaction(async (tx) => {
        const [old] = await tx.select().from(projects).where(self).for('update');
        const next = Object.fromEntries(
          limits.map((name) => [name, input[name] === undefined ? old![name] : input[name]]),
        );
        const difference = changedFields(old!, next);
        if (difference === null) return;
        await tx.update(projects).set(next).where(self);
        const change = { action: 'projectUpdate', type: 'Project', id: caller.projectId, ...difference };
        await audit(tx, caller, { ...change, reason: input.reason });
      });
      return own();
    },
  };
}
