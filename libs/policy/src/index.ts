export { type Access, problemsOfAccess } from './access.ts';
export { nextTime, ScheduleError } from './next-time.ts';
export {
  countedOnce,
  type LeftOut,
  type LeftOutKind,
  LONG_CRAWL_DELAY,
  leftOutInWords,
  leftOutKinds,
  MOST_OMISSIONS,
  type Omission,
} from './outcome/left-out.ts';
export { leftOutOf } from './outcome/left-out-of.ts';
export { type HostSignal, type Next, nextStep } from './outcome/next-step.ts';
export {
  type FailureCode,
  failureCodes,
  LocalFault,
  type Outcome,
  type OutcomeKind,
  outcomeKinds,
  type RobotsVerdict,
  type Truncated,
} from './outcome/outcome.ts';
export { type Asked, askedOf, type PaceDecider, type PaceInForce, paceDeciders } from './pace/asked.ts';
export { defaultPace } from './pace/default-pace.ts';
export { paceTerms, stricterPace } from './pace/effective-pace.ts';
export { type MergedHostRule, mergeHostRules, type StoredHostRule } from './pace/merge-host-rules.ts';
export { untilOpen } from './pace/until-open.ts';
export { type Pace, type Policy, type PolicyInput, paceSchema, policySchema } from './policy.ts';
export { ROBOTS_KEPT, type RobotsRecord, robotsRecord } from './robots-record.ts';
export { fromHeader, problemOfContact, problemOfUserAgent, userAgentWith } from './user-agent.ts';
export type { CaptureReference, Validators } from './validators.ts';
export {
  type CaptureRecord,
  type Clocked,
  clocked,
  type FoundTrap,
  type Location,
  MOST_TRAPS,
  type Stage,
  stages,
  type VisitRecord,
  type Wait,
  waits,
} from './visit-record.ts';
