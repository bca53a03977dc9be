import type { Policy } from '@trunkline/client';
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

/** The state of a job or run as people read it: lower case, coloured by what it asks of them. */
export function stateInWords(state: string, style: Style): string {
  const word = state.toLowerCase();
  switch (state) {
    case 'RUNNING':
    case 'STARTING':
      return style.cyan(word);
    case 'DONE':
      return style.green(word);
    case 'FAILED':
    case 'LOST':
      return style.red(word);
    case 'PAUSED':
    case 'CANCELLING':
    case 'REPAIRING':
    case 'CANCELLED':
      return style.yellow(word);
    default:
      return word;
  }
}
