import type { Client } from '@urql/core';
import { createContext, useContext, useSyncExternalStore } from 'react';
import {
  type JobItemFragment,
  LiveDocument,
  type LiveSubscription,
  type LiveSubscriptionVariables,
  type LiveTopic,
  type WorkerPartsFragment,
} from '../generated/graphql.ts';
import { createFollowedRun, type FollowedRun } from '../run/followed-run.ts';
import { byHash } from './api.ts';
import { type Problem, problemOf } from './problem.ts';

export type Connection = 'connecting' | 'live' | 'lost' | 'refused';

/** What the page knows of the service; null and undefined: not told yet. */
export type Overview = {
  connection: Connection;
  problem: Problem | null;
  jobs: JobItemFragment[] | undefined;
  hasMore: boolean;
  workers: WorkerPartsFragment[] | undefined;
  /** The job that is followed, wherever it is in the list. */
  job: JobItemFragment | null;
  /** It was deleted. */
  gone: boolean;
  /** Its latest run. */
  run: FollowedRun | null;
};

/** Longest wait before connecting again, ms. */
const MAX_WAIT = 5000;
/** Captures of a run the page shows. */
const CAPTURES = 15;

type Event = LiveSubscription['live']['event'];

/**
 * The one live connection of the page: the lists always, a job and its latest run while one is followed. It is made again when it
 * is lost, and when something else is followed; each topic begins with a snapshot, and the log of a run goes on after its last
 * cursor, so nothing has to be asked for beside it.
 */
export function createLive(client: Client) {
  let state: Overview = {
    ...{ connection: 'connecting', problem: null, jobs: undefined, hasMore: false, workers: undefined },
    ...{ job: null, gone: false, run: null },
  };
  const listeners = new Set<() => void>();
  let followed: { job: string; run: string | null } | null = null;
  let failures = 0;
  let timer: ReturnType<typeof setTimeout> | undefined;
  let leave: (() => void) | null = null;

  function change(part: Partial<Overview>): void {
    state = { ...state, ...part };
    for (const listener of listeners) listener();
  }

  function connect(): void {
    clearTimeout(timer);
    leave?.();
    let last: unknown = null;
    let closed = false;
    const { unsubscribe } = client
      .subscription<LiveSubscription, LiveSubscriptionVariables>(byHash(LiveDocument), { topics: topics() })
      .subscribe((result) => {
        if (closed) return;
        if (result.error) return lost(problemOf(result.error));
        const message = result.data?.live;
        if (message && message !== last) {
          last = message;
          failures = 0;
          if (state.connection !== 'live') change({ connection: 'live', problem: null });
          take(message.topic, message.event);
        }
        // Two of the topics never end: a stream that does was cut.
        if (result.hasNext === false && !closed) lost(null);
      });
    leave = () => {
      closed = true;
      unsubscribe();
    };
  }

  function topics(): LiveTopic[] {
    const all: LiveTopic[] = [{ jobs: { first: 50 } }, { workers: {} }];
    if (followed === null) return all;
    all.push({ jobs: { name: 'job', filter: { ids: [followed.job] }, first: 1 } });
    if (followed.run === null) return all;
    const id = followed.run;
    return [
      ...all,
      { run: { id } },
      { captures: { id, most: CAPTURES } },
      { runEvents: { id, after: state.run?.cursor() ?? null, kinds: ['STATE', 'TROUBLE'] } },
    ];
  }

  function take(topic: string, event: Event) {
    if (event.__typename === 'LiveJobs' && topic === 'jobs')
      return change({ jobs: event.jobs, hasMore: event.hasMore });
    if (event.__typename === 'LiveJobs') {
      const [job] = event.jobs;
      change({ job: job ?? null, gone: job === undefined });
      // It was started again, here or elsewhere.
      if (job && followed?.job === job.id) follow(job.id, job.latestRun?.id ?? null);
      return;
    }
    if (event.__typename === 'LiveWorkers') return change({ workers: event.workers });
    state.run?.take(event);
  }

  function lost(problem: Problem | null) {
    leave?.();
    leave = null;
    const { code } = problem ?? { code: 'UNREACHABLE' };
    // The job was deleted meanwhile: the lists go on without it.
    if (code === 'NOT_FOUND' && followed !== null) return follow(null);
    const passing = ['UNREACHABLE', 'UNAVAILABLE', 'INTERNAL', 'RATE_LIMITED', 'TOO_MANY_SUBSCRIPTIONS'];
    const refused = !passing.includes(code);
    change({ connection: refused ? 'refused' : 'lost', problem });
    if (refused) return;
    failures += 1;
    clearTimeout(timer);
    timer = setTimeout(connect, Math.min(MAX_WAIT, 250 * 2 ** failures) * (0.5 + Math.random() / 2));
  }

  /** Follows a job and a run of it, or none. Following what is followed changes nothing. */
  function follow(job: string | null, run: string | null = null) {
    if (followed?.job === (job ?? undefined) && (followed?.run ?? null) === run) return;
    followed = job === null ? null : { job, run };
    change({
      gone: false,
      job: state.job?.id === job ? state.job : null,
      run: run === null ? null : state.run?.id === run ? state.run : createFollowedRun(run, CAPTURES),
    });
    if (listeners.size > 0) connect();
  }

  return {
    follow,
    now: () => state,
    /** Connected while somebody listens. */
    listen(listener: () => void): () => void {
      listeners.add(listener);
      if (leave === null && state.connection !== 'refused') connect();
      return () => {
        listeners.delete(listener);
        if (listeners.size > 0) return;
        clearTimeout(timer);
        leave?.();
        leave = null;
      };
    },
  };
}

export type Live = ReturnType<typeof createLive>;

export const LiveContext = createContext<Live | null>(null);

export function useLive(): Live {
  const live = useContext(LiveContext);
  if (live === null) throw new Error('nothing is followed outside of the frame');
  return live;
}

export function useOverview(): Overview {
  const live = useLive();
  return useSyncExternalStore(live.listen, live.now);
}
