import { activeRun, touchRuns } from '@trunkline/control';
import {
  adminScopes,
  apiKeys,
  auditLog,
  bulkOperations,
  type Database,
  jobs,
  lastingKeys,
  lockKeys,
  newKey,
  projects,
  runs,
  schedules,
  type Transaction,
  webhooks,
} from '@trunkline/database';
import { and, count, eq, inArray, isNull } from 'drizzle-orm';
import { auditOfProject } from '../changes/audit.ts';
import { once } from '../changes/idempotency.ts';
import { closeProject } from '../changes/standing.ts';
import { isUniqueViolation } from '../changes/unique-violation.ts';
import { BadInputError, WrongStateError } from '../errors.ts';
import type { Parts } from '../parts.ts';
import { runsOf } from '../run/apply-runs.ts';
import type { Caller, Creating, NewProjectValue, Project, ProjectDeletionValue, Verb } from '../values.ts';
import { handOverWords } from './hand-over-words.ts';
import {
  checkFree,
  checkProjectName,
  checkQuotas,
  nameTaken,
  noProject,
  type Quotas,
} from './project-input.ts';

export type NewProject = Creating & Quotas & { name: string };
/** `name`: of the project, typed once more; `force`: although runs of it go. */
export type ProjectDelete = Verb & { name: string; force?: boolean | null | undefined };

