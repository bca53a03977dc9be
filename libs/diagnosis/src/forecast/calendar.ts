import type { Window } from './situation.ts';

const MINUTE = 60_000;
const WEEK = 10_080;
const DAY = 86_400_000;
/** Monday 5 January 1970, 00:00 UTC. */
const MONDAY = 4 * DAY;
/** Stretches of time that are looked at one by one; what is left then goes on as it went until there. */
const STRETCHES = 20_000;

/** What keeps work from going on around the clock. `pagesPerMs`: how fast a daily quota is spent while it goes on. */
export type Calendar = {
  windows: readonly Window[];
  pagesPerDay: { most: number; left: number } | null;
  pagesPerMs: number;
};

/** When `workMs` of work that begins at `at` is done, as days and windows allow; infinite: never. */
export function endOf(at: number, workMs: number, { windows, pagesPerDay, pagesPerMs }: Calendar): number {
  let [now, left] = [at, workMs];
  let today = pagesPerDay ? pagesPerDay.left / pagesPerMs : Number.POSITIVE_INFINITY;
  const aDay = pagesPerDay ? pagesPerDay.most / pagesPerMs : Number.POSITIVE_INFINITY;
  if (windows.length === 0 && pagesPerDay === null) return at + workMs;
  if (aDay <= 0 && today < workMs) return Number.POSITIVE_INFINITY;
  for (let n = 0; n < STRETCHES; n++) {
    const midnight = (Math.floor(now / DAY) + 1) * DAY;
    const { open, until } = stretch(now, windows);
    const end = Math.min(until, midnight);
    if (open) {
      const some = Math.min(left, today, end - now);
      left -= some;
      today -= some;
      // A thousandth of a ms is what numbers of this size are rounded by.
      if (left <= 1e-3) return now + some;
    }
    now = end;
    if (end === midnight) today = aDay;
  }
  return left < workMs ? now + ((now - at) * left) / (workMs - left) : Number.POSITIVE_INFINITY;
}

/** Whether it is open at a moment, and until when that stays so. */
function stretch(at: number, windows: readonly Window[]): { open: boolean; until: number } {
  if (windows.length === 0) return { open: true, until: Number.POSITIVE_INFINITY };
  const minute = ((((at - MONDAY) / MINUTE) % WEEK) + WEEK) % WEEK;
  const edges = windows.flatMap(({ opens, closes }) => [opens % WEEK, closes % WEEK]);
  const next = Math.min(...edges.map((edge) => (edge > minute ? edge - minute : edge - minute + WEEK)));
  return { open: windows.some((window) => within(window, minute)), until: at + next * MINUTE };
}

const within = ({ opens, closes }: Window, minute: number) =>
  opens < closes ? minute >= opens && minute < closes : minute >= opens || minute < closes;

/** Whether URLs may be handed out at that moment. */
export const isOpen = (at: number, windows: readonly Window[]): boolean => stretch(at, windows).open;
