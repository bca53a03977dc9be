import { type Resolution, resolutions, startOf } from '@trunkline/database';
import { BadInputError } from '../../errors.ts';

/** Points a series has at most, and those it has when nobody says how far they are to be apart. */
const MOST_POINTS = 1000;
const POINTS = 300;
/** Rows that one question reads at most: of sketches, which are larger, and of the rest. */
const MOST_ROWS = { times: 20_000, numbers: 60_000 };
/** There are no rows of before. */
const OLDEST_MS = Math.max(...resolutions.map(({ keep }) => keep)) * 1000;
/** What is asked for when nothing is said: the last quarter of an hour. */
const LATELY_MS = 900_000;
/** Rows are kept a little longer than they are said to be. */
const SLACK_MS = 60_000;

const [minute, hour, day] = [60, 3600, 86_400];
/** How far points are apart when nobody says it, s. */
const steps = [
  ...[1, 2, 5, 10, 20, 30, minute, 2 * minute, 5 * minute, 10 * minute, 30 * minute],
  ...[hour, 2 * hour, 6 * hour, 12 * hour, day],
];

export type Asked = { from: Date | null; to: Date | null; step: number | null };
/** Points at `from`, `from` + `step` s … before `to`, made of rows of a resolution. */
export type Plan = { from: Date; to: Date; step: number; resolution: Resolution };

/** Whose rows there are: from when to when. */
export type Spanned = { firstAt: Date; lastAt: Date };

/**
 * How a question is answered: points no further apart than asked for, unless rows that old are kept for longer spans only, and made of the
 * longest spans that give them. @throws BadInputError when that were too many points, or too many rows were to be read
 */
export function planOf(asked: Asked, now: Date, subjects: readonly Spanned[], times: boolean): Plan {
  const to = asked.to === null || asked.to > now ? new Date(now.getTime() + 1) : asked.to;
  const asFrom = asked.from ?? new Date(to.getTime() - LATELY_MS);
  const oldest = new Date(now.getTime() - OLDEST_MS);
  const from = asFrom < oldest ? oldest : asFrom;
  const seconds = (to.getTime() - from.getTime()) / 1000;
  if (!(seconds > 0))
    throw new BadInputError(
      '"from" lies after "to" or now, or "to" before there were any. Pass other moments.',
      ['from'],
    );
  if (asked.step !== null && !(asked.step >= 1 && asked.step <= 30 * day))
    throw new BadInputError(`"step" is ${asked.step}; pass seconds from 1 to ${30 * day}.`, ['step']);
  const finest = finestOf(from, now);
  const most = times ? MOST_ROWS.times : MOST_ROWS.numbers;
  const plan = (step: number): Plan => {
    const resolution = resolutionOf(step, finest);
    const whole = Math.ceil(step / resolution.seconds) * resolution.seconds;
    return { from: startOf(from, whole), to, step: whole, resolution };
  };
  if (asked.step !== null) {
    const asAsked = plan(asked.step);
    const points = Math.ceil(seconds / asAsked.step);
    if (points > MOST_POINTS)
      throw new BadInputError(
        `With a step of ${asAsked.step} s these are ${points} points, and a series has ${MOST_POINTS} at most. Pass a step of ${Math.ceil(seconds / MOST_POINTS)} s or more, or a shorter time.`,
        ['step'],
      );
    if (rowsOf(asAsked, subjects) <= most) return asAsked;
    throw tooMany(rowsOf(asAsked, subjects), most);
  }
  const plans = steps.filter((step) => seconds / step <= POINTS || step === day).map(plan);
  const cheap = plans.find((one) => seconds / one.step <= MOST_POINTS && rowsOf(one, subjects) <= most);
  if (cheap === undefined) throw tooMany(rowsOf(plans.at(-1)!, subjects), most);
  return cheap;
}

const tooMany = (rows: number, most: number) =>
  new BadInputError(
    `${rows} rows were to be read for this, and ${most} may be. Pass a longer step, a shorter time, or fewer runs, jobs, hosts or workers in "filter".`,
    ['filter'],
  );

/** The finest resolution that is still kept of a moment: of one before all, the coarsest. */
function finestOf(from: Date, now: Date): Resolution {
  const age = now.getTime() - from.getTime() - SLACK_MS;
  return resolutions.find(({ keep }) => age <= keep * 1000) ?? resolutions.at(-1)!;
}

/** The coarsest that points so far apart can be made of. */
function resolutionOf(step: number, finest: Resolution): Resolution {
  const fits = resolutions.filter(({ seconds }) => seconds >= finest.seconds && step % seconds === 0);
  return fits.at(-1) ?? finest;
}

function rowsOf({ from, to, resolution }: Plan, subjects: readonly Spanned[]): number {
  let rows = 0;
  for (const { firstAt, lastAt } of subjects) {
    const ms =
      Math.min(to.getTime(), lastAt.getTime() + SLACK_MS) - Math.max(from.getTime(), firstAt.getTime());
    if (ms > 0) rows += Math.ceil(ms / (resolution.seconds * 1000));
  }
  return rows;
}
