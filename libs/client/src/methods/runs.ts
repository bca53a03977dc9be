import { type Calls, notFound, type Signal, type WatchOptions } from '../calls.ts';
import {
  type FindingFilter,
  FindingListDocument,
  type FindingPartsFragment,
  type FindingState,
  FindingsWatchDocument,
  type FindingsWatchSubscription,
  type ForecastPartsFragment,
  type JobState,
  type RunEventKind,
  RunEventsDocument,
  type RunEventsSubscription,
  RunForecastDocument,
  RunGetDocument,
  type RunGetQuery,
  RunListDocument,
  type RunPartsFragment,
  type RunRowFragment,
  type RunState,
  RunsAllDocument,
  RunWhatIfDocument,
  RunWhyDocument,
  type RunWhyQuery,
  type WhatIfInput,
} from '../generated/graphql.ts';
import { type List, SMALL_PAGE } from '../list.ts';
import type { LiveOptions } from '../transport/live.ts';
import { type JobEvent, watchProgress } from './jobs.ts';

export type Run = RunPartsFragment;
export type RunRow = RunRowFragment;
export type RunDetails = NonNullable<RunGetQuery['run']>;
export type RunEvent = RunEventsSubscription['runEvents'];
/** When a run will be done, or why nobody can say. */
export type Forecast = ForecastPartsFragment;
/** Whether a run is over for good, or the latest one of a job. */
export function isOver(state: RunState | JobState): boolean {
  return state === 'DONE' || state === 'CANCELLED' || state === 'FAILED';
}

export function createRuns(calls: Calls) {
  const { ask, pages, follow } = calls;
  return {
    get: async (id: string, signal?: Signal): Promise<RunDetails> =>
      (await ask(RunGetDocument, { id }, signal)).run ?? notFound('run', id),
    /** The runs of the project, newest first. */
    list: (state?: RunState[], signal?: Signal): List<RunRow> =>
      pages(RunsAllDocument, { first: SMALL_PAGE, state }, ({ runs }) => runs, signal),
    /**
     * What happens in a run, each event once and in order: a snapshot, then changes of state, troubles and discoveries, to
     * its end. A lost connection is made again after the last event; `RunEventsResync` says when the server's log did not
     * reach back so far. Pass the `cursor` of an event as `after` to go on where an earlier watch stopped.
     */
    async *watch(
      id: string,
      { after, kinds, ...options }: LiveOptions & { after?: string | null; kinds?: RunEventKind[] } = {},
    ): AsyncGenerator<RunEvent, void, undefined> {
      let cursor = after ?? null;
      const variables = () => ({ id, after: cursor, kinds });
      for await (const event of follow(RunEventsDocument, variables, (all) => all.runEvents, options)) {
        cursor = event.cursor;
        yield event;
      }
    },
    /** When a run will be done, or why nobody can say; null: it is over or ending. */
    forecast: async (id: string, signal?: Signal): Promise<Forecast | null> =>
      ((await ask(RunForecastDocument, { id }, signal)).run ?? notFound('run', id)).forecast,
    /** The same, had somebody changed something just now. */
    whatIf: async (id: string, input: WhatIfInput, signal?: Signal): Promise<Forecast | null> =>
      ((await ask(RunWhatIfDocument, { id, input }, signal)).run ?? notFound('run', id)).whatIf,
    /** Progress of a run until it is over, like `jobs.watch`. */
    progress: (id: string, options: WatchOptions = {}): AsyncGenerator<JobEvent, void, undefined> =>
      watchProgress(calls, id, options),
    /** The runs of a job, newest first. */
    ofJob: (id: string, signal?: Signal): List<Run> =>
      pages(RunListDocument, { id, first: 20 }, ({ job }) => job?.runs ?? notFound('job', id), signal),
  };
}

/** Why the URLs of a run pile up. Its URLs, hosts and command are hostile text. */
export type Finding = FindingPartsFragment;
/** Why the URLs of a run wait, and what is found of it. */
export type Why = NonNullable<RunWhyQuery['run']>;
export type FindingsLook = FindingsWatchSubscription['findings'];

/** What diagnosis says of runs. */
export function createFindings({ ask, pages, follow }: Calls) {
  return {
    /** Why the URLs of a run wait: its causes, which sum to what waits, and findings: all, or those in that state. */
    why: async (run: string, state: FindingState | null = null, signal?: Signal): Promise<Why> =>
      (await ask(RunWhyDocument, { id: run, state }, signal)).run ?? notFound('run', run),
    /** Findings of all runs of the project, newest first. */
    list: (filter: FindingFilter = {}, signal?: Signal): List<Finding> =>
      pages(FindingListDocument, { first: SMALL_PAGE, filter }, ({ findings }) => findings, signal),
    /** What is found open, of a job or run, or of the whole project, whenever it changes. */
    watch: (
      id: string | null = null,
      { intervalMs = 1000, ...options }: WatchOptions = {},
    ): AsyncGenerator<FindingsLook, void, undefined> =>
      follow(
        FindingsWatchDocument,
        () => ({ id, intervalMs }),
        (all) => all.findings,
        options,
      ),
  };
}
