import { type Failure, readConductors } from '@trunkline/telemetry';
import { may } from '../changes/may.ts';
import type { Parts } from '../parts.ts';
import type { Caller } from '../values.ts';

/** `failures` of others: how many there are that are not the caller's to read. */
export type ConductorsValue = { alive: number; failures: Failure[]; failuresOfOthers: number };

/** What conductors say of themselves: of items of other projects, and of what binds the installation, only operators read. */
export function createConductorStore({ redis }: Pick<Parts, 'redis'>, caller: Caller) {
  const mayRead = ({ projectId }: Failure) => may(caller, 'operator') || projectId === caller.projectId;
  return {
    async all(): Promise<ConductorsValue> {
      const { alive, failures } = await readConductors(redis);
      const own = failures.filter(mayRead);
      return { alive, failures: own, failuresOfOthers: failures.length - own.length };
    },
  };
}
