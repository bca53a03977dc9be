import { endOf, isOpen } from './calendar.ts';
import { type Drained, drain } from './drain.ts';
import { type Capacity, type Change, capacityOf, flowsOf, restOf } from './flows.ts';
import { sentenceOf } from './sentence.ts';
import type { Bound, Forecast, Range, Situation, Unknown } from './situation.ts';
import { type Recent, recentOf, revisionsOf, type Sample, type Track, withSample } from './track.ts';
import { type Unseen, unseenOf } from './unseen.ts';

/** Standard deviations on either side of what is likely: some nine in ten. */
const WITHIN = 1.5;
/** When the most that may be left is so many times the least, a date would be a guess. */
const NO_GUESS = 4;
/** Pages before which the novelty of links says nothing. */
const FEW = 20;
/** A wait that makes so much of the time on the clock bounds the run. */
const MOSTLY = 1.5;

/**
 * When a run will be done, from where it stands and how it went until now, with a range that is as wide as its rate varied, as what is
 * still unseen is uncertain and as forecasts before it were wrong; or why nobody can say. `terms` names what was decided by people: policy version,
 * workers, slots; what was measured under other terms does not count.
 */
export function forecast(situation: Situation, track: Track, terms: string): Forecast {
  return look(situation, track, terms).forecast;
}

/** The same, had somebody changed something just now. What was decided otherwise since is as it was. */
export function whatIf(situation: Situation, track: Track, terms: string, change: Change): Forecast {
  return look(situation, track, terms, change).forecast;
}

/** The track with this look at its end. */
export function follow(situation: Situation, track: Track, terms: string): Track {
  const { forecast, rate, working } = look(situation, track, terms);
  const { workMs, soonest } = forecast;
  return withSample(track, situation, { rate, leftMs: workMs?.likely ?? null, terms, working, soonest });
}

/** Whether a run is after its target date, or will be, as far as its last look told (`Track.soonest`). */
export const isLate = (target: number, at: number, soonest: number | null): boolean =>
  at >= target || (soonest !== null && soonest > target);

function look(situation: Situation, track: Track, terms: string, change: Change = {}) {
  const working = isWorking(situation);
  const now = sampleOf(situation, track, terms, working);
  const recent = recentOf(track, now);
  const capacity = capacityOf(situation, recent, change);
  const limit = Math.min(capacity.workers, capacity.bandwidth);
  const drained = (unseen: number) =>
    drain(flowsOf(situation, recent, capacity, unseen, change), limit, situation.budget ?? undefined);
  const raw = drain(flowsOf(situation, null, capacity, 0), limit);
  const rate = working && situation.workers > 0 ? raw.rate : null;
  const made = (): Forecast => {
    const unseen = situation.closed
      ? { least: 0, likely: 0, most: 0 }
      : unseenOf([...track.samples, now], openOf(situation), recent?.looks);
    const none = unknownOf(situation, unseen, capacity);
    if (none)
      return without(situation, none, recent, {
        unseen,
        soonest: soonestOf(situation, capacity, drained(0).ms),
      });
    // However many will be found, no more are fetched than the budget allows.
    const room = Math.max(0, (situation.budget ?? Number.POSITIVE_INFINITY) - openOf(situation));
    const [least, likely, most] = [unseen.least, unseen.likely, unseen.most].map((some) =>
      drained(Math.min(some, room)),
    ) as [Drained, Drained, Drained];
    const unsure = revisionsOf(track, now, likely.ms);
    const workMs = rangeOf(
      { least: least.ms, likely: likely.ms, most: most.ms },
      Math.hypot(recent?.error ?? 0, unsure),
      likely,
      restOf(likely.last?.flow.host ?? null, recent),
    );
    return withDate(situation, { workMs, drained: likely, capacity, recent, unseen: unseen.likely, change });
  };
  return { forecast: made(), rate, working };
}

const openOf = ({ accepted, finished }: Situation) => Math.max(0, accepted - finished);

function isWorking({ at, paused, held, workers, windows, pagesPerDay }: Situation): boolean {
  return (
    !paused && !held && workers > 0 && isOpen(at, windows) && (pagesPerDay === null || pagesPerDay.left > 0)
  );
}

function sampleOf(situation: Situation, track: Track, terms: string, working: boolean): Sample {
  return withSample(track, situation, { rate: null, leftMs: null, terms, working, soonest: null }).samples.at(
    -1,
  )!;
}

/** The first that holds of what leaves no date to be told. */
function unknownOf(
  situation: Situation,
  { least, likely, most }: Unseen,
  capacity: Capacity,
): Unknown | null {
  const { paused, held, feeding, looked, closed, finished, budget } = situation;
  const open = openOf(situation);
  if (paused) return 'PAUSED';
  if (held || situation.pagesPerDay?.most === 0) return 'QUOTA';
  if (capacity.workers === 0) return 'NO_WORKERS';
  if (looked.some(({ concurrency, waiting }) => concurrency === 0 && waiting > 0)) return 'HOST_PAUSED';
  if (feeding) return 'FEEDING';
  // However many there are, the budget ends it.
  if (budget !== null && open + least >= budget) return null;
  if (!closed && finished < FEW) return 'TOO_EARLY';
  if (!Number.isFinite(likely) || !Number.isFinite(most) || open + most > NO_GUESS * (open + least))
    return 'DISCOVERY';
  return null;
}

