import type { JobState, Policy, RunState, Stage } from '@trunkline/client';
import { count, duration } from './format.ts';
import type { Style } from './style.ts';

type Pace = Policy['rules']['pace'];

/** `1 request a second per host`, `a request every 5.0 s per host`, `up to 100 a second per host, 8 at once`. */
export function paceInWords(pace: Pace): string {
  if (pace.mode === 'RATE') {
    const perSecond = pace.perSecond ?? 0;
    return `up to ${count(perSecond) === '0' ? perSecond : perSecond.toLocaleString('en-US')} requests a second per host, ${pace.concurrency ?? 1} at once`;
  }
  if (pace.delayMs === 0) return 'one request after the other per host, without a delay';
  if (pace.delayMs === 1000) return '1 request a second per host';
  return `1 request per host every ${duration(pace.delayMs ?? 0)}`;
}

/** The same for a table: `30/s, 4 at once`, `every 1.0 s`, `no delay`. */
export function paceInShort({ mode, delayMs, perSecond, concurrency }: Pace): string {
  if (mode === 'RATE') return `${(perSecond ?? 0).toLocaleString('en-US')}/s, ${concurrency ?? 1} at once`;
  return delayMs ? `every ${duration(delayMs)}` : 'no delay';
}

/** The stages of a visit, in their order. */
export const stages: readonly Stage[] = [
  ...(['QUEUE', 'ROBOTS', 'DNS', 'CONNECT', 'HEADERS'] as const),
  ...(['BODY', 'EXTRACT', 'STORE', 'SETTLE'] as const),
];

/** Every state of a run, coloured by what it asks of people. */
const colours: Record<RunState, 'cyan' | 'green' | 'red' | 'yellow' | null> = {
  STARTING: 'cyan',
  RUNNING: 'cyan',
  PAUSED: 'yellow',
  CANCELLING: 'yellow',
  RECORDING: null,
  LOST: 'red',
  REPAIRING: 'yellow',
  DONE: 'green',
  CANCELLED: 'yellow',
  FAILED: 'red',
};

/** States of runs as options spell them. */
export const runStates = Object.keys(colours).map((state) => state.toLowerCase());

/** The state of a job or run as people read it: lower case and coloured. A job without a run has one more, which is plain. */
export function stateInWords(state: RunState | JobState, style: Style): string {
  const colour = state === 'NEW' ? null : colours[state];
  return colour === null ? state.toLowerCase() : style[colour](state.toLowerCase());
}
