import type { Client, Topic } from '@trunkline/client';
import { createFollowedRun, type FollowedRun } from '../run/followed-run.ts';
import { createStore } from '../ui/store.ts';
import type { Event, EventOf } from './event-of.ts';
import { type Problem, problemOf } from './problem.ts';

export type JobItem = EventOf<'LiveJobs'>['jobs'][number];
export type WorkerItem = EventOf<'LiveWorkers'>['workers'][number];

export type Connection = 'connecting' | 'live' | 'lost' | 'refused';

/** What the page knows of the service; null and undefined: not told yet. */
export type Overview = {
  connection: Connection;
  problem: Problem | null;
  jobs: JobItem[] | undefined;
  hasMore: boolean;
  workers: WorkerItem[] | undefined;
  /** The job that is followed, wherever it is in the list. */
  job: JobItem | null;
  /** Id of a job that was followed and deleted. */
  gone: string | null;
  /** Its latest run. */
  run: FollowedRun | null;
};

/** Captures of a run the page shows. */
const CAPTURES = 15;

/**
 * The one live connection of the page: the lists always, a job and its latest run while one is followed. It is begun anew when
 * something else is followed; each topic begins with a snapshot, so nothing has to be asked for beside it.
 */
export function createLive(client: Client) {
  const { now, change, listen, listeners } = createStore<Overview>({
    ...{ connection: 'connecting', problem: null, jobs: undefined, hasMore: false, workers: undefined },
    ...{ job: null, gone: null, run: null },
  });
  let followed: { job: string; run: string | null } | null = null;
  let reading: AbortController | null = null;

  function connect(): void {
    reading?.abort();
    reading = new AbortController();
    void read(reading.signal);
  }

  async function read(signal: AbortSignal): Promise<void> {
    try {
      const events = client.live(topics(), {
        signal,
        onConnection: (is) => {
          if (is.state === 'waiting') change({ connection: 'lost', problem: problemOf(is.error) });
        },
      });
      for await (const { topic, event } of events) {
        if (now().connection !== 'live') change({ connection: 'live', problem: null });
        take(topic, event);
      }
    } catch (error) {
      if (signal.aborted) return;
      const problem = problemOf(error);
      if (problem.code !== 'NOT_FOUND' || followed === null)
        return change({ connection: 'refused', problem });
      // The lists go on without it.
      change({ gone: followed.job });
      follow(null);
    }
  }

  function topics(): Topic[] {
    const all: Topic[] = [{ jobs: { first: 50 } }, { workers: {} }];
    if (followed === null) return all;
    all.push({ jobs: { name: 'job', filter: { ids: [followed.job] }, first: 1 } });
    if (followed.run === null) return all;
    const id = followed.run;
    const kinds: ['STATE', 'TROUBLE'] = ['STATE', 'TROUBLE'];
    return [...all, { run: { id } }, { captures: { id, most: CAPTURES } }, { runEvents: { id, kinds } }];
  }

  function take(topic: string, event: Event) {
    if (event.__typename === 'LiveJobs' && topic === 'jobs')
      return change({ jobs: event.jobs, hasMore: event.hasMore });
    if (event.__typename === 'LiveJobs') {
      const [job] = event.jobs;
      change({ job: job ?? null });
      if (job === undefined) change({ gone: followed?.job ?? null });
      // It was started again, here or elsewhere.
      else if (followed?.job === job.id) follow(job.id, job.latestRun?.id ?? null);
      return;
    }
    if (event.__typename === 'LiveWorkers') return change({ workers: event.workers });
    now().run?.take(event);
  }

  /** Follows a job and a run of it, or none. Following what is followed changes nothing. */
  function follow(job: string | null, run: string | null = null) {
    if (followed?.job === (job ?? undefined) && (followed?.run ?? null) === run) return;
    followed = job === null ? null : { job, run };
    change({
      job: now().job?.id === job ? now().job : null,
      run: run === null ? null : createFollowedRun(run, CAPTURES),
    });
    if (listeners.size > 0) connect();
  }

  return {
    follow,
    now,
    /** Connected while somebody listens. */
    listen(listener: () => void): () => void {
      const leave = listen(listener);
      if (reading === null) connect();
      return () => {
        leave();
        if (listeners.size > 0) return;
        reading?.abort();
        reading = null;
      };
    },
  };
}

export type Live = ReturnType<typeof createLive>;
