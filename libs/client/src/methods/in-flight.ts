import { type Calls, notFound, type Signal } from '../calls.ts';
import {
  InFlightAllDocument,
  type InFlightFilter,
  InFlightOfRunDocument,
  type InFlightPartsFragment,
} from '../generated/graphql.ts';
import type { List } from '../list.ts';

/** A URL a worker has claimed and not settled: who has it, in which stage, since when. Hostile text. */
export type InFlight = InFlightPartsFragment;

/** What is in flight, the oldest first; claims come and go while one pages. */
export function createInFlight({ pages }: Calls) {
  return {
    /** Of all runs of the project. */
    all: (filter: InFlightFilter = {}, signal?: Signal): List<InFlight> =>
      pages(InFlightAllDocument, { filter }, ({ inFlight }) => inFlight, signal),
    ofRun: (run: string, filter: InFlightFilter = {}, signal?: Signal): List<InFlight> =>
      pages(
        InFlightOfRunDocument,
        { run, filter },
        (answer) => answer.run?.inFlight ?? notFound('run', run),
        signal,
      ),
  };
}
