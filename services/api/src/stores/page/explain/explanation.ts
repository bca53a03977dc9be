import type { visits } from '@trunkline/database';
import type { UrlState as FrontierUrl } from '@trunkline/frontier';
import type { Stage } from '@trunkline/policy';
import type { Hold } from '../../host/hold.ts';
import type { KnownOfHost } from '../../host/host-store.ts';
import type { TrapValue } from '../../run/trap-store.ts';
import type { CaptureValue, JobValue, PolicyVersionValue, RunValue } from '../../values.ts';
import type { PageValue } from '../page-store.ts';

/** Where one URL is for one run. */
export const urlPlaces = [
  'unknown',
  'waiting',
  'delayed',
  'inFlight',
  'ended',
  'dead',
  'dropped',
  'unvisited',
  'unfound',
] as const;
export type UrlPlace = (typeof urlPlaces)[number];

/** What is asked of a URL before it is fetched, in this order. */
export const urlChecks = [
  'run',
  'scope',
  'trap',
  'quarantine',
  'depth',
  'hops',
  'known',
  'budget',
  'limits',
  'robots',
  'host',
] as const;
/** `passes` null: nobody can say before it is tried. */
export type CheckValue = { check: (typeof urlChecks)[number]; passes: boolean | null; sentence: string };

/** One try; its capture is null where none was kept. */
export type TryValue = typeof visits.$inferSelect & { capture: CaptureValue | null };

/** What the robots.txt of the origin says of a URL. `allowed` null: it has not been read for this project. */
export type RobotsValue = {
  origin: string;
  obeyed: boolean;
  allowed: boolean | null;
  userAgent: string;
  group: string | null;
  line: string | null;
  lineNumber: number | null;
  state: 'rules' | 'allowAll' | 'unreachable' | null;
  detail: string | null;
  digest: string | null;
  /** When this version was read first, and when what decides was read. */
  firstSeenAt: Date | null;
  readAt: Date | null;
  unreachableSince: Date | null;
  decidesUntil: Date | null;
  sentence: string;
};

/** A URL on the way from a seed to the one that is asked for, or a redirect on the way from there. */
export const linkKinds = ['seed', 'link', 'redirect', 'sitemap'] as const;
export type StepValue = {
  url: string;
  /** How it led to the next one, or the page before it led here. */
  kind: (typeof linkKinds)[number];
  depth: number;
  firstSeenAt: Date;
  outcome: string | null;
  status: number | null;
};

export type HopValue = {
  url: string;
  at: Date;
  outcome: string;
  status: number | null;
  target: string | null;
  capture: CaptureValue | null;
};

export type InFlightAtValue = {
  session: string;
  /** As the caller is told its name; null: it does not report. */
  worker: string | null;
  since: Date;
  stage: Stage | null;
  stageMs: number | null;
};

/** When the host may be asked next for it, and when its turn may come: both null while something without an end holds it. */
export type NextValue = { hostAt: Date | null; earliest: Date | null; latest: Date | null; sentence: string };

export type DeadReasonValue = { reason: string; attempts: number; at: Date | null; sentence: string };

export type OmissionValue = { kind: string; reason: string; count: number; sample: string; isIt: boolean };

/** What a URL waited for, since it became known or its run began. */
export const waitKinds = [
  'robots',
  'turn',
  'pace',
  'backOff',
  'delayed',
  'tries',
  'held',
  'busy',
  'workers',
  'unknown',
] as const;
export type WaitPart = { kind: (typeof waitKinds)[number]; ms: number; isMeasured: boolean };
export type WaitValue = { from: Date; to: Date; totalMs: number; isOver: boolean; parts: WaitPart[] };

export type ExplanationValue = {
  given: string;
  url: string;
  changes: string[];
  host: string;
  job: JobValue;
  /** Null: the job has none yet. */
  run: RunValue | null;
  place: UrlPlace;
  /** In the queue of its host, 0 is next; null: not known, or it does not wait. */
  position: number | null;
  attempts: number;
  until: Date | null;
  inFlight: InFlightAtValue | null;
  /** Null: the run has left the frontier. */
  ifEnqueued: FrontierUrl['ifEnqueued'] | 'scope' | null;
  checks: CheckValue[];
  inScope: boolean;
  scopeReason: string;
  robots: RobotsValue;
  /** What it is held for, or would be, or was: the shape that covers it; null: none does. */
  trap: TrapValue | null;
  /** By which the run decides; null: it is gone. */
  policyVersion: PolicyVersionValue | null;
  /** What was read of its host; null: the run has left the frontier. */
  read: KnownOfHost | null;
  holds: Hold[];
  next: NextValue | null;
  tries: TryValue[];
  dead: DeadReasonValue | null;
  omissions: OmissionValue[];
  parents: StepValue[];
  redirects: HopValue[];
  page: PageValue | null;
  /** Why it was not asked for sooner; null: it neither waits nor was asked for. */
  wait: WaitValue | null;
  summary: string;
};
