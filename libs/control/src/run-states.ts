import { finalRunStates, overStates, type RunState, runs } from '@trunkline/database';
import { type SQL, sql } from 'drizzle-orm';

/*
 *   (no run, or one that is over)
 *        │ start
 *        ▼           pause
 *     starting ────────────────▶ paused          starting · running · paused · lost · repairing
 *        │     ◀────────────────  ▲  │                    │ cancel
 *        │ seeds    resume        │  │                    ▼
 *        │ are in                 │  │                cancelling ──▶ cancelled
 *        ▼           pause        │  │                        all is committed
 *     running ────────────────────┘  │
 *        │  ▲ ◀──────────────────────┘           (any that Redis does not know any more) ──▶ lost ──▶ repairing
 *        ▼  │ Redis forgot some   resume                                     where it was ◀── found ────┘ repaired
 *     recording ──▶ done
 *                all is committed                (one whose policy cannot be read) ──▶ failed
 *
 * Arrows with a verb are an operator's (`verbs`), all others the conductor's. `done`, `cancelled` and `failed` are over: nothing
 * leaves them, and the next run of the job may start. All others are active, at most one of a job at a time.
 */

/** Whether a run has come to its end, which it never leaves. */
export const isOver = (state: RunState): boolean => (finalRunStates as readonly RunState[]).includes(state);

/** Whether a run is neither lost nor under repair: else it waits, and its error says what for. */
export const isGoing = (state: RunState): boolean => state !== 'lost' && state !== 'repairing';

/** SQL: runs that are not over; spelled as the partial indexes are. */
export const activeRun: SQL = sql`${runs.state} not in ${sql.raw(overStates)}`;

/** What operators do to the run of a job. */
export type RunVerb = 'start' | 'pause' | 'resume' | 'cancel';

/** By verb and the state of a job's latest run: the state it has then. `same`: it is so already. Left out: it cannot be. */
export const verbs: Record<RunVerb, { readonly [from in RunState | 'new']?: RunState | 'same' }> = {
  start: {
    ...{ new: 'starting', done: 'starting', cancelled: 'starting', failed: 'starting' },
    ...{ starting: 'same', running: 'same' },
  },
  pause: { starting: 'paused', running: 'paused', paused: 'same' },
  // `starting` while its seeds are still entering (do-to-run.ts).
  resume: { paused: 'running', starting: 'same', running: 'same' },
  cancel: {
    ...{ starting: 'cancelling', running: 'cancelling', paused: 'cancelling' },
    ...{ lost: 'cancelling', repairing: 'cancelling', cancelling: 'same', cancelled: 'same' },
  },
};

/**
 * What the frontier is to make of a run in this state. `ending`: no URL goes out or in any more. Until all that ended is marked as
 * known, the links of a run that was lost would be taken for new ones: it waits.
 */
export function frontierState(run: Standing): 'running' | 'paused' | 'ending' | 'cancelled' {
  switch (run.state) {
    case 'cancelling':
    case 'cancelled':
      return 'cancelled';
    case 'recording':
    case 'done':
    case 'failed':
      return 'ending';
    case 'starting':
    case 'running':
      return run.endReason === null ? 'running' : 'ending';
    default:
      return run.endReason === null ? 'paused' : 'ending';
  }
}

type Standing = { state: RunState; endReason: string | null };

/** Whether URLs can still enter a run: until its end is decided. */
export const takesUrls = (run: Standing): boolean => ['running', 'paused'].includes(frontierState(run));
