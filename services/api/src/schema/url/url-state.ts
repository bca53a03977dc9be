import type { Stage as StageName } from '@trunkline/policy';
import { type UrlStateValue, urlPlaces, type VisitValue } from '../../stores/url/url-store.ts';
import { builder } from '../builder.ts';
import { StageTiming } from '../capture/capture.ts';
import { enumValues } from '../enum-values.ts';
import { HostState } from '../host/host-state.ts';
import { Page } from '../page/page.ts';

const UrlPlace = builder.enumType('UrlPlace', {
  description: 'Where a URL is for one run.',
  values: enumValues(urlPlaces, {
    unknown: 'The run never accepted it.',
    waiting: 'In the queue of its host.',
    delayed: 'Tried, and put off until a time.',
    inFlight: 'Claimed by a worker and not settled.',
    ended: 'Visited, given up or dropped; see `visits`.',
    unvisited: 'The job knows it, but the run is over and did not visit it.',
    unfound: 'Known, but too much is delayed or in flight to find it.',
  }),
});

const enqueueAnswers = ['accepted', 'known', 'run', 'trap', 'depth', 'hops', 'budget'] as const;

const EnqueueAnswer = builder.enumType('EnqueueAnswer', {
  description: 'What the frontier would say if a URL were found now.',
  values: enumValues(enqueueAnswers, {
    accepted: 'It would wait.',
    known: 'It has it already.',
    run: 'Refused: the run takes no more URLs.',
    trap: 'Refused: it looks like a trap, such as a path that repeats itself.',
    depth: 'Refused: it lies deeper than the job may follow links.',
    hops: 'Refused: too many redirects lead to it.',
    budget: 'Refused: the budget of pages is spent.',
  }),
});

const Visit = builder.objectRef<VisitValue>('Visit').implement({
  description: 'One try of a URL in a run.',
  fields: (t) => ({
    attempt: t.exposeInt('attempt', { description: 'Which try, from 1.' }),
    at: t.expose('startedAt', { type: 'DateTime', description: 'When it began.' }),
    outcome: t.exposeString('outcome', { description: 'How it ended: `fetched`, `refused`, `failed` …' }),
    status: t.exposeInt('status', { nullable: true, description: 'HTTP status, when there was one.' }),
    code: t.exposeString('code', {
      nullable: true,
      description: 'What failed (`ECONNREFUSED`), or what refused it (`robots`).',
    }),
    detail: t.exposeString('detail', {
      nullable: true,
      description: 'Message of a failure, deciding line of robots.txt, target of a redirect. Hostile text.',
    }),
    final: t.exposeBoolean('final', { description: 'The URL ended with this try.' }),
    deadReason: t.exposeString('deadReason', {
      nullable: true,
      description: 'Why the URL was given up; null: it was not.',
    }),
    address: t.exposeString('address', { nullable: true, description: 'IP address connected to.' }),
    worker: t.exposeString('worker', { description: 'Worker that made it.' }),
    timings: t.field({
      type: [StageTiming],
      complexity: { field: 0, multiplier: 1 },
      description: 'How long it spent in each stage.',
      resolve: ({ timings }) =>
        Object.entries(timings).map(([stage, [waitMs, serviceMs]]) => ({
          stage: stage as StageName,
          waitMs,
          serviceMs,
        })),
    }),
  }),
});

export const UrlState = builder.objectRef<UrlStateValue>('UrlState').implement({
  description: 'What frontier and ledger know of one URL, for one run. URLs and details are hostile text.',
  fields: (t) => ({
    summary: t.exposeString('summary', { description: 'Where it is and why, in a sentence.' }),
    url: t.exposeString('url', { description: 'Canonical URL.' }),
    host: t.exposeString('host', { description: 'Host name, with the port unless 80 or 443.' }),
    place: t.field({ type: UrlPlace, description: 'Where it is.', resolve: ({ place }) => place }),
    position: t.exposeInt('position', {
      nullable: true,
      description: 'How many URLs wait before it at its host; null: far behind, or it does not wait.',
    }),
    attempts: t.exposeInt('attempts', { description: 'How often it was tried.' }),
    until: t.expose('until', {
      type: 'DateTime',
      nullable: true,
      description: 'Until when it is put off; null: it is not.',
    }),
    since: t.expose('since', {
      type: 'DateTime',
      nullable: true,
      description: 'Since when it is in flight; null: it is not.',
    }),
    session: t.exposeString('session', {
      nullable: true,
      description: 'Session of the worker that holds it; null: none does.',
    }),
    ifEnqueued: t.field({
      type: EnqueueAnswer,
      nullable: true,
      description: 'What the frontier would say if it were found now; null: the run has left the frontier.',
      resolve: ({ ifEnqueued }) => ifEnqueued,
    }),
    inScope: t.exposeBoolean('inScope', {
      description: 'The scope of the job lets links to it be followed.',
    }),
    scopeReason: t.exposeString('scopeReason', {
      description: 'Which rule of the scope says so: `excluded by *.pdf`.',
    }),
    visits: t.field({
      type: [Visit],
      complexity: { field: 2, multiplier: 3 },
      description: 'What the run did with it, oldest first; at most 50.',
      resolve: ({ visits }) => visits,
    }),
    page: t.field({
      type: Page,
      nullable: true,
      description: 'Its row in the ledger of the job; null: the ledger does not know it.',
      resolve: ({ page }) => page,
    }),
    hostState: t.field({
      type: HostState,
      nullable: true,
      complexity: 10,
      description: 'Its host as this run finds it: when it may be asked next, and why not now.',
      resolve: ({ run, host }, _args, { stores }) => stores.hosts.state(run, host),
    }),
  }),
});
