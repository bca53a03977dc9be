import type { Forecast } from '@trunkline/client';
import type { Field } from './fields.ts';
import type { Output } from './output.ts';
import { clean } from './text.ts';

const bounds: Record<NonNullable<Forecast['boundBy']>, string> = {
  ...{ POLITENESS: 'pace', WORKERS: 'workers', BANDWIDTH: 'bandwidth' },
  ...{ QUOTA: 'quota', WINDOW: 'windows', BUDGET: 'budget' },
};
const unknowns: Record<NonNullable<Forecast['unknown']>, string> = {
  ...{ PAUSED: 'paused', HOST_PAUSED: 'a host is paused', NO_WORKERS: 'no workers', QUOTA: 'quota spent' },
  ...{
    WINDOW: 'no window',
    FEEDING: 'seeds come in',
    DISCOVERY: 'still growing',
    TOO_EARLY: 'too early to tell',
  },
};

/** A forecast in a few words, for lines that have others beside it: times are those of this machine. */
export function forecastInShort({ finish, unknown, boundBy, host, at, missesTarget }: Forecast): string {
  const late = missesTarget ? ', late' : '';
  if (finish === null) return `no end in sight: ${unknowns[unknown!]}${late}`;
  const from = new Date(at).toDateString();
  const clock = (time: string) => {
    const date = new Date(time);
    const hours = date.toTimeString().slice(0, 5);
    return date.toDateString() === from ? hours : `${date.toDateString().slice(4, 10)} ${hours}`;
  };
  const by = boundBy === 'POLITENESS' && host ? `pace of ${clean(host.host)}` : bounds[boundBy!];
  return `done about ${clock(finish.likely)} (${clock(finish.earliest)} to ${clock(finish.latest)})${late}, bound by ${by}`;
}

/** Moments of a plan or a forecast, a line each: short enough for any terminal. */
export function finishFields(finish: Forecast['finish'], otherwise: string | null): Field[] {
  const shown = (moment: string) => `${moment.slice(0, 19)}Z`;
  return [
    ['done', finish ? shown(finish.likely) : otherwise],
    ['between', finish && `${shown(finish.earliest)} and ${shown(finish.latest)}`],
  ];
}

/** What cannot work, each on a line of its own. */
export function sayWarnings(output: Output, warnings: readonly { message: string }[]): void {
  for (const { message } of warnings) output.note(output.style.yellow(`Mind: ${clean(message)}`));
}
