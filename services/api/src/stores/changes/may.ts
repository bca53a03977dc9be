import { hasScope } from '@trunkline/control';
import type { Caller, KeyScope } from '../values.ts';

/** Whether a caller's key has a scope. */
export const may = (caller: Caller, scope: KeyScope): boolean => hasScope(caller.scopes, scope);

/** How somebody comes by a scope: what an error that says that it is missing ends with. */
export const howToGet = (scope: string): string =>
  scope === 'operator'
    ? 'Use the key of an operator: on the machine of the server it is in the file "admin-key" of TRUNKLINE_HOME, and ' +
      '`trunkline key reset` there gives a new one.'
    : `Use a key that has it; with a key that has "admin" one is made by \`trunkline key create NAME --scope ${scope}\`.`;
