import { endOf } from './calendar.ts';
import { drain, type Flow } from './drain.ts';
import type { Bound, Range, Window } from './situation.ts';
import { delayInWords, inWords, moment, span } from './words.ts';

/** Hosts that are alike, so many URLs each. `host`: the name, when it is one that has one. */
export type PlannedHosts = {
  host: string | null;
  hosts: number;
  urls: number;
  delayMs: number;
  concurrency: number;
};

/** What somebody means to crawl, with what there is for it. */
export type Plan = {
  at: number;
  hosts: readonly PlannedHosts[];
  windows: readonly Window[];
  /** Live workers, and slots of each that the job may count on. */
  workers: number;
  slots: number;
  /** What a visit takes a slot for, ms; null: not known. */
  visitMs: number | null;
  bytesPerSecond: number | null;
  bytesPerPage: number | null;
  pagesPerDay: { most: number; left: number } | null;
  /** When it is to be done, and pages a second it is to make; null: neither. */
  target: number | null;
  rate: number | null;
};

export const planWarnings = [
  'MISSES_TARGET',
  'RATE',
  'SLOW',
  'NO_WORKERS',
  'WINDOW',
  'QUOTA',
  'CONCURRENCY',
] as const;
export type PlanWarning = { code: (typeof planWarnings)[number]; message: string };

export type Planned = {
  urls: number;
  /** Null: never. */
  finish: Range | null;
  boundBy: Bound | null;
  /** Hosts that take longest at their pace, and when these are done if workers do not matter. */
  host: { host: string | null; urls: number; delayMs: number; finish: number } | null;
  /** Pages a second in the beginning; and those that hosts would allow at most. */
  pagesPerSecond: number;
  mostPagesPerSecond: number;
  /** Workers for the target and the rate; null: nothing is wished for, or no number of them would do. */
  workersNeeded: number | null;
  warnings: PlanWarning[];
  sentence: string;
};

const VISIT_MS = 500;
/** A visit may take so many times less or more than is thought. */
const DOUBT = 2;
/** Hosts start a little later than they might: so much of their pace comes of it. */
const PACE_YIELD = 0.97;
const MOST_WORKERS = 100_000;
/** What takes longer without anybody having said so is worth a word. */
const LONG_MS = 7 * 86_400_000;
const MOSTLY = 1.5;

/** How long it takes, what bounds it, how many workers it needs, and what cannot work about it. */
export function plan(input: Plan): Planned {
  const visitMs = input.visitMs ?? VISIT_MS;
  const doubt = input.visitMs === null ? DOUBT : 1.2;
  const of = (workers: number, visit: number) => worked(input, workers, visit);
  const likely = of(input.workers, visitMs);
  const [earliest, latest] = [of(input.workers, visitMs / doubt), of(input.workers, visitMs * doubt)];
  const finish =
    input.workers > 0 && Number.isFinite(latest.end)
      ? {
          earliest: earliest.end,
          likely: likely.end,
          latest: Math.max(latest.end, input.at + 1.1 * (likely.end - input.at)),
        }
      : null;
  const flows = flowsOf(input, visitMs);
  const free = drain(flows, Number.POSITIVE_INFINITY);
  const longest = free.last ? input.hosts.find((_, i) => flows[i] === free.last!.flow) : undefined;
  const planned: Omit<Planned, 'warnings' | 'sentence'> = {
    urls: input.hosts.reduce((sum, { hosts, urls }) => sum + hosts * urls, 0),
    finish,
    boundBy: finish && boundOf(input, likely, visitMs),
    host: longest
      ? { host: longest.host, urls: longest.urls, delayMs: longest.delayMs, finish: endAt(input, free.ms, 0) }
      : null,
    pagesPerSecond: input.workers > 0 ? likely.rate * 1000 : 0,
    mostPagesPerSecond: free.rate * 1000,
    workersNeeded: needed(input, visitMs, free.rate),
  };
  return { ...planned, warnings: warningsOf(input, planned, visitMs), sentence: sentenceOf(input, planned) };
}

function flowsOf({ hosts }: Plan, visitMs: number): Flow[] {
  return hosts.map(({ host, hosts: many, urls, delayMs, concurrency }) => {
    const rate = PACE_YIELD / Math.max(delayMs, visitMs / Math.max(1, concurrency), 0.01);
    return { host, hosts: many, work: urls, rate: delayMs >= 1000 ? rate / PACE_YIELD : rate, restMs: 0 };
  });
}

function capacityOf({ slots, bytesPerSecond, bytesPerPage }: Plan, workers: number, visitMs: number) {
  const bandwidth =
    bytesPerSecond && bytesPerPage ? bytesPerSecond / 1000 / bytesPerPage : Number.POSITIVE_INFINITY;
  return { workers: (workers * slots) / visitMs, bandwidth };
}

function worked(input: Plan, workers: number, visitMs: number) {
  const capacity = capacityOf(input, workers, visitMs);
  const drained = drain(
    flowsOf(input, visitMs),
    Math.max(Math.min(capacity.workers, capacity.bandwidth), 1e-12),
  );
  const urls = input.hosts.reduce((sum, { hosts, urls }) => sum + hosts * urls, 0);
  return { ...drained, end: endAt(input, drained.ms, urls) };
}

function endAt({ at, windows, pagesPerDay }: Plan, ms: number, urls: number): number {
  return endOf(at, ms, {
    windows,
    pagesPerDay: urls > 0 ? pagesPerDay : null,
    pagesPerMs: urls / Math.max(ms, 1),
  });
}

