import { useEffect, useState } from 'react';
import { useClient } from 'urql';
import { type Problem, problemOf } from '../api/problem.ts';
import {
  JobProgressDocument,
  type JobProgressSubscription,
  type JobProgressSubscriptionVariables,
  type ProgressPartsFragment,
  type RunHeadFragment,
} from '../generated/graphql.ts';
import { createHistory, type History } from './history.ts';

export type Progress = ProgressPartsFragment;

/** Whether a run is over for good. */
export function isOver(state: Progress['state']): boolean {
  return state === 'DONE' || state === 'CANCELLED' || state === 'FAILED';
}

export type LiveRun = {
  connection: 'connecting' | 'live' | 'lost' | 'over' | 'refused';
  progress: Progress | null;
  run: RunHeadFragment | null;
  problem: Problem | null;
  history: History;
};

/** Longest wait before connecting again, ms. */
const MAX_WAIT = 5000;

/**
 * Follows a run over one subscription until it is over. A lost connection is made again; since the first event
 * is a snapshot and every event is absolute, nothing has to be caught up.
 */
export function useLiveRun(runId: string | null): LiveRun {
  const client = useClient();
  const [live, setLive] = useState<LiveRun>(emptyRun);

  useEffect(() => {
    const first = emptyRun();
    setLive(first);
    if (runId === null) return;
    let failures = 0;
    let over = false;
    let timer: ReturnType<typeof setTimeout> | undefined;
    let stop = connect();

    function connect(): () => void {
      let lastEvent: unknown = null;
      const { unsubscribe } = client
        .subscription<JobProgressSubscription, JobProgressSubscriptionVariables>(
          JobProgressDocument.toString(),
          { id: runId as string },
        )
        .subscribe((result) => {
          const event = result.data?.jobProgress;
          if (result.error) return lost(problemOf(result.error));
          if (event && event !== lastEvent) {
            lastEvent = event;
            failures = 0;
            over = event.__typename === 'JobProgressDone';
            first.history.add(event.progress);
            setLive((before) => ({
              ...before,
              connection: over ? 'over' : 'live',
              progress: event.progress,
              run: 'run' in event ? event.run : before.run,
              problem: null,
            }));
          }
          // A stream that ends before the run does was cut.
          if (result.hasNext === false && !over) lost(null);
        });
      return unsubscribe;
    }

    function lost(problem: Problem | null): void {
      const refused = problem !== null && problem.code !== 'UNREACHABLE' && problem.code !== 'UNAVAILABLE';
      setLive((before) => ({ ...before, connection: refused ? 'refused' : 'lost', problem }));
      if (refused) return;
      failures += 1;
      clearTimeout(timer);
      timer = setTimeout(
        () => {
          stop();
          stop = connect();
        },
        Math.min(MAX_WAIT, 250 * 2 ** failures) * (0.5 + Math.random() / 2),
      );
    }

    return () => {
      clearTimeout(timer);
      stop();
    };
  }, [client, runId]);

  return live;
}

function emptyRun(): LiveRun {
  return { connection: 'connecting', progress: null, run: null, problem: null, history: createHistory() };
}
