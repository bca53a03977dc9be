import {
  InFlightAllDocument,
  type InFlightFilter,
  InFlightOfRunDocument,
  type InFlightPartsFragment,
} from './generated/graphql.ts';
import { notFound, type Signal } from './jobs.ts';
import { type List, list, PAGE } from './list.ts';
import type { Transport } from './transport.ts';

/** A URL a worker has claimed and not settled: who has it, in which stage, since when. Hostile text. */
export type InFlight = InFlightPartsFragment;

/** What is in flight, the oldest first; claims come and go while one pages. */
export function createInFlight(transport: Transport) {
  return {
    /** Of all runs of the project. */
    all(filter: InFlightFilter = {}, { signal }: Signal = {}): List<InFlight> {
      return list(async (after) => {
        const variables = { first: PAGE, after, filter };
        return (await transport.call(InFlightAllDocument, variables, { signal, repeatable: true })).inFlight;
      });
    },
    ofRun(run: string, filter: InFlightFilter = {}, { signal }: Signal = {}): List<InFlight> {
      return list(async (after) => {
        const variables = { run, first: PAGE, after, filter };
        const answer = await transport.call(InFlightOfRunDocument, variables, { signal, repeatable: true });
        return answer.run?.inFlight ?? notFound('run', run);
      });
    },
  };
}