function boundOf(input: Plan, { ms, end, crampedMs }: ReturnType<typeof worked>, visitMs: number): Bound {
  if ((end - input.at) / ms > MOSTLY) {
    const byWindows = (endAt(input, ms, 0) - input.at) / ms;
    return byWindows > Math.sqrt((end - input.at) / ms) ? 'WINDOW' : 'QUOTA';
  }
  const { workers, bandwidth } = capacityOf(input, input.workers, visitMs);
  return crampedMs > ms / 2 ? (bandwidth < workers ? 'BANDWIDTH' : 'WORKERS') : 'POLITENESS';
}

/** The least number of workers that does it. */
function needed(input: Plan, visitMs: number, most: number): number | null {
  const { target, rate, slots } = input;
  if (target === null && rate === null) return null;
  const does = (workers: number) =>
    (target === null || worked(input, workers, visitMs).end <= target) &&
    (rate === null || Math.min(most, capacityOf(input, workers, visitMs).bandwidth) * 1000 >= rate);
  const forRate = rate === null ? 1 : Math.max(1, Math.ceil(((rate / 1000) * visitMs) / slots));
  let [least, enough] = [forRate, MOST_WORKERS];
  if (!does(enough)) return null;
  while (least < enough) {
    const middle = Math.floor((least + enough) / 2);
    if (does(middle)) enough = middle;
    else least = middle + 1;
  }
  return least;
}

type Numbers = Omit<Planned, 'warnings' | 'sentence'>;
type Longest = NonNullable<Planned['host']>;

const hostInWords = ({ host, urls, delayMs }: Longest) =>
  urlsTake(urls, ` of ${host ?? 'one host'} at ${delayInWords(delayMs)}`);
const urlsTake = (n: number, of = '') =>
  Math.round(n) === 1 ? `1 URL${of} takes` : `${inWords(n)} URLs${of} take`;

function warningsOf(input: Plan, planned: Numbers, visitMs: number): PlanWarning[] {
  const { at, target, rate, workers } = input;
  const { finish, host, workersNeeded, mostPagesPerSecond } = planned;
  const found: PlanWarning[] = [];
  const warn = (code: PlanWarning['code'], message: string) => found.push({ code, message });
  if (workers === 0) warn('NO_WORKERS', 'No worker is there: nothing is fetched until one starts.');
  const never = Number.isFinite(endAt(input, 1, 1)) === false;
  if (input.pagesPerDay?.most === 0)
    warn('QUOTA', 'The project may fetch no pages: its quota of pages a day is 0.');
  else if (never) warn('WINDOW', 'There is no time of the week in which URLs may be handed out.');
  const paceOnly = host ? span(host.finish - at) : '';
  if (target !== null && (finish === null ? workersNeeded === null : finish.likely > target)) {
    if (target <= at) warn('MISSES_TARGET', `Its target, ${moment(target, at)}, is past.`);
    else if (workersNeeded !== null)
      warn(
        'MISSES_TARGET',
        `It would be done ${span(finish!.likely - target)} after its target; ${workersNeeded === 1 ? '1 worker' : `${inWords(workersNeeded)} workers`} would do it in time.`,
      );
    else if (host)
      warn(
        'MISSES_TARGET',
        `No number of workers does it in time: ${hostInWords(host)} ${paceOnly}, and there are ${span(Math.max(0, target - at))} until ${moment(target, at)}. ${remedy(input, host)}`,
      );
  } else if (target === null && host && host.finish - at > LONG_MS)
    warn('SLOW', `${hostInWords(host)} ${paceOnly}.`);
  if (rate !== null && mostPagesPerSecond < rate)
    warn(
      'RATE',
      `${inWords(rate)} pages a second are more than these hosts allow at their pace: ${Number(mostPagesPerSecond.toPrecision(3))}.`,
    );
  const crowded = input.hosts.find(
    (one) => one.concurrency > 1 && visitMs / one.concurrency > 1.5 * one.delayMs,
  );
  if (crowded && input.visitMs !== null)
    warn(
      'CONCURRENCY',
      `A pace of ${Number((1000 / crowded.delayMs).toPrecision(3))} a second is not reached with ${crowded.concurrency} at once: a visit takes ${span(visitMs)}.`,
    );
  return found;
}

function remedy({ at, target }: Plan, { urls }: Longest): string {
  const delayMs = Math.max(0, (target! - at) / Math.max(1, urls));
  return delayMs < 1
    ? 'Plan fewer URLs or a later date.'
    : `A delay of ${delayInWords(delayMs)} would do, or fewer URLs.`;
}

function sentenceOf({ at }: Plan, { urls, finish, boundBy, host, workersNeeded }: Numbers): string {
  const longest = host ? `${hostInWords(host)} ${span(host.finish - at)}` : 'There is nothing to fetch';
  if (finish === null) return `${longest}.`;
  const takes = `${urlsTake(urls)} ${span(finish.likely - at)}, until ${moment(finish.likely, at)}`;
  const by = {
    POLITENESS: `bound by pace: ${longest}`,
    WORKERS: `bound by workers: pace alone would take ${span((host?.finish ?? at) - at)}`,
    BANDWIDTH: 'bound by the cap of bandwidth',
    QUOTA: 'bound by the pages a day that the project may fetch',
    WINDOW: 'bound by the time of the week in which URLs may be handed out',
    BUDGET: 'bound by its budget',
  }[boundBy!];
  const need =
    workersNeeded === null
      ? ''
      : ` ${workersNeeded === 1 ? '1 worker is' : `${inWords(workersNeeded)} workers are`} enough.`;
  return `${takes}; ${by}.${need}`;
}
