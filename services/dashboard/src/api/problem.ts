import { isTransient, TrunklineError } from '@trunkline/client';

/** Why something asked for did not happen, in the words of the API. */
export type Problem = {
  code: string;
  message: string;
  /** It may be gone by itself at the next try. */
  passing: boolean;
  /** The field of the input, such as `limits.maxPages`; null when it is not about one. */
  field: string | null;
  details: string[];
};

/** What a call was rejected with; what is no error of the API is a fault of this page, and thrown on. */
export function problemOf(error: unknown): Problem {
  if (!(error instanceof TrunklineError)) throw error;
  const { code, message, path, all } = error;
  const field = path
    ?.slice(1)
    .filter((part) => !/^\d+$/.test(String(part)))
    .join('.');
  const details = all.map((each) => each.message).filter((each) => each !== message);
  return { code, message, passing: isTransient(error), field: field || null, details };
}

/** A problem this page finds by itself. */
export function ownProblem(code: string, message: string): Problem {
  return { code, message, passing: false, field: null, details: [] };
}
