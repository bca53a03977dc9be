import type { MergedHostRule } from '@trunkline/policy';
import type { OperatorTermsValue } from '../values.ts';
import type { HostPauseRow } from './holds.ts';

/** What operators of the installation say of a host, without who and by which pattern; null: nothing. `rule`: of all, the one that holds. */
export function operatorTerms(
  pauses: readonly HostPauseRow[],
  rule: MergedHostRule | null,
): OperatorTermsValue | null {
  const paused = pauses.some(({ jobId }) => jobId === null);
  if (rule === null && !paused) return null;
  return { blocked: rule?.blocked ?? false, paused, pace: rule?.pace ?? null };
}