function rangeOf(
  of: { least: number; likely: number; most: number },
  error: number,
  { last }: Drained,
  restMs: number,
): Range {
  const likely = Math.max(of.likely, 1);
  // A host that rests by turns is counted at its mean rate: it ends up to half a rest before or after that.
  const off = Math.hypot(WITHIN * error, Math.log1p(restMs / 2 / likely));
  const width = (other: number) => Math.exp(Math.hypot(Math.log(Math.max(other, 1) / likely), off));
  // A host's last page is due some time within its delay.
  const step = last ? 1 / last.flow.rate : 0;
  return {
    earliest: Math.max(0, likely / width(of.least) - step),
    likely,
    latest: likely * width(of.most) + step,
  };
}

type Made = {
  workMs: Range;
  drained: Drained;
  capacity: Capacity;
  recent: Recent | null;
  unseen: number;
  change: Change;
};

function withDate(
  situation: Situation,
  { workMs, drained, capacity, recent, unseen, change }: Made,
): Forecast {
  const { at, target, windows, pagesPerDay } = situation;
  const open = openOf(situation);
  const pages = Math.min(open + unseen, situation.budget ?? Number.POSITIVE_INFINITY);
  const calendar = { windows, pagesPerDay, pagesPerMs: pages / workMs.likely };
  const on = (ms: number) => endOf(at, ms, calendar);
  const finish = { earliest: on(workMs.earliest), likely: on(workMs.likely), latest: on(workMs.latest) };
  if (!Number.isFinite(finish.latest))
    return without(situation, windows.length > 0 ? 'WINDOW' : 'QUOTA', recent, {
      unseen: null,
      soonest: null,
    });
  const { last } = drained;
  const host = last?.flow.host ?? null;
  const looked = situation.looked.find((one) => one.host === host);
  const changed = Object.values(change).some((value) => value !== undefined);
  const made = {
    ...base(situation, recent),
    finish,
    unknown: null,
    boundBy: boundOf(situation, { finish: finish.likely, workMs: workMs.likely, drained, capacity }),
    host: looked
      ? {
          ...pick(looked, change),
          finish: endOf(at, last!.ms, { windows, pagesPerDay: null, pagesPerMs: 1 }),
        }
      : null,
    unseen: Number.isFinite(unseen) ? Math.round(unseen) : null,
    missesTarget: target === null ? null : isLate(target, at, finish.likely),
    soonest: finish.likely,
    workMs,
  };
  return said(situation, made, { changed, shut: shutBetween(workMs, finish) });
}

/** Time in which it may not work between its earliest and its latest end, ms: what remains unsure straddles it. */
const shutBetween = (workMs: Range, finish: Range) =>
  finish.latest - finish.earliest - (workMs.latest - workMs.earliest);

const pick = ({ host, waiting, delayMs, ownMs }: Situation['looked'][number], { pace }: Change) => ({
  ...{ host, waiting, delayMs: pace ? Math.max(pace.delayMs, ownMs) : delayMs },
});

function boundOf(
  { at, windows, budget }: Situation,
  {
    finish,
    workMs,
    drained,
    capacity,
  }: { finish: number; workMs: number; drained: Drained; capacity: Capacity },
): Bound {
  if ((finish - at) / workMs > MOSTLY) {
    const byWindows = endOf(at, workMs, { windows, pagesPerDay: null, pagesPerMs: 1 }) - at;
    return byWindows / workMs > Math.sqrt((finish - at) / workMs) ? 'WINDOW' : 'QUOTA';
  }
  if (drained.crampedMs > workMs / 2) return capacity.bandwidth < capacity.workers ? 'BANDWIDTH' : 'WORKERS';
  const { last } = drained;
  return budget !== null && last !== null && drained.ms < last.ms / MOSTLY ? 'BUDGET' : 'POLITENESS';
}

const base = (situation: Situation, recent: Recent | null) => ({
  at: situation.at,
  known: openOf(situation),
  pagesPerSecond: recent ? recent.rate * 1000 : null,
});

/** When what is known would be done if nothing more came and nobody held it up; null: nobody is there to do it. */
function soonestOf(situation: Situation, { workers }: Capacity, workMs: number): number | null {
  const { at, windows, pagesPerDay, held } = situation;
  if (workers === 0 || held) return null;
  const pagesPerMs = Math.max(1, openOf(situation)) / Math.max(1, workMs);
  const end = endOf(at, workMs, { windows, pagesPerDay, pagesPerMs });
  return Number.isFinite(end) ? end : null;
}

function without(
  situation: Situation,
  unknown: Unknown,
  recent: Recent | null,
  { unseen, soonest }: { unseen: Unseen | null; soonest: number | null },
): Forecast {
  const { at, target } = situation;
  const likely = unseen && Number.isFinite(unseen.likely) ? Math.round(unseen.likely) : null;
  return said(situation, {
    ...base(situation, recent),
    ...{ finish: null, unknown, boundBy: null, host: null, unseen: likely, workMs: null, soonest },
    missesTarget: target !== null && isLate(target, at, soonest) ? true : null,
  });
}

function said(
  situation: Situation,
  made: Omit<Forecast, 'sentence'>,
  how: { changed: boolean; shut: number } = { changed: false, shut: 0 },
): Forecast {
  return { ...made, sentence: sentenceOf(made, situation.target, how) };
}
