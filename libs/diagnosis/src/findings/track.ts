import type { Cause } from '../causes.ts';
import { rules } from '../rules/rules.ts';
import type { RunView } from '../window/run-view.ts';
import { type Finding, findingOf, verdictOf } from './finding.ts';

/** It was so for so long, with one look in between that may have missed it, ms. */
const OPEN_AFTER_MS = 2000;
/** It was not so for so long, ms. */
const CLOSE_AFTER_MS = 5000;
const MISSED = 1;

/** What is remembered of a cause of a run from look to look. */
type Memory = {
  /** When it began to be so; null: it is not. */
  since: number | null;
  missed: number;
  lastYes: number;
  open: boolean;
  /** When a look last said that an open one is not so any more, without one that said it was, since. */
  notSince: number | null;
};

/** Of every run what is remembered of its causes. Plain data: a look makes a new one. */
export type Findings = ReadonlyMap<string, ReadonlyMap<Cause, Memory>>;

export type OpenFinding = Finding & { run: string; since: number };

export type Look = {
  findings: Findings;
  /** All that is open, the largest share first. */
  open: OpenFinding[];
  /** Those that were not open before, and those that are not any more. */
  opened: OpenFinding[];
  closed: { run: string; cause: Cause }[];
};

export const noFindings: Findings = new Map();

/** What another process had open: it stays so until looks say that it is not. */
export const knownOpen = (
  known: readonly { run: string; cause: Cause; since: number }[],
  at: number,
): Findings => {
  const byRun = Map.groupBy(known, ({ run }) => run);
  return new Map(
    Array.from(byRun, ([run, own]) => [
      run,
      new Map(
        own.map(({ cause, since }) => [cause, { since, missed: 0, lastYes: at, open: true, notSince: null }]),
      ),
    ]),
  );
};

/**
 * One look: which findings are open now. One opens when its rule held for two seconds, and closes when it did not for five, so that
 * what flickers does neither. What was open of a run that is gone is closed.
 */
export function lookAt(before: Findings, views: readonly RunView[], at: number): Look {
  const findings = new Map<string, Map<Cause, Memory>>();
  const look: Look = { findings, open: [], opened: [], closed: [] };
  for (const view of views) {
    const { run } = view.run;
    const known = before.get(run) ?? new Map<Cause, Memory>();
    const memories = new Map<Cause, Memory>();
    findings.set(run, memories);
    for (const rule of rules) {
      const was = known.get(rule.cause);
      const memory = next(was, verdictOf(rule, view), at, rule.openAfterMs ?? OPEN_AFTER_MS);
      if (memory) memories.set(rule.cause, memory);
      if (memory?.open) {
        const finding = { ...findingOf(rule, view), run, since: memory.since ?? at };
        look.open.push(finding);
        if (!was?.open) look.opened.push(finding);
      } else if (was?.open) look.closed.push({ run, cause: rule.cause });
    }
  }
  for (const [run, memories] of before)
    if (!findings.has(run))
      for (const [cause, { open }] of memories) if (open) look.closed.push({ run, cause });
  look.open.sort((a, b) => b.share - a.share);
  return look;
}

function next(
  was: Memory | undefined,
  verdict: 'yes' | 'no' | 'unsure',
  at: number,
  openAfterMs: number,
): Memory | null {
  if (verdict === 'yes') {
    const since = was?.since ?? at;
    return {
      since,
      missed: 0,
      lastYes: at,
      open: (was?.open ?? false) || at - since >= openAfterMs,
      notSince: null,
    };
  }
  if (!was) return null;
  if (was.open) {
    if (verdict === 'unsure') return { ...was, notSince: null };
    const notSince = was.notSince ?? at;
    return at - was.lastYes >= CLOSE_AFTER_MS && at - notSince >= CLOSE_AFTER_MS - 1000
      ? null
      : { ...was, notSince };
  }
  return was.missed < MISSED ? { ...was, missed: was.missed + 1 } : null;
}
