import type { visits } from '@trunkline/database';
import type { UrlState as FrontierUrl } from '@trunkline/frontier';
import type { RunValue } from '../values.ts';
import type { PageValue } from './page-store.ts';

/** Where one URL is for one run. */
export const urlPlaces = [
  'unknown',
  'waiting',
  'delayed',
  'inFlight',
  'ended',
  'unvisited',
  'unfound',
] as const;
export type UrlPlace = (typeof urlPlaces)[number];

export type VisitValue = typeof visits.$inferSelect;
export type EnqueueAnswer = FrontierUrl['ifEnqueued'];

export type UrlStateValue = {
  url: string;
  host: string;
  run: RunValue;
  place: UrlPlace;
  /** In the queue of its host, 0 is next; null: far behind, or it does not wait. */
  position: number | null;
  attempts: number;
  /** Until when it is delayed, or since when it is in flight. */
  until: Date | null;
  since: Date | null;
  session: string | null;
  /** Null: the run has left the frontier. */
  ifEnqueued: EnqueueAnswer | null;
  inScope: boolean;
  scopeReason: string;
  /** What the run did with it so far, oldest first. */
  visits: VisitValue[];
  page: PageValue | null;
  summary: string;
};
