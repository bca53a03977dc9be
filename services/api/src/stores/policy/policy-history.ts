import { apiKeys, policies, policyVersions } from '@trunkline/database';
import type { Policy } from '@trunkline/policy';
import { and, eq, getColumns } from 'drizzle-orm';
import type { Page, PageArgs } from '../lists/cursor.ts';
import { intKey } from '../lists/keys.ts';
import { keyset } from '../lists/keyset.ts';
import type { Parts } from '../parts.ts';
import type { Caller, PolicyVersionValue } from '../values.ts';

/** Every version a policy of the project ever had. */
export function createPolicyHistory({ db }: Pick<Parts, 'db'>, caller: Caller) {
  const select = () =>
    db
      .select({ ...getColumns(policyVersions), authorName: apiKeys.name })
      .from(policyVersions)
      .innerJoin(
        policies,
        and(eq(policies.id, policyVersions.policyId), eq(policies.projectId, caller.projectId)),
      )
      .leftJoin(apiKeys, eq(apiKeys.id, policyVersions.author));
  type Row = Awaited<ReturnType<typeof select>>[number];
  const value = (row: Row): PolicyVersionValue => ({ ...row, rules: row.rules as Policy });

  return {
    async version(policyId: string, version: number): Promise<PolicyVersionValue | null> {
      const own = and(eq(policyVersions.policyId, policyId), eq(policyVersions.version, version));
      const [row] = await select().where(own);
      return row === undefined ? null : value(row);
    },

    /** Newest first. */
    versions: (policyId: string, args: PageArgs): Promise<Page<PolicyVersionValue>> =>
      keyset(db, args, {
        ...{ select, where: eq(policyVersions.policyId, policyId), value },
        ...{ by: [policyVersions.version], direction: 'desc', kind: intKey },
      }),
  };
}
