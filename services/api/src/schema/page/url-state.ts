import type { Stage as StageName } from '@trunkline/policy';
import { type UrlStateValue, urlPlaces, type VisitValue } from '../../stores/page/url-state.ts';
import { HostState } from '../host/host-state.ts';
import { builder } from '../kit/builder.ts';
import { enumValues } from '../kit/enum-values.ts';
import { Page } from '../kit/objects.ts';
import { shown } from '../kit/shown.ts';
import { StageTiming } from './capture.ts';

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
    ...shown(t, {
      attempt: ['Int', 'Which try, from 1.'],
      outcome: ['String', 'How it ended: `fetched`, `refused`, `failed` …'],
      status: ['Int?', 'HTTP status, when there was one.'],
      code: ['String?', 'What failed (`ECONNREFUSED`), or what refused it (`robots`).'],
      detail: [
        'String?',
        'Message of a failure, deciding line of robots.txt, target of a redirect. Hostile text.',
      ],
      final: ['Boolean', 'The URL ended with this try.'],
      deadReason: ['String?', 'Why the URL was given up; null: it was not.'],
      address: ['String?', 'IP address connected to.'],
      worker: ['String', 'Worker that made it.'],
    }),
    at: t.expose('startedAt', { type: 'DateTime', description: 'When it began.' }),
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
    ...shown(t, {
      summary: ['String', 'Where it is and why, in a sentence.'],
      url: ['String', 'Canonical URL.'],
      host: ['String', 'Host name, with the port unless 80 or 443.'],
      place: [UrlPlace, 'Where it is.'],
      position: ['Int?', 'How many URLs wait before it at its host; null: far behind, or it does not wait.'],
      attempts: ['Int', 'How often it was tried.'],
      until: ['DateTime?', 'Until when it is put off; null: it is not.'],
      since: ['DateTime?', 'Since when it is in flight; null: it is not.'],
      session: ['String?', 'Session of the worker that holds it; null: none does.'],
      ifEnqueued: [
        EnqueueAnswer,
        'What the frontier would say if it were found now; null: the run has left the frontier.',
        'nullable',
      ],
      inScope: ['Boolean', 'The scope of the job lets links to it be followed.'],
      scopeReason: ['String', 'Which rule of the scope says so: `excluded by *.pdf`.'],
      page: [Page, 'Its row in the ledger of the job; null: the ledger does not know it.', 'nullable'],
    }),
    visits: t.field({
      type: [Visit],
      complexity: { field: 2, multiplier: 3 },
      description: 'What the run did with it, oldest first; at most 50.',
      resolve: ({ visits }) => visits,
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
