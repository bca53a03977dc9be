import type { JobState } from '@trunkline/client';

/** What a state asks of the operator, as a colour. */
const tones: Record<JobState, string> = {
  NEW: 'quiet',
  STARTING: 'busy',
  RUNNING: 'busy',
  PAUSED: 'held',
  CANCELLING: 'held',
  LOST: 'bad',
  REPAIRING: 'busy',
  RECORDING: 'busy',
  DONE: 'good',
  CANCELLED: 'quiet',
  FAILED: 'bad',
};

export function StateBadge({ state }: { state: JobState }) {
  return <span className={`badge tone-${tones[state]}`}>{state.toLowerCase()}</span>;
}

export function toneOf(state: JobState): string {
  return tones[state];
}