/** What operators do to projects: they begin, stand still, go on and end. */
export function createProjectLife(
  parts: Parts,
  caller: Caller,
  find: (id: string) => Promise<Project | null>,
) {
  const { db, bus } = parts;

  async function lockRow(tx: Transaction, id: string): Promise<Project | undefined> {
    const [row] = await tx.select().from(projects).where(eq(projects.id, id)).for('no key update');
    return row;
  }

  async function lock(tx: Transaction, id: string): Promise<Project> {
    const row = await lockRow(tx, id);
    if (row === undefined) throw noProject();
    return row;
  }

  /** The frontier learns at once what is to become of the runs of a project. */
  const touch = (tx: Parameters<typeof touchRuns>[0] & Transaction, id: string) =>
    touchRuns(tx, inArray(runs.jobId, tx.select({ id: jobs.id }).from(jobs).where(eq(jobs.projectId, id))));

  return {
    /** With a first key that has the scope `admin`. */
    async create(input: NewProject): Promise<NewProjectValue> {
      const name = checkProjectName(input.name);
      checkQuotas(input);
      const { maxJobs = null, maxPagesPerDay = null, maxStorageBytes = null, maxConcurrency = null } = input;
      const values = { name, maxJobs, maxPagesPerDay, maxStorageBytes, maxConcurrency };
      const made: { keyId: string | null; secret: string | null } = { keyId: null, secret: null };
      const call = { db, caller, operation: 'projectCreate', key: input.idempotencyKey, input: values };
      const id = await once(call, async (tx) => {
        await checkFree(tx, name);
        const [row] = await tx.insert(projects).values(values).returning({ id: projects.id });
        const { id: keyId, key, hash } = newKey();
        const scopes = [...adminScopes];
        await tx.insert(apiKeys).values({ id: keyId, projectId: row!.id, name: 'admin', hash, scopes });
        const change = { action: 'projectCreate', after: { ...values, keyId }, reason: input.reason };
        await auditOfProject(tx, caller, row!.id, change);
        Object.assign(made, { keyId, secret: key });
        return row!.id;
      }).catch((error: unknown) => {
        throw isUniqueViolation(error, 'projects_name_key') ? nameTaken(name) : error;
      });
      return { project: (await find(id))!, ...made };
    },

    /** Has it stand still, or go on. Repeating it changes nothing. */
    async suspend({ id, reason }: Verb, suspended: boolean): Promise<Project> {
      await runsOf(parts).transaction(async (tx) => {
        const old = await lock(tx, id);
        if (old.deletedAt !== null)
          throw new WrongStateError(`The project ${JSON.stringify(old.name)} is being deleted.`, [
            'input',
            'id',
          ]);
        if ((old.suspendedAt !== null) === suspended) return;
        const set = suspended
          ? { suspendedAt: new Date(), suspendedFor: reason?.trim() || null }
          : { suspendedAt: null, suspendedFor: null };
        await tx
          .update(projects)
          .set({ ...set, version: old.version + 1 })
          .where(eq(projects.id, id));
        await auditOfProject(tx, caller, id, {
          ...{ action: suspended ? 'projectSuspend' : 'projectResume', reason },
          ...{ before: { suspended: !suspended }, after: { suspended } },
        });
        await touch(tx, id);
      });
      return (await find(id))!;
    },

    /**
     * Nobody gets in from now on and nothing of it goes; the conductor removes all it has. Repeating it tells how far that is, also
     * when all is gone.
     */
    async remove({ id, name, force, reason }: ProjectDelete): Promise<ProjectDeletionValue> {
      const ended: string[] = [];
      const before = await find(id);
      if (before === null) return wasDeleted(id);
      await runsOf(parts).transaction(async (tx) => {
        await closeProject(tx, id);
        await lockKeys(tx);
        const old = await lockRow(tx, id);
        // The conductor may have removed the last of it since it was looked for: that is its end, and no error.
        if (old === undefined || old.deletedAt !== null) return;
        await checkDeletable(tx, old, { name, force: force === true });
        await tx
          .update(projects)
          .set({ deletedAt: new Date(), version: old.version + 1 })
          .where(eq(projects.id, id));
        const keys = await tx
          .update(apiKeys)
          .set({ revokedAt: new Date() })
          .where(and(eq(apiKeys.projectId, id), isNull(apiKeys.revokedAt)))
          .returning({ id: apiKeys.id });
        ended.push(...keys.map((key) => key.id));
        await tx.update(webhooks).set({ removedAt: new Date() }).where(eq(webhooks.projectId, id));
        await tx.update(schedules).set({ enabled: false }).where(eq(schedules.projectId, id));
        await tx
          .update(bulkOperations)
          .set({ state: 'cancelled', finishedAt: new Date() })
          .where(and(eq(bulkOperations.projectId, id), eq(bulkOperations.state, 'running')));
        await handOverWords(tx, id, caller.projectId);
        await auditOfProject(tx, caller, id, { action: 'projectDelete', before: { name: old.name }, reason });
        await touch(tx, id);
      });
      for (const keyId of ended) await bus.publish('keyRevoked', { keyId });
      const after = await find(id);
      return after === null ? wasDeleted(id) : leftOf(db, after);
    },
  };

  async function checkDeletable(
    tx: Transaction,
    { id, name: is }: Project,
    { name, force }: { name: string; force: boolean },
  ): Promise<void> {
    if (name !== is)
      throw new BadInputError(
        `name is ${JSON.stringify(name)}, but the project is named ${JSON.stringify(is)}: nothing was deleted. Type its name.`,
        ['input', 'name'],
      );
    if (id === caller.projectId)
      throw new WrongStateError(
        `The key "${caller.keyName}" is of this project itself. Use an operator's key of another one.`,
        ['input', 'id'],
      );
    if ((await lastingKeys(tx, 'operator', { notProject: id })).length === 0)
      throw new WrongStateError(
        'The only operators whose keys last are of this project. Make one in another project first: ' +
          'trunkline key create NAME --scope operator.',
        ['input', 'id'],
      );
    if (force) return;
    const [going] = await tx
      .select({ n: count() })
      .from(runs)
      .innerJoin(jobs, eq(jobs.id, runs.jobId))
      .where(and(eq(jobs.projectId, id), activeRun));
    if (going!.n > 0)
      throw new WrongStateError(
        `${going!.n} of its runs still go. Cancel them, or pass force to end them, too.`,
        ['input', 'force'],
      );
  }

  async function wasDeleted(id: string): Promise<ProjectDeletionValue> {
    const [entry] = await db
      .select({ before: auditLog.before })
      .from(auditLog)
      .where(
        and(
          ...[eq(auditLog.projectId, caller.projectId), eq(auditLog.subjectType, 'Project')],
          ...[eq(auditLog.subjectId, id), eq(auditLog.action, 'projectDelete')],
        ),
      )
      .limit(1);
    if (entry === undefined) throw noProject();
    return { id, name: (entry.before as { name: string }).name, jobs: 0, runs: 0, done: true };
  }
}

/** What is left of a project that was deleted. */
export async function leftOf(db: Database, { id, name }: Project): Promise<ProjectDeletionValue> {
  const mine = eq(jobs.projectId, id);
  const [[left], [going]] = await Promise.all([
    db.select({ n: count() }).from(jobs).where(mine),
    db.select({ n: count() }).from(runs).innerJoin(jobs, eq(jobs.id, runs.jobId)).where(mine),
  ]);
  return { id, name, jobs: left!.n, runs: going!.n, done: false };
}
