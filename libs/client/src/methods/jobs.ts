import { type Calls, notFound, type Signal, type WatchOptions, withKey } from '../calls.ts';
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
  JobPlanDocument,
  type JobPlanInput,
  JobResumeDocument,
  type JobRowFragment,
  JobSeedsDocument,
  JobStartDocument,
  JobsWatchDocument,
  JobUpdateDocument,
  type JobUpdateInput,
  JobWatchDocument,
  type JobWatchSubscription,
  type PlanPartsFragment,
} from '../generated/graphql.ts';
import type { List } from '../list.ts';
import type { Transport } from '../transport/transport.ts';

export type Job = JobPartsFragment;
/** With the first few of its seeds. */
export type JobDetails = NonNullable<JobGetQuery['job']>;
export type JobRow = JobRowFragment;
/** How long a job would take if it started now, and what cannot work about it. */
export type Plan = PlanPartsFragment;
export type JobEvent = JobWatchSubscription['jobProgress'];

export type AddedSeeds = Extract<JobAddSeedsMutation['jobAddSeeds'], { __typename: 'SeedsAdded' }>;

/** What became of an upload; of the refused rows the first 1,000 are told apart. */
export type SeedUpload = {
  rows: number;
  added: number;
  known: number;
  refused: number;
  problems: { row: number; url: string; problem: string | null }[];
  /** What cannot work about the job now that it has these seeds. */
  warnings?: { code: string; message: string }[];
};

/** Jobs of the project the key belongs to. */
export function createJobs(calls: Calls, transport: Transport) {
  const { ask, change, pages, follow } = calls;
  return {
    /** How long a crawl would take, what bounds it and how many workers it needs; starts nothing. */
    plan: async (input: JobPlanInput, signal?: Signal): Promise<Plan> =>
      (await ask(JobPlanDocument, { input }, signal)).jobPlan ?? notFound('job', input.jobId ?? ''),
    /**
     * Creates a job and starts its first run, unless `start` is false. Carries an idempotency key, so that a
     * repeat after a lost answer does not create a second job.
     */
    create: (input: JobCreateInput, signal?: Signal): Promise<Job> =>
      change(JobCreateDocument, { input: withKey(input) }, signal),
    /** Starts a new run. Not repeated by itself: a repeat would start another one. */
    start: (id: string, signal?: Signal): Promise<Job> =>
      change(JobStartDocument, { input: { id } }, { ...signal, repeatable: false }),
    /** Stops handing out URLs; those in flight finish. Pausing a paused job changes nothing. */
    pause: (id: string, signal?: Signal): Promise<Job> => change(JobPauseDocument, { input: { id } }, signal),
    /** Lets a paused run go on. */
    resume: (id: string, signal?: Signal): Promise<Job> =>
      change(JobResumeDocument, { input: { id } }, signal),
    /** Ends the run: what is in flight finishes, what waits is dropped. */
    cancel: (id: string, signal?: Signal): Promise<Job> =>
      change(JobCancelDocument, { input: { id } }, signal),
    /** Changes a job; its running run follows within a second. Safe to repeat only with `expectedVersion`. */
    update: (input: JobUpdateInput, signal?: Signal): Promise<Job> =>
      change(JobUpdateDocument, { input }, { ...signal, repeatable: false }),
    /** Makes a new job like another one; carries an idempotency key, like `create`. */
    clone: (input: JobCloneInput, signal?: Signal): Promise<Job> =>
      change(JobCloneDocument, { input: withKey(input) }, signal),
    /** Deletes a job and all its data; its id. */
    delete: async (input: JobDeleteInput, signal?: Signal): Promise<string> =>
      (await change(JobDeleteDocument, { input }, signal)).id,
    /** Adds up to 1,000 seeds to a job and its running run; every row has a verdict of its own. */
    addSeeds: (input: JobAddSeedsInput, signal?: Signal): Promise<AddedSeeds> =>
      change(JobAddSeedsDocument, { input: withKey(input) }, signal),
    /** One job; code `NOT_FOUND` when there is none of this id. */
    get: async (id: string, signal?: Signal): Promise<JobDetails> =>
      (await ask(JobGetDocument, { id }, signal)).job ?? notFound('job', id),
    /** The newest jobs and where their latest runs are, whenever that changes; never ends by itself. */
    watchAll: (
      filter: JobFilter = {},
      { first = 20, intervalMs = 1000, ...options }: WatchOptions & { first?: number } = {},
    ): AsyncGenerator<JobRow[], void, undefined> =>
      follow(
        JobsWatchDocument,
        () => ({ filter, first, intervalMs }),
        ({ jobs }) => jobs.jobs,
        options,
      ),
    /** All jobs, newest first. */
    list: (filter: JobFilter = {}, signal?: Signal): List<JobRow> =>
      pages(JobListDocument, { filter }, ({ jobs }) => jobs, signal),
    /** The URLs a job starts from. */
    seeds: (id: string, signal?: Signal): List<{ url: string }> =>
      pages(JobSeedsDocument, { id }, ({ job }) => job?.seeds ?? notFound('job', id), signal),
    /**
     * Follows the latest run of a job, or a run by its id, to its end. The first event is a snapshot; every
     * event holds absolute values, so an event missed while the connection was made again costs nothing.
     */
    watch: (id: string, options: WatchOptions = {}): AsyncGenerator<JobEvent, void, undefined> =>
      watchProgress(calls, id, options),
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
  { follow }: Calls,
  id: string,
  { intervalMs = 1000, ...options }: WatchOptions,
): AsyncGenerator<JobEvent, void, undefined> {
  const variables = () => ({ id, intervalMs });
  for await (const event of follow(JobWatchDocument, variables, (all) => all.jobProgress, options)) {
    yield event;
    if (event.__typename === 'JobProgressDone') return;
  }
}
