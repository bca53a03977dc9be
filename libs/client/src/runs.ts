import {
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
import type { Transport } from './transport.ts';

export type Run = RunPartsFragment;
export type RunRow = RunRowFragment;
export type RunDetails = NonNullable<RunGetQuery['run']>;
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
    /** Follows a run to its end, like `jobs.watch`. */
    watch(id: string, options: WatchOptions = {}): AsyncGenerator<JobEvent, void, undefined> {
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
