import { type HostStateValue, hostDecisions } from '../../stores/values.ts';
import { builder } from '../builder.ts';
import { enumValues } from '../enum-values.ts';
import { Pace } from '../policy/rules.ts';

const HostDecision = builder.enumType('HostDecision', {
  description: 'What decides when a host may be asked next: the first of these that holds.',
  values: enumValues(hostDecisions, {
    blocked: 'A host rule blocks it, of this project or of another on this installation.',
    paused: 'The host or the run is paused.',
    backOff: 'It failed or asked for rest; see `backOffUntil`.',
    robots: 'Its robots.txt asks for a longer delay than policy and rule.',
    rule: 'A host rule asks for a longer delay than the policy.',
    policy: 'The policy of the job.',
  }),
});

const RuleInForce = builder.objectRef<NonNullable<HostStateValue['rule']>>('RuleInForce').implement({
  description: 'What the host rules of this project make of a host.',
  fields: (t) => ({
    pattern: t.exposeString('pattern', { description: 'The pattern that holds.' }),
    pace: t.expose('pace', { type: Pace, nullable: true, description: 'At most so often; null: no limit.' }),
    blocked: t.exposeBoolean('blocked', { description: 'Nothing is asked of it.' }),
  }),
});

const RobotsInForce = builder.objectRef<HostStateValue['robots'][number]>('RobotsInForce').implement({
  description: 'What the robots.txt of an origin said when it was last read.',
  fields: (t) => ({
    origin: t.exposeString('origin', { description: 'Scheme, host and port.' }),
    storedAt: t.expose('storedAt', { type: 'DateTime', description: 'When it was read.' }),
    verdict: t.field({
      type: 'JSON',
      description: 'The rules as workers share them. Hostile text: never render it as HTML.',
      resolve: ({ verdict }) => verdict,
    }),
  }),
});

export const HostState = builder.objectRef<HostStateValue>('HostState').implement({
  description: 'A host as one run finds it now.',
  fields: (t) => ({
    host: t.exposeString('host', { description: 'Host name, with the port unless 80 or 443.' }),
    delayMs: t.exposeFloat('delayMs', { description: 'Milliseconds from one start to the next, in force.' }),
    crawlDelayMs: t.float({
      description: 'Milliseconds its robots.txt asks for from one start to the next; 0: it asks for none.',
      resolve: ({ crawlDelay }) => crawlDelay.askedMs,
    }),
    crawlDelayCapped: t.boolean({
      description: 'The policy waits less than `crawlDelayMs`: see `maxCrawlDelayMs`.',
      resolve: ({ crawlDelay }) => crawlDelay.capped,
    }),
    decidedBy: t.field({
      type: HostDecision,
      description: 'What decides when it may be asked next.',
      resolve: ({ decidedBy }) => decidedBy,
    }),
    policyPace: t.expose('policyPace', { type: Pace, description: 'What the policy alone would allow.' }),
    rule: t.expose('rule', {
      type: RuleInForce,
      nullable: true,
      description:
        'The host rule of this project; null: none. Rules of others bind the host too: `decidedBy` and `delayMs` count them all.',
    }),
    robots: t.field({
      type: [RobotsInForce],
      complexity: { field: 1, multiplier: 2 },
      description: 'Its robots.txt, for https and http.',
      resolve: ({ robots }) => robots,
    }),
    nextAt: t.expose('nextAt', {
      type: 'DateTime',
      nullable: true,
      description: 'When it may be asked next, if nothing comes between; null: nothing waits.',
    }),
    backOffUntil: t.expose('backOffUntil', {
      type: 'DateTime',
      nullable: true,
      description: 'Until when it is left alone after failures; null: it is not.',
    }),
    waiting: t.exposeInt('waiting', { description: 'URLs of the run that wait for it.' }),
    inFlight: t.exposeInt('inFlight', { description: 'URLs of it in flight, of all runs.' }),
    limit: t.exposeInt('limit', {
      description: 'Most there may be in flight; 0 of a paused or blocked host.',
    }),
    fetchingRobots: t.exposeBoolean('fetchingRobots', { description: 'Its robots.txt is being read.' }),
  }),
});
