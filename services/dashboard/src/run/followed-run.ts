import { type Capture, isOver, type LiveMessage, type Progress } from '@trunkline/client';
import type { EventOf } from '../api/event-of.ts';
import { createStore } from '../ui/store.ts';
import { createHistory } from './history.ts';

export type RunHead = Omit<EventOf<'JobProgressDone'>['run'], 'job'>;

/** A line of the log: what happened, or how many events are gone. */
export type Happening =
  | { kind: 'state'; key: string; at: string; to: string }
  | { kind: 'trouble'; key: string; at: string; trouble: EventOf<'RunTrouble'> }
  | { kind: 'gap'; key: string; at: string; gone: number };

export type RunNow = {
  progress: Progress | null;
  run: RunHead | null;
  /** Nothing more will come. */
  over: boolean;
  /** Newest first; undefined: not told yet. */
  captures: Capture[] | undefined;
  /** Newest first. */
  happenings: Happening[];
};

/** Lines of the log that are kept. */
const HAPPENINGS = 200;

/** What is known of a run, from the events of the live connection. Every event but those of the log is absolute. */
export function createFollowedRun(id: string, mostCaptures: number) {
  const history = createHistory();
  const { now, change, listen } = createStore<RunNow>({
    ...{ progress: null, run: null, over: false, captures: undefined, happenings: [] },
  });

  const happened = (happening: Happening) =>
    change({ happenings: [happening, ...now().happenings].slice(0, HAPPENINGS) });

  return {
    id,
    history,
    take(event: LiveMessage['event']) {
      switch (event.__typename) {
        case 'JobProgressSnapshot':
        case 'JobProgressUpdate':
        case 'JobStateChanged':
        case 'JobProgressDone':
          history.add(event.progress);
          return change({
            progress: event.progress,
            run: 'run' in event ? event.run : now().run,
            over: isOver(event.progress.state),
          });
        case 'LiveCaptures': {
          const newest = event.captures.toReversed();
          const before = event.snapshot ? [] : (now().captures ?? []);
          return change({ captures: [...newest, ...before].slice(0, mostCaptures) });
        }
        case 'RunStateChanged':
          return happened({ kind: 'state', key: event.cursor, at: event.at, to: event.to });
        case 'RunTrouble':
          return happened({ kind: 'trouble', key: event.cursor, at: event.at, trouble: event });
        case 'RunEventsResync':
          // The log reaches back no further than what follows: what is shown before it is true, with a gap after it.
          return happened({ kind: 'gap', key: event.cursor, at: event.at, gone: event.dropped });
        default:
      }
    },
    now,
    listen,
  };
}

export type FollowedRun = ReturnType<typeof createFollowedRun>;
