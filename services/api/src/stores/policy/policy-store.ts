import { touchRuns } from '@trunkline/control';
import { jobs, policies, policyVersions, runs, type Transaction } from '@trunkline/database';
import type { Policy } from '@trunkline/policy';
import { and, eq, inArray } from 'drizzle-orm';
import { audit, changedFields } from '../changes/audit.ts';
import { once } from '../changes/idempotency.ts';
import { isUniqueViolation } from '../changes/unique-violation.ts';
import { BadInputError, checkVersion, NotFoundError, noSuch, WrongStateError } from '../errors.ts';
import type { PageArgs } from '../lists/cursor.ts';
import { shelf } from '../lists/keyset.ts';
import type { Parts } from '../parts.ts';
import { runsOf } from '../run/apply-runs.ts';
import type { Caller, Creating, Edit, PolicyPreviewValue, PolicyValue } from '../values.ts';
import { checkRules, type RulesPatch } from './check-rules.ts';
import { createPolicyHistory } from './policy-history.ts';
import { previewPolicy } from './preview-policy.ts';

/** Rules were validated when they were written: reading them back trusts the column. */
const policyValue = (row: typeof policies.$inferSelect): PolicyValue => ({
  ...row,
  rules: row.rules as Policy,
});

/**
 * What is not seen may not be in a name: it would break lines and logs, or have one look like another. Some scripts need joiners, and
 * emoji do.
 * @throws {BadInputError}
 */
export function checkSeen(name: string, path: string[], unseen = /(?![\u200c\u200d])\p{Cf}/u): void {
  const [hidden] = /[\p{Cc}\p{Zl}\p{Zp}]/u.exec(name) ?? unseen.exec(name) ?? [];
  if (hidden === undefined) return;
  const code = hidden.codePointAt(0)!.toString(16).toUpperCase().padStart(4, '0');
  throw new BadInputError(`The name has the character U+${code}, which is not seen. Leave it out.`, path);
}

/**
 * A name for people, without the space around it.
 * @throws {BadInputError}
 */
export function checkName(name: string): string {
  checkSeen(name, ['input', 'name']);
  const trimmed = name.trim();
  if (trimmed === '' || trimmed.length > 200)
    throw new BadInputError(`A name has 1 to 200 characters; this one has ${trimmed.length}.`, [
      'input',
      'name',
    ]);
  return trimmed;
}

export type NewPolicy = Creating & { name: string; rules?: RulesPatch | null | undefined };
export type PolicyChange = Edit & Partial<Pick<NewPolicy, 'rules'>> & { name?: string | null | undefined };
type Change = PolicyChange & { action: string; exact?: Policy | null };

