import { createHmac } from 'node:crypto';
import { may } from '../changes/may.ts';
import type { Parts } from '../parts.ts';
import type { Caller } from '../values.ts';

/**
 * What a caller is told instead of the name of a worker, which is its machine's and the number of its process: operators the name, others a
 * pseudonym that stays the same as long as the process lives, and from which nobody finds the name.
 */
export const workerNames =
  ({ secret }: Pick<Parts, 'secret'>, caller: Caller) =>
  (name: string): string =>
    may(caller, 'operator')
      ? name
      : `worker-${createHmac('sha256', secret).update(name).digest('hex').slice(0, 10)}`;
