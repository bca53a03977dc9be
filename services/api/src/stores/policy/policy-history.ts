import { apiKeys, policies, policyVersions } from '@trunkline/database';
import type { Policy } from '@trunkline/policy';
import { and, asc, count, desc, eq, getColumns, gt, lt } from 'drizzle-orm';
import { numberKey, pageOf } from '../cursor.ts';
import type { Parts } from '../parts.ts';
import type { Caller, Page, PageArgs, PolicyVersionValue } from '../values.ts';

/** Every version a policy of the project ever had, newest first. */
export function createPolicyHistory({ db }: Pick<Parts, 'db'>, caller: Caller) {
  const select = (policyId: string) => ({
    rows: db
      .select({ ...getColumns(policyVersions), authorName: apiKeys.name })
      .from(policyVersions)
      .innerJoin(
        policies,
        and(eq(policies.id, policyVersions.policyId), eq(policies.projectId, caller.projectId)),
      )
      .leftJoin(apiKeys, eq(apiKeys.id, policyVersions.author)),
    own: eq(policyVersions.policyId, policyId),
  });

  return {
    async version(policyId: string, version: number): Promise<PolicyVersionValue | null> {
      const { rows, own } = select(policyId);
      const [row] = await rows.where(and(own, eq(policyVersions.version, version)));
      return row === undefined ? null : { ...row, rules: row.rules as Policy };
    },

    versions(policyId: string, args: PageArgs): Promise<Page<PolicyVersionValue>> {
      const { own } = select(policyId);
      const number = policyVersions.version;
      return pageOf(
        args,
        numberKey,
        async ({ after, before, reverse, limit }) => {
          const { rows } = select(policyId);
          const found = await rows
            .where(
              and(
                own,
                after === null ? undefined : lt(number, after),
                before === null ? undefined : gt(number, before),
              ),
            )
            .orderBy(reverse ? asc(number) : desc(number))
            .limit(limit);
          return found.map((row) => ({ ...row, rules: row.rules as Policy }));
        },
        async () => (await db.select({ n: count() }).from(policyVersions).where(own))[0]!.n,
      );
    },
  };
}
