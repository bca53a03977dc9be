import { setTimeout as pause } from 'node:timers/promises';
import type { Case, Injected } from './cases/case.ts';
import type { Sample, Watch } from './watch.ts';

/** Until it must be named, and until it must be closed after its end, s. */
export const [NAMED_IN_S, CLOSED_IN_S] = [10, 15];
/** So long is waited for either. */
const [WAIT_NAMED_MS, WAIT_CLOSED_MS] = [16_000, 20_000];
/** What is named first must stay so. */
const HOLD_MS = 3000;
/** Causes that are states: they open no finding, and are read from the causes of waiting. */
export const states: ReadonlySet<string> = new Set(['PACE', 'CRAWL_DELAY', 'PAUSED', 'WINDOW']);

export type Score = {
  name: string;
  seed: number;
  strength: Injected['strength'];
  /** The cause that was injected; of two, the greater first. */
  injected: string[];
  /** The cause that was named most while it lasted; null: none. */
  named: string | null;
  /** From the injection until it was named and stayed so, and from its end until it was not any more, s; null: never. */
  secondsToName: number | null;
  secondsToClose: number | null;
  right: boolean;
  /** Findings of other causes that opened meanwhile. */
  wrong: string[];
  /** The causes of waiting when it ended, in percent. */
  causes: string;
};

/** What a sample names for an injected cause: the first of the findings, or of the causes of waiting. */
const topOf = (sample: Sample, cause: string): string | null =>
  (states.has(cause) ? sample.causes[0] : sample.findings[0])?.cause ?? null;

/** The causes of two faults at once, in the order in which they are named. */
const namedOf = (sample: Sample, injected: readonly string[]) =>
  sample.findings.flatMap(({ cause }) => (injected.includes(cause) ? [cause] : []));

/** Injects one fault, or two at once, waits until it is named, ends it, and waits until that is seen. */
export async function score(
  watch: Watch,
  { name, seed, cases }: { name: string; seed: number; cases: readonly Case[] },
  inject: () => Promise<Injected[]>,
): Promise<Score> {
  const injected = cases.map(({ cause }) => cause);
  const [first = ''] = injected;
  const isNamed = (sample: Sample) =>
    injected.length > 1
      ? String([...new Set(namedOf(sample, injected))]) === String(injected)
      : topOf(sample, first) === first;
  const isOver = ({ findings, causes }: Sample) =>
    states.has(first)
      ? first === 'PACE' || causes[0]?.cause !== first
      : !findings.some(({ cause }) => injected.includes(cause));
  const before = new Set(watch.samples.at(-1)?.findings.map(({ id }) => id));

  const faults = await inject();
  const from = performance.now();
  const forget = faults.flatMap(({ also = [] }) => also).map((one) => watch.add(one));
  let named: Sample | null = null;
  try {
    named = await watch.until((sample) => sample.at >= from && isNamed(sample), WAIT_NAMED_MS);
    if (named) await pause(HOLD_MS);
  } finally {
    for (const { lift } of faults.toReversed()) await lift();
  }
  const to = performance.now();
  const during = watch.samples.filter(({ at }) => at >= from && at < to);
  const over = await watch.until((sample) => sample.at > to && isOver(sample), WAIT_CLOSED_MS);
  for (const drop of forget) drop();

  const fine = new Set(cases.flatMap(({ cause, besides = [] }) => [cause, ...besides]));
  const seen = watch.samples.filter(({ at }) => at >= from);
  const others = seen.flatMap(({ findings }) =>
    findings.filter(({ id, cause }) => !before.has(id) && !fine.has(cause)),
  );
  // One line of each finding, though its figures move.
  const wrong = new Map(others.map(({ id, cause, sentence }) => [id, `${cause}: ${sentence}`]));
  const secondsToName = named && seconds(named.at - from);
  const stayed = named !== null && during.filter(({ at }) => at > named.at).every(isNamed);
  return {
    name,
    seed,
    strength: Object.assign({}, ...faults.map(({ strength }) => strength)) as Injected['strength'],
    injected,
    named: mostOf(during.flatMap((sample) => topOf(sample, first) ?? [])),
    secondsToName,
    secondsToClose: over && seconds(over.at - to),
    right: stayed && secondsToName !== null && secondsToName <= NAMED_IN_S,
    wrong: [...wrong.values()],
    causes: (during.at(-1)?.causes ?? [])
      .map(({ cause, share }) => `${cause} ${Math.round(share * 100)}`)
      .join(' '),
  };
}

const seconds = (ms: number) => Math.round(ms / 100) / 10;

function mostOf(names: readonly string[]): string | null {
  const counts = [...Map.groupBy(names, (name) => name)].sort(([, a], [, b]) => b.length - a.length);
  return counts[0]?.[0] ?? null;
}
