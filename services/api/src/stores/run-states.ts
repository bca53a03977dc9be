import { finalRunStates, type RunState, runs } from '@trunkline/database';
import { sql } from 'drizzle-orm';

export const isFinal = (state: RunState): boolean => (finalRunStates as readonly RunState[]).includes(state);

/** Runs that are not over; spelled as the partial index `runs_active` is. */
export const activeRun = sql`${runs.state} not in ('done', 'cancelled', 'failed')`;
