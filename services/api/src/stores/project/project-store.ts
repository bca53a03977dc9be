import { activeRun, touchRuns } from '@trunkline/control';
import { jobs, projects, runs, usage } from '@trunkline/database';
import { and, count, eq, getColumns, inArray, isNotNull, isNull, type SQL, sql, sum } from 'drizzle-orm';
import { auditOfProject, changedFields } from '../changes/audit.ts';
import { may } from '../changes/may.ts';
import { isUniqueViolation } from '../changes/unique-violation.ts';
import { checkVersion } from '../errors.ts';
import type { PageArgs } from '../lists/cursor.ts';
import { shelf } from '../lists/keyset.ts';
import type { Parts } from '../parts.ts';
import { runsOf } from '../run/apply-runs.ts';
import type { Caller, Edit, Project, ProjectHold, ProjectState, UsageValue } from '../values.ts';
import {
  checkFree,
  checkProjectName,
  checkQuotas,
  limits,
  nameTaken,
  noProject,
  type Quotas,
} from './project-input.ts';
import { createProjectLife, leftOf } from './project-life.ts';

/** Without an id: of the project of the key. */
type ProjectChange = Quotas &
  Omit<Edit, 'id'> & { id?: string | null | undefined; name?: string | null | undefined };

/** Where a project is in its life. */
export const projectState = ({ deletedAt, suspendedAt }: Project): ProjectState =>
  deletedAt !== null ? 'deleting' : suspendedAt !== null ? 'suspended' : 'active';

/** What keeps all its runs from handing out anything; null: nothing does. */
export const projectHold = ({ suspendedAt, deletedAt, heldBy }: Project): ProjectHold | null =>
  suspendedAt !== null || deletedAt !== null ? 'suspended' : heldBy;

const inState: Record<ProjectState, SQL | undefined> = {
  active: and(isNull(projects.deletedAt), isNull(projects.suspendedAt)),
  suspended: and(isNull(projects.deletedAt), isNotNull(projects.suspendedAt)),
  deleting: isNotNull(projects.deletedAt),
};

/** Projects: to operators all of them, to others the one of their key. */
export function createProjectStore(parts: Parts, caller: Caller) {
  const { db, looks } = parts;
  const isOperator = may(caller, 'operator');
  const { find, list } = shelf(db, {
    select: () => db.select().from(projects),
    ...{ id: projects.id, own: isOperator ? undefined : eq(projects.id, caller.projectId) },
  });
  const own = async () => (await find(caller.projectId))!;

  return {
    own,
    find,
    list: (args: PageArgs, { state }: { state?: ProjectState | null | undefined }) =>
      list(args, state == null ? undefined : inState[state]),
    deletion: (project: Project) => (project.deletedAt === null ? null : leftOf(db, project)),
    ...createProjectLife(parts, caller, find),

    /** Of a project that was found. */
    async usage(projectId: string): Promise<UsageValue> {
      const mine = eq(jobs.projectId, projectId);
      const [[all], [today], [stored], going] = await Promise.all([
        db
          .select({ n: count() })
          .from(jobs)
          .where(and(mine, isNull(jobs.archivedAt))),
        db
          .select({ pages: usage.pages })
          .from(usage)
          .where(and(eq(usage.projectId, projectId), eq(usage.day, sql`(now() at time zone 'utc')::date`))),
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

    async update(input: ProjectChange): Promise<Project> {
      checkQuotas(input);
      const id = input.id ?? caller.projectId;
      const self = eq(projects.id, id);
      const name = input.name == null ? null : checkProjectName(input.name);
      const work = runsOf(parts).transaction(async (tx) => {
        if (name !== null) await checkFree(tx, name, id);
        const [old] = await tx.select().from(projects).where(self).for('no key update');
        if (old === undefined) throw noProject();
        checkVersion('project', input.expectedVersion, () => ({ __typename: 'Project', ...old }));
        const next = {
          name: name ?? old.name,
          ...Object.fromEntries(
            limits.map((limit) => [limit, input[limit] === undefined ? old[limit] : input[limit]]),
          ),
        };
        const difference = changedFields(old, next);
        if (difference === null) return;
        await tx
          .update(projects)
          .set({ ...next, version: old.version + 1 })
          .where(self);
        const change = { action: 'projectUpdate', ...difference, reason: input.reason };
        await auditOfProject(tx, caller, id, change);
        const told = ['maxConcurrency', 'maxUrls', 'maxHosts'];
        if (!told.some((limit) => limit in difference.after)) return;
        // The frontier learns of each run what it, and its project, may; what may be in flight the conductor deals anew within a second.
        const mine = tx.select({ id: jobs.id }).from(jobs).where(eq(jobs.projectId, id));
        const share = difference.after['maxConcurrency'] === null ? { maxInFlight: null } : {};
        await touchRuns(tx, inArray(runs.jobId, mine), share);
      });
      await work.catch((error: unknown) => {
        throw isUniqueViolation(error, 'projects_name_key') ? nameTaken(name!) : error;
      });
      return (await find(id))!;
    },
  };
}
