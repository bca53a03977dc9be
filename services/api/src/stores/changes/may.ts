import type { Caller, KeyScope } from '../values.ts';

/** Whether a caller's key has a scope; `admin` has them all. */
export const may = (caller: Caller, scope: KeyScope): boolean =>
  caller.scopes.includes(scope) || caller.scopes.includes('admin');