/** Policies of the caller's project. */
export function createPolicyStore(parts: Parts, caller: Caller) {
  const { db } = parts;
  const own = eq(policies.projectId, caller.projectId);
  const { find, list } = shelf(db, {
    select: () => db.select().from(policies),
    ...{ id: policies.id, own, value: policyValue },
  });
  const history = createPolicyHistory(parts, caller);

  return {
    find,
    version: history.version,
    versions: history.versions,
    list: (args: PageArgs) => list(args),

    async create(input: NewPolicy): Promise<PolicyValue> {
      const name = checkName(input.name);
      const rules = checkRules(input.rules ?? {}, { base: {}, caller, path: ['input', 'rules'] });
      const made = await once(
        { db, caller, operation: 'policyCreate', key: input.idempotencyKey, input: { name, rules } },
        async (tx) => {
          const [row] = await tx
            .insert(policies)
            .values({ projectId: caller.projectId, name, rules })
            .returning()
            .catch((error) => {
              throw isUniqueViolation(error, 'policies_name') ? nameTaken(name) : error;
            });
          await tx.insert(policyVersions).values({
            policyId: row!.id,
            version: 1,
            rules,
            author: caller.keyId,
            reason: input.reason ?? null,
          });
          await audit(tx, caller, {
            ...{ action: 'policyCreate', type: 'Policy', id: row!.id, reason: input.reason },
            after: { name, rules },
          });
          return row!.id;
        },
      );
      return (await find(made))!;
    },

    update: (input: PolicyChange) => change({ action: 'policyUpdate', ...input }),

    /** Id of the policy that was. */
    async remove({ id, expectedVersion, reason }: Edit): Promise<string> {
      await db.transaction(async (tx) => {
        const row = await lock(tx, id);
        checkVersion('policy', expectedVersion, () => ({ __typename: 'Policy', ...policyValue(row) }));
        const users = await tx.select({ name: jobs.name }).from(jobs).where(eq(jobs.policyId, id)).limit(3);
        if (users.length > 0) {
          const named = users.map(({ name }) => JSON.stringify(name)).join(', ');
          throw new WrongStateError(
            `Jobs crawl under this policy, such as ${named}. Give them another one first, or wait until deleted ones are gone.`,
            ['input', 'id'],
          );
        }
        await tx.delete(policies).where(eq(policies.id, id));
        const before = { name: row.name, version: row.version, rules: row.rules };
        await audit(tx, caller, { action: 'policyDelete', type: 'Policy', id, before, reason });
      });
      return id;
    },

    /** A new version with the rules of an old one. */
    async rollBack({
      id,
      toVersion,
      expectedVersion,
      reason,
    }: Edit & { toVersion: number }): Promise<PolicyValue> {
      const old = await history.version(id, toVersion);
      if (old === null && (await find(id)) !== null)
        throw new NotFoundError(`This policy never had a version ${toVersion}. List them with "versions".`, [
          'input',
          'toVersion',
        ]);
      const why = reason ?? `Back to version ${toVersion}`;
      const exact = old?.rules ?? null;
      return change({ action: 'policyRollBack', id, exact, expectedVersion, reason: why });
    },

    /** What a change would do to the runs that go; null: no such policy. */
    async preview(id: string, patch: RulesPatch): Promise<PolicyPreviewValue | null> {
      const policy = await find(id);
      if (policy === null) return null;
      const base = policy.rules;
      return previewPolicy(parts, id, base, checkRules(patch, { base, caller, path: ['rules'] }));
    },
  };

  async function lock(tx: Transaction, id: string) {
    const [row] = await tx
      .select()
      .from(policies)
      .where(and(own, eq(policies.id, id)))
      .for('no key update');
    if (row === undefined) throw noSuch('policy', 'policies');
    return row;
  }

  async function change({ id, action, name, rules, exact, expectedVersion, reason }: Change) {
    return runsOf(parts).transaction(async (tx) => {
      const row = await lock(tx, id);
      checkVersion('policy', expectedVersion, () => ({ __typename: 'Policy', ...policyValue(row) }));
      const base = row.rules as Policy;
      const next = checkRules(exact ?? rules ?? {}, {
        base: exact ? { ...base, ...exact } : base,
        was: base,
        caller,
        path: ['input', 'rules'],
      });
      const renamed = name == null ? row.name : checkName(name);
      const difference = changedFields(
        { name: row.name, ...(row.rules as Policy) },
        { name: renamed, ...next },
      );
      if (difference === null) return policyValue(row);
      const [updated] = await tx
        .update(policies)
        .set({
          name: renamed,
          rules: next,
          version: row.version + 1,
          updatedAt: new Date(),
        })
        .where(eq(policies.id, id))
        .returning()
        .catch((error) => {
          throw isUniqueViolation(error, 'policies_name') ? nameTaken(String(name)) : error;
        });
      await tx.insert(policyVersions).values({
        policyId: id,
        version: updated!.version,
        rules: next,
        author: caller.keyId,
        reason: reason ?? null,
      });
      await audit(tx, caller, { action, type: 'Policy', id, ...difference, reason });
      const users = tx.select({ id: jobs.id }).from(jobs).where(eq(jobs.policyId, id));
      await touchRuns(tx, inArray(runs.jobId, users), { policyVersion: updated!.version });
      return policyValue(updated!);
    });
  }
}

function nameTaken(name: string): BadInputError {
  return new BadInputError(
    `This project has a policy named ${JSON.stringify(name)} already. Choose another name, or change that one.`,
    ['input', 'name'],
  );
}

export type PolicyStore = ReturnType<typeof createPolicyStore>;
