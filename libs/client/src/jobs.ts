import { TrunklineError } from './errors.ts';
import {
  JobAddSeedsDocument,
  type JobAddSeedsInput,
  type JobAddSeedsMutation,
  JobCancelDocument,
  JobCloneDocument,
  type JobCloneInput,
  JobCreateDocument,
  type JobCreateInput,
  JobDeleteDocument,
  type JobDeleteInput,
  type JobFilter,
  JobGetDocument,
  type JobGetQuery,
  JobListDocument,
  type JobPartsFragment,
  JobPauseDocument,
  JobResumeDocument,
  type JobRowFragment,
  JobSeedsDocument,
  JobStartDocument,
  JobsWatchDocument,
  JobUpdateDocument,
  type JobUpdateInput,
  JobWatchDocument,
  type JobWatchSubscription,
} from './generated/graphql.ts';
import { type List, list, PAGE } from './list.ts';
import { type LiveOptions, subscribe } from './live.ts';
import { settled } from './settled.ts';
import type { Transport } from './transport.ts';

export type Job = JobPartsFragment;
/** With the first few of its seeds. */
export type JobDetails = NonNullable<JobGetQuery['job']>;
export type JobRow = JobRowFragment;
export type JobEvent = JobWatchSubscription['jobProgress'];

export type AddedSeeds = Extract<JobAddSeedsMutation['jobAddSeeds'], { __typename: 'SeedsAdded' }>;

/** What became of an upload; of the refused rows the first 1,000 are told apart. */
export type SeedUpload = {
  rows: number;
  added: number;
  known: number;
  refused: number;
  problems: { row: number; url: string; problem: string | null }[];
};

export type Signal = { signal?: AbortSignal | undefined };
export type WatchOptions = LiveOptions & {
  /** At most one update in this time, ms; default 1000. */
  intervalMs?: number | undefined;
};

