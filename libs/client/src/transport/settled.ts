import type { ErrorPartsFragment } from '../generated/graphql.ts';
import { type Problem, TrunklineError } from './errors.ts';

/** An answer that is none of the refusals. */
export type Settled<Answer> = Exclude<Answer, { message: string; code: string }>;

type Refusal = ErrorPartsFragment & { __typename: string };

/**
 * The changed object a mutation answered with. A `UserError` of the API is thrown as `TrunklineError`, with
 * every bad seed or bad rule as a problem of its own in `all`.
 */
export function settled<Answer extends { __typename: string }>(answer: Answer): Settled<Answer> {
  if (isRefusal(answer)) throw refused(answer);
  return answer as Settled<Answer>;
}

function isRefusal(answer: { __typename: string }): answer is Refusal {
  return 'message' in answer && 'code' in answer;
}

function refused(refusal: Refusal): TrunklineError {
  const { code, message, path } = refusal;
  const first: Problem = { code, message, path };
  const rows = 'rows' in refusal ? refusal.rows : [];
  const issues = 'issues' in refusal ? refusal.issues : [];
  const details: Problem[] = [
    ...rows.map((row) => ({ code, message: `${row.url}: ${row.problem}`, path: [...path, row.row] })),
    ...issues.map((issue) => ({ code, message: issue.message, path: issue.path })),
  ];
  return new TrunklineError(first, { all: details.length > 0 ? details : [first] });
}
