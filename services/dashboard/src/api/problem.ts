import type { CombinedError } from '@urql/core';
import type { ErrorPartsFragment } from '../generated/graphql.ts';

/** Why something asked for did not happen, in the words of the API. */
export type Problem = {
  code: string;
  message: string;
  /** The field of the input, such as `limits.maxPages`; null when it is not about one. */
  field: string | null;
  details: string[];
};

/** A problem of the connection or the request as a whole; null when there is none. */
export function problemOf(error: CombinedError | undefined): Problem | null {
  if (!error) return null;
  const [first] = error.graphQLErrors;
  if (first) return { code: codeOf(first.extensions), message: first.message, field: null, details: [] };
  return { code: 'UNREACHABLE', message: 'No connection to the API.', field: null, details: [] };
}

/** What a mutation refused, as typed by the schema. */
export function refusalOf(refusal: ErrorPartsFragment): Problem {
  const rows = 'rows' in refusal ? refusal.rows.map(({ url, problem }) => `${url}: ${problem}`) : [];
  const issues = 'issues' in refusal ? refusal.issues.map(({ message }) => message) : [];
  const field = refusal.path
    .slice(1)
    .filter((part) => !/^\d+$/.test(part))
    .join('.');
  return {
    code: refusal.code,
    message: refusal.message,
    field: field || null,
    details: [...rows, ...issues],
  };
}

function codeOf(extensions: Record<string, unknown> | undefined): string {
  const code = extensions?.['code'];
  return typeof code === 'string' ? code : 'INTERNAL';
}
