import type { RunEvent } from '@trunkline/telemetry';
import type { CausesValue, FindingValue } from '../stores/run/finding-store.ts';
import type {
  CaptureValue,
  HostStateValue,
  JobValue,
  ProgressValue,
  RunValue,
  WorkerValue,
} from '../stores/values.ts';
import type { ProgressEvent } from './runs/progress-event.ts';

/** A look at something that is whole in itself: whoever missed the one before has lost nothing. */
export type Look<Name extends string, T> = {
  typename: Name;
  kind: 'snapshot' | 'update';
  at: Date;
  value: T;
  /** Events this watcher missed since the one before. */
  dropped: number;
};

export type WorkersLook = Look<'LiveWorkers', WorkerValue[]>;
export type HostsLook = Look<'LiveHosts', HostStateValue[]>;
export type FindingsLook = Look<'LiveFindings', { findings: FindingValue[]; causes: CausesValue | null }>;
export type JobsLook = Look<'LiveJobs', { jobs: JobValue[]; more: boolean }>;

/** Captures as they are recorded; the first event has the newest there were. `dropped`: captures left out. */
export type CapturesEvent = {
  typename: 'LiveCaptures';
  kind: 'snapshot' | 'captures';
  at: Date;
  captures: CaptureValue[];
  dropped: number;
};

type Placed = { cursor: string; at: Date; dropped: number };

/** Where a run is, at the beginning and after a gap. `dropped`: events of the gap. */
export type RunLook = Placed & {
  typename: 'RunEventsSnapshot' | 'RunEventsResync';
  run: RunValue;
  progress: ProgressValue;
};
export type RunHappening<Kind extends RunEvent['kind']> = Placed & {
  typename: { state: 'RunStateChanged'; trouble: 'RunTrouble'; discovery: 'RunDiscovery' }[Kind];
  event: Extract<RunEvent, { kind: Kind }>;
};
export type RunEventValue =
  | RunLook
  | RunHappening<'state'>
  | RunHappening<'trouble'>
  | RunHappening<'discovery'>;

/** A topic of a multiplexed subscription has nothing more to say. */
export type TopicEnded = { typename: 'LiveTopicEnded'; dropped: number };

export type LiveEventValue =
  | ProgressEvent
  | WorkersLook
  | HostsLook
  | JobsLook
  | FindingsLook
  | CapturesEvent
  | RunEventValue
  | TopicEnded;

/** An event of a multiplexed subscription and the topic it belongs to. */
export type LiveMessageValue = { topic: string; event: LiveEventValue };
