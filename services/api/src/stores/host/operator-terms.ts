import { hostPauses } from '@trunkline/database';
import type { MergedHostRule } from '@trunkline/policy';
import { and, eq, isNull } from 'drizzle-orm';
import type { Parts } from '../parts.ts';
import type { OperatorTermsValue } from '../values.ts';

/** What operators of the installation say of a host, without who and by which pattern; null: nothing. `rule`: of all, the one that holds. */
export async function operatorTerms(
  { db }: Pick<Parts, 'db'>,
  host: string,
  rule: MergedHostRule | null,
): Promise<OperatorTermsValue | null> {
  const everywhere = and(eq(hostPauses.host, host), isNull(hostPauses.jobId), eq(hostPauses.paused, true));
  const paused = (await db.$count(hostPauses, everywhere)) > 0;
  if (rule === null && !paused) return null;
  return { blocked: rule?.blocked ?? false, paused, pace: rule?.pace ?? null };
}
