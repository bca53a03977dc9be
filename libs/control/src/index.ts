export { applyRun, lockWord, pauseWords, ruleWords, type Word } from './apply.ts';
export { awaitsLedger, desiredRun, findRun, type RunRows, UnusablePolicy } from './desired-run.ts';
export { createDiagnose, type DiagnoseParts } from './diagnose/diagnose.ts';
export {
  type Author,
  type Done,
  doToRun,
  type JobVerb,
  type LockedJob,
  lacksToDo,
  lockJob,
  verbsOfMany,
} from './do-to-run.ts';
export { pagesToday, slotsOf } from './forecast/facts.ts';
export { companyOf, type ForecastParts, followRun, forecastRun } from './forecast/forecast-run.ts';
export { type RunFacts, situationOf } from './forecast/situation.ts';
export {
  insertRun,
  type MoveParts,
  moveRun,
  movingRuns,
  type Run,
  type RunTransaction,
  type SeenRun,
  touchRuns,
} from './move-run.ts';
export { type Bound, bindSecrets } from './powers/bind-secrets.ts';
export {
  type Holder,
  hasScope,
  isWider,
  type Lack,
  lacksToAllow,
  lacksToCrawl,
  lacksToNotify,
  type Power,
  powers,
  scopesOf,
} from './powers/powers.ts';
export { verbPowers } from './powers/verbs.ts';
export { activeRun, isGoing, isOver, type RunVerb, takesUrls, verbs } from './run-states.ts';
