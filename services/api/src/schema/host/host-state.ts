import { type Hold, holdKinds } from '../../stores/host/hold.ts';
import {
  type HostStateValue,
  hostDecisions,
  type OperatorTermsValue,
  type RobotsFailureValue,
} from '../../stores/values.ts';
import { builder } from '../kit/builder.ts';
import { enumValues } from '../kit/enum-values.ts';
import { shown } from '../kit/shown.ts';
import { Pace } from '../policy/pace.ts';

const HostDecision = builder.enumType('HostDecision', {
  description: 'What decides when a host may be asked next: the first of these that holds.',
  values: enumValues(hostDecisions, {
    blocked: 'A host rule of the operators blocks it.',
    paused: 'The host or the run is paused.',
    backOff: 'It failed or asked for rest; see `backOffUntil`.',
    robots: 'Its robots.txt asks for a longer delay than policy and rule.',
    rule: 'A host rule asks for a longer delay than the policy.',
    policy: 'The policy of the job.',
  }),
});

const HoldKind = builder.enumType('HoldKind', {
  description: 'What keeps URLs from being asked for, beside the pace of their host.',
  values: enumValues(holdKinds, {
    paused:
      'The run, the host or the whole project is paused, or the run is in a state in which it hands nothing out.',
    blocked: 'A host rule blocks the host.',
    quota: 'A quota of the project, or the budget of the run, is spent.',
    window: 'The weekly windows of the policy are shut.',
    noWorkers: 'No worker that may claim is alive.',
    backOff: 'The host is left alone after failures.',
    robots: 'Its robots.txt is being read, or cannot be had.',
  }),
});

export const HoldRef = builder.objectRef<Hold>('Hold').implement({
  description: 'Something that keeps URLs from being asked for now.',
  fields: (t) =>
    shown(t, {
      kind: [HoldKind, 'What.'],
      sentence: ['String', 'In words.'],
      by: ['String?', 'Who did it, as far as this project may know; null: nobody did, or it is not known.'],
      reason: ['String?', 'Why, as they said it.'],
      since: ['DateTime?', 'Since when, where it is known.'],
      until: ['DateTime?', 'When it ends by itself; null: it does not, or nobody knows.'],
    }),
});

const RuleInForce = builder.objectRef<NonNullable<HostStateValue['rule']>>('RuleInForce').implement({
  description: 'What the host rules of this project make of a host.',
  fields: (t) =>
    shown(t, {
      pattern: ['String', 'The pattern that holds.'],
      pace: [Pace, 'At most so often; null: no limit.', 'nullable'],
      blocked: ['Boolean', 'Nothing is asked of it.'],
    }),
});

const OperatorTerms = builder.objectRef<OperatorTermsValue>('OperatorTerms').implement({
  description: 'What the operators of this installation have said of a host, for every run.',
  fields: (t) =>
    shown(t, {
      blocked: ['Boolean', 'Nothing is asked of it.'],
      paused: ['Boolean', 'Nothing is asked of it until they resume it.'],
      pace: [Pace, 'At most so often; null: no limit.', 'nullable'],
    }),
});

const RobotsInForce = builder.objectRef<HostStateValue['robots'][number]>('RobotsInForce').implement({
  description: 'What the robots.txt of an origin said when it was last read.',
  fields: (t) =>
    shown(t, {
      origin: ['String', 'Scheme, host and port.'],
      storedAt: ['DateTime', 'When it was read; of one that was read before the run began, when it began.'],
      verdict: ['JSON', 'The rules as workers share them. Hostile text: never render it as HTML.'],
    }),
});

const RobotsFailure = builder.objectRef<RobotsFailureValue>('RobotsFailure').implement({
  description:
    'A robots.txt that cannot be had now (RFC 9309 §2.3.1.4). While a copy of it is kept and is not too old for the policy (`maxCopyAgeMs`), that goes on deciding; without one nothing of the origin is fetched, and after a day what waits there is given up as `robots-unreachable`.',
  fields: (t) =>
    shown(t, {
      origin: ['String', 'Scheme, host and port.'],
      since: ['DateTime', 'When it could not be had first; if that was before the run began, when it began.'],
      lastAt: [
        'DateTime?',
        'When runs of this project asked for it last; null: the ledger knows of no time.',
      ],
      detail: ['String?', 'Why it could not be had then, for people: `robots.txt answered 503`.'],
      readAt: [
        'DateTime?',
        'When the copy was read that is kept, or the run began, whichever is later; null: there is none.',
      ],
      decidesUntil: ['DateTime?', 'Until when that decides for this run; null: there is none.'],
    }),
});

export const HostState = builder.objectRef<HostStateValue>('HostState').implement({
  description: 'A host as one run finds it now.',
  fields: (t) => ({
    ...shown(t, {
      host: ['String', 'Host name, with the port unless 80 or 443.'],
      delayMs: ['Float', 'Milliseconds from one start to the next, in force.'],
      decidedBy: [HostDecision, 'What decides when it may be asked next.'],
      policyPace: [Pace, 'What the policy alone would allow.'],
      rule: [
        RuleInForce,
        'The host rule that was set in this project; null: none. All rules bind the host: see `operator`; `decidedBy` and `delayMs` count them.',
        'nullable',
      ],
      operator: [
        OperatorTerms,
        'What the operators of this installation have said of it; null: nothing.',
        'nullable',
      ],
      holds: [[HoldRef], 'What keeps it from being asked, beside its pace.'],
      nextAt: [
        'DateTime?',
        'When it may be asked next, if nothing comes between; null: nothing waits, or something holds it that does not end by itself.',
      ],
      backOffUntil: ['DateTime?', 'Until when it is left alone after failures; null: it is not.'],
      waiting: ['Int', 'URLs of the run that wait for it.'],
      inFlight: ['Int', 'URLs of it in flight, of all runs of this project.'],
      limit: ['Int', 'Most there may be in flight; 0 of a paused or blocked host.'],
      fetchingRobots: ['Boolean', 'Its robots.txt is being read.'],
    }),
    crawlDelayMs: t.float({
      description: 'Milliseconds its robots.txt asks for from one start to the next; 0: it asks for none.',
      resolve: ({ crawlDelay }) => crawlDelay.askedMs,
    }),
    crawlDelayCapped: t.boolean({
      description: 'The policy waits less than `crawlDelayMs`: see `maxCrawlDelayMs`.',
      resolve: ({ crawlDelay }) => crawlDelay.capped,
    }),
    robots: t.field({
      type: [RobotsInForce],
      complexity: { field: 1, multiplier: 2 },
      description: 'Its robots.txt, for https and http.',
      resolve: ({ robots }) => robots,
    }),
    robotsFailures: t.field({
      type: [RobotsFailure],
      complexity: { field: 1, multiplier: 2 },
      description: 'Those of its robots.txt files that cannot be had now, and until when a copy decides.',
      resolve: ({ robotsFailures }) => robotsFailures,
    }),
  }),
});