/** Jobs of the project the key belongs to. Every method rejects with `TrunklineError`. */
export function createJobs(transport: Transport) {
  return {
    /**
     * Creates a job and starts its first run, unless `start` is false. Carries an idempotency key, so that a
     * repeat after a lost answer does not create a second job.
     */
    async create(input: JobCreateInput, { signal }: Signal = {}): Promise<Job> {
      const keyed = { ...input, idempotencyKey: input.idempotencyKey ?? crypto.randomUUID() };
      const options = { signal, repeatable: true };
      return settled((await transport.call(JobCreateDocument, { input: keyed }, options)).jobCreate);
    },

    /** Starts a new run. Not repeated by itself: a repeat would start another one. */
    async start(id: string, { signal }: Signal = {}): Promise<Job> {
      return settled((await transport.call(JobStartDocument, { id }, { signal })).jobStart);
    },

    /** Stops handing out URLs; those in flight finish. Pausing a paused job changes nothing. */
    async pause(id: string, { signal }: Signal = {}): Promise<Job> {
      return settled((await transport.call(JobPauseDocument, { id }, { signal, repeatable: true })).jobPause);
    },

    /** Lets a paused run go on. */
    async resume(id: string, { signal }: Signal = {}): Promise<Job> {
      return settled(
        (await transport.call(JobResumeDocument, { id }, { signal, repeatable: true })).jobResume,
      );
    },

    /** Ends the run: what is in flight finishes, what waits is dropped. */
    async cancel(id: string, { signal }: Signal = {}): Promise<Job> {
      return settled(
        (await transport.call(JobCancelDocument, { id }, { signal, repeatable: true })).jobCancel,
      );
    },

    /** Changes a job; its running run follows within a second. Safe to repeat only with `expectedVersion`. */
    async update(input: JobUpdateInput, { signal }: Signal = {}): Promise<Job> {
      return settled((await transport.call(JobUpdateDocument, { input }, { signal })).jobUpdate);
    },

    /** Makes a new job like another one; carries an idempotency key, like `create`. */
    async clone(input: JobCloneInput, { signal }: Signal = {}): Promise<Job> {
      const keyed = { ...input, idempotencyKey: input.idempotencyKey ?? crypto.randomUUID() };
      const options = { signal, repeatable: true };
      return settled((await transport.call(JobCloneDocument, { input: keyed }, options)).jobClone);
    },

    /** Deletes a job and all its data; its id. */
    async delete(input: JobDeleteInput, { signal }: Signal = {}): Promise<string> {
      const options = { signal, repeatable: true };
      return settled((await transport.call(JobDeleteDocument, { input }, options)).jobDelete).id;
    },

    /** Adds up to 1,000 seeds to a job and its running run; every row has a verdict of its own. */
    async addSeeds(input: JobAddSeedsInput, { signal }: Signal = {}): Promise<AddedSeeds> {
      const keyed = { ...input, idempotencyKey: input.idempotencyKey ?? crypto.randomUUID() };
      const options = { signal, repeatable: true };
      return settled((await transport.call(JobAddSeedsDocument, { input: keyed }, options)).jobAddSeeds);
    },

    /** One job; code `NOT_FOUND` when there is none of this id. */
    async get(id: string, { signal }: Signal = {}): Promise<JobDetails> {
      const { job } = await transport.call(JobGetDocument, { id }, { signal, repeatable: true });
      return job ?? notFound('job', id);
    },

    /** The newest jobs and where their latest runs are, whenever that changes; never ends by itself. */
    async *watchAll(
      filter: JobFilter = {},
      { first = 20, intervalMs = 1000, ...options }: WatchOptions & { first?: number } = {},
    ): AsyncGenerator<JobRow[], void, undefined> {
      const variables = () => ({ filter, first, intervalMs });
      for await (const { jobs } of subscribe(transport, JobsWatchDocument, variables, options))
        yield jobs.jobs;
    },
    /** All jobs, newest first. */
    list(filter: JobFilter = {}, { signal }: Signal = {}): List<JobRow> {
      return list(async (after) => {
        const variables = { first: PAGE, after, filter };
        return (await transport.call(JobListDocument, variables, { signal, repeatable: true })).jobs;
      });
    },

    /** The URLs a job starts from. */
    seeds(id: string, { signal }: Signal = {}): List<{ url: string }> {
      return list(async (after) => {
        const variables = { id, first: PAGE, after };
        const { job } = await transport.call(JobSeedsDocument, variables, { signal, repeatable: true });
        return job?.seeds ?? notFound('job', id);
      });
    },

    /**
     * Follows the latest run of a job, or a run by its id, to its end. The first event is a snapshot; every
     * event holds absolute values, so an event missed while the connection was made again costs nothing.
     */
    watch(id: string, options: WatchOptions = {}): AsyncGenerator<JobEvent, void, undefined> {
      return watchProgress(transport, id, options);
    },

    /**
     * Adds any number of seeds to a job and its running run, in batches as they come. A batch is sent again after a
     * transient failure: what is known already is only counted. The same list may be given again after a break.
     */
    async uploadSeeds(
      id: string,
      seeds: Iterable<string> | AsyncIterable<string>,
      { signal, onProgress }: Signal & { onProgress?: (sofar: SeedUpload) => void } = {},
    ): Promise<SeedUpload> {
      const path = `/jobs/${encodeURIComponent(id)}/seeds`;
      const all: SeedUpload = { rows: 0, added: 0, known: 0, refused: 0, problems: [] };
      for await (const batch of batches(seeds, UPLOAD_BATCH)) {
        const body = `${batch.map((seed) => JSON.stringify(seed)).join('\n')}\n`;
        const response = await transport.upload(path, 'application/x-ndjson', body, signal);
        const { problems, ...counts } = (await response.json()) as SeedUpload;
        const left = Math.max(0, MOST_PROBLEMS - all.problems.length);
        for (const { row, ...problem } of problems.slice(0, left))
          all.problems.push({ row: all.rows + row, ...problem });
        for (const name of ['rows', 'added', 'known', 'refused'] as const) all[name] += counts[name];
        onProgress?.(all);
      }
      return all;
    },
  };
}

/** Seeds sent in one request, and problems kept of all of them. */
const UPLOAD_BATCH = 5000;
const MOST_PROBLEMS = 1000;

async function* batches(
  items: Iterable<string> | AsyncIterable<string>,
  size: number,
): AsyncGenerator<string[]> {
  let batch: string[] = [];
  for await (const item of items) {
    batch.push(item);
    if (batch.length < size) continue;
    yield batch;
    batch = [];
  }
  if (batch.length > 0) yield batch;
}

/** Progress of a job's latest run, or of a run, until it is over. */
export async function* watchProgress(
  transport: Transport,
  id: string,
  options: WatchOptions,
): AsyncGenerator<JobEvent, void, undefined> {
  const variables = { id, intervalMs: options.intervalMs ?? 1000 };
  for await (const { jobProgress } of subscribe(transport, JobWatchDocument, () => variables, options)) {
    yield jobProgress;
    if (jobProgress.__typename === 'JobProgressDone') return;
  }
}

/** For answers that hold null where the API promises an error. */
export function notFound(what: string, id: string): never {
  throw new TrunklineError({
    code: 'NOT_FOUND',
    message: `There is no ${what} with the id "${id}".`,
    path: null,
  });
}
