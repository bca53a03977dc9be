import {
  type RunEventKind,
  RunEventsDocument,
  type RunEventsSubscription,
  RunGetDocument,
  type RunGetQuery,
  RunListDocument,
  type RunPartsFragment,
  type RunRowFragment,
  type RunState,
  RunsAllDocument,
  UrlExplainDocument,
  type UrlPartsFragment,
} from './generated/graphql.ts';
import { type JobEvent, notFound, type Signal, type WatchOptions, watchProgress } from './jobs.ts';
import { type List, list, SMALL_PAGE } from './list.ts';
import { type LiveOptions, subscribe } from './live.ts';
import type { Transport } from './transport.ts';

export type Run = RunPartsFragment;
export type RunRow = RunRowFragment;
export type RunDetails = NonNullable<RunGetQuery['run']>;
export type RunEvent = RunEventsSubscription['runEvents'];
/** Where one URL is and why, for one run. Hostile text. */
export type UrlState = UrlPartsFragment;

export function createRuns(transport: Transport) {
  return {
    async get(id: string, { signal }: Signal = {}): Promise<RunDetails> {
      const { run } = await transport.call(RunGetDocument, { id }, { signal, repeatable: true });
      return run ?? notFound('run', id);
    },
    /** The runs of the project, newest first. */
    list(state?: RunState[], { signal }: Signal = {}): List<RunRow> {
      return list(async (after) => {
        const variables = { first: SMALL_PAGE, after, ...(state && { state }) };
        return (await transport.call(RunsAllDocument, variables, { signal, repeatable: true })).runs;
      });
    },
    /**
     * What happens in a run, each event once and in order: a snapshot, then changes of state, troubles and discoveries, to
     * its end. A lost connection is made again after the last event; `RunEventsResync` says when the server's log did not
     * reach back so far. Pass the `cursor` of an event as `after` to go on where an earlier watch stopped.
     */
    async *watch(
      id: string,
      {
        after = null,
        kinds,
        ...options
      }: LiveOptions & { after?: string | null; kinds?: RunEventKind[] } = {},
    ): AsyncGenerator<RunEvent, void, undefined> {
      let cursor = after;
      const variables = () => ({ id, after: cursor, ...(kinds && { kinds }) });
      for await (const { runEvents } of subscribe(transport, RunEventsDocument, variables, options)) {
        cursor = runEvents.cursor;
        yield runEvents;
      }
    },
    /** Progress of a run until it is over, like `jobs.watch`. */
    progress(id: string, options: WatchOptions = {}): AsyncGenerator<JobEvent, void, undefined> {
      return watchProgress(transport, id, options);
    },
    /** Where one URL is for a run, what was done with it, and why it was not. */
    async url(id: string, url: string, { signal }: Signal = {}): Promise<UrlState> {
      const variables = { run: id, url };
      const { run } = await transport.call(UrlExplainDocument, variables, { signal, repeatable: true });
      return run?.url ?? notFound('run', id);
    },
    /** The runs of a job, newest first. */
    ofJob(id: string, { signal }: Signal = {}): List<Run> {
      return list(async (after) => {
        const variables = { id, first: 20, after };
        const { job } = await transport.call(RunListDocument, variables, { signal, repeatable: true });
        return job?.runs ?? notFound('job', id);
      });
    },
  };
}
