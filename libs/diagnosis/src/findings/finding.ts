import type { Cause } from '../causes.ts';
import { type Action, isOutside, type Rule, type Sign, type Verdict } from '../rules/rule.ts';
import type { RunView } from '../window/run-view.ts';
import type { StageRow } from '../window/stages.ts';

/** A number with its normal range; null: no bound on that side. */
export type Evidence = {
  name: string;
  value: number;
  unit: string;
  normalFrom: number | null;
  normalTo: number | null;
};

/** What a rule says of a run at one moment. */
export type Finding = {
  cause: Cause;
  share: number;
  sentence: string;
  evidence: Evidence[];
  /** Samples, five at most of each. */
  urls: string[];
  hosts: string[];
  workers: string[];
  advice: string;
  action: Action | null;
  /** The stages over the window, in the words of Little's law. */
  stages: StageRow[];
};

const MOST_SAMPLES = 5;
const LEAST_SHARE = 0.05;

/** Whether it is so, as far as this window tells. */
export function verdictOf(rule: Rule, view: RunView): Verdict {
  if (rule.holds) return rule.holds(view);
  const share = shareOf(rule, view);
  if (share < (rule.least ?? LEAST_SHARE)) return 'no';
  if (rule.kind === 'state') return view.run.missesTarget === true && share >= 0.5 ? 'yes' : 'no';
  const values = rule.signs.filter(({ shown }) => !shown).map((sign) => ({ sign, value: sign.read(view) }));
  if (values.some(({ sign, value }) => value !== null && isOutside(value, sign.normal))) return 'yes';
  return values.every(({ value }) => value === null) ? 'unsure' : 'no';
}

const shareOf = (rule: Rule, view: RunView): number =>
  Math.min(1, rule.share?.(view) ?? (rule.kind === 'growth' ? 0 : view.share(rule.cause as never)));

export function findingOf(rule: Rule, view: RunView): Finding {
  const hosts = rule.kind === 'growth' ? [] : view.hosts(rule.cause as never);
  const urls = rule.urls?.(view) ?? [];
  return {
    cause: rule.cause,
    share: shareOf(rule, view),
    sentence: rule.sentence(view),
    evidence: rule.signs.flatMap((sign) => evidenceOf(sign, view)),
    urls: (urls.length > 0 ? urls : hosts.map(({ url }) => url)).slice(0, MOST_SAMPLES),
    hosts: hosts.map(({ host }) => host).slice(0, MOST_SAMPLES),
    workers: (rule.workers?.(view) ?? []).slice(0, MOST_SAMPLES),
    advice: rule.advice,
    action: rule.action?.(view) ?? null,
    stages: view.stages,
  };
}

function evidenceOf({ name, unit, normal: [normalFrom, normalTo], read }: Sign, view: RunView): Evidence[] {
  const value = read(view);
  if (value === null || !Number.isFinite(value)) return [];
  return [{ name, value: Math.round(value * 100) / 100, unit, normalFrom, normalTo }];
}
