import { notFound } from '../../../limits/refusals.ts';
import { type ExplanationValue, urlPlaces } from '../../../stores/page/explain/explanation.ts';
import { Trap } from '../../bulk/quarantine.ts';
import { HoldRef, HostState } from '../../host/host-state.ts';
import { builder } from '../../kit/builder.ts';
import { enumValues } from '../../kit/enum-values.ts';
import { found, foundById } from '../../kit/found.ts';
import { Job, Page, Run } from '../../kit/objects.ts';
import { shown } from '../../kit/shown.ts';
import { PolicyVersion } from '../../policy/policy-version.ts';
import {
  Check,
  DeadReasonOfUrl,
  Hop,
  InFlightAt,
  Next,
  RobotsSays,
  Step,
  UrlOmission,
  Visit,
  Wait,
} from './parts.ts';

const UrlPlace = builder.enumType('UrlPlace', {
  description: 'Where a URL is for one run.',
  values: enumValues(urlPlaces, {
    unknown: 'The run never accepted it.',
    waiting: 'In the queue of its host.',
    delayed: 'Tried, and put off until a time.',
    inFlight: 'Claimed by a worker and not settled.',
    ended: 'Visited; see `visits`.',
    dead: 'Given up; see `dead`.',
    dropped: 'Left out without a visit when a budget was spent or the run ended; see `dead`.',
    unvisited: 'The job knows it, but the run is over and did not visit it.',
    unfound: 'Known, but too much is delayed or in flight to find it.',
  }),
});

const enqueueAnswers = ['accepted', 'known', 'run', 'scope', 'trap', 'depth', 'hops', 'budget'] as const;

const EnqueueAnswer = builder.enumType('EnqueueAnswer', {
  description: 'What would become of a URL if a page linked to it now.',
  values: enumValues(enqueueAnswers, {
    accepted: 'It would wait.',
    known: 'It has it already.',
    run: 'Refused: the run takes no more URLs.',
    scope: 'Left alone: the scope of the job does not have it.',
    trap: 'Refused: it looks like a trap, such as a path that repeats itself.',
    depth: 'Refused: it lies deeper than the job may follow links.',
    hops: 'Refused: too many redirects lead to it.',
    budget: 'Refused: the budget of pages is spent.',
  }),
});

const UrlExplanation = builder.objectRef<ExplanationValue>('UrlExplanation').implement({
  description:
    'Why a URL was, or was not, asked for by one run: where it is, which rule decides, what was done with it, what comes next. URLs and details are hostile text.',
  fields: (t) => ({
    ...shown(t, {
      summary: ['String', 'Where it is and why, in a sentence.'],
      given: ['String', 'The URL as it was asked for.'],
      url: ['String', 'Its canonical form, under which it is known.'],
      changes: ['[String]', 'What is other in the canonical form than in the given one, in words.'],
      host: ['String', 'Host name, with the port unless 80 or 443.'],
      job: [Job, 'The job.'],
      run: [Run, 'The run that is told of; null: the job has none yet.', 'nullable'],
      place: [UrlPlace, 'Where it is.'],
      position: ['Int?', 'How many URLs wait before it at its host; null: far behind, or it does not wait.'],
      attempts: ['Int', 'How often it was tried.'],
      until: ['DateTime?', 'Until when it is put off; null: it is not.'],
      inFlight: [InFlightAt, 'Who has it; null: it is not in flight.', 'nullable'],
      ifEnqueued: [
        EnqueueAnswer,
        'What would become of it if a page linked to it now; null: the run has left the frontier.',
        'nullable',
      ],
      inScope: ['Boolean', 'The scope of the job lets links to it be followed.'],
      scopeReason: ['String', 'Which rule of the scope says so: `excluded by *.pdf`.'],
      robots: [RobotsSays, 'What robots.txt says of it.'],
      trap: [
        Trap,
        'The shape that covers it, if URLs like it were taken for a trap, with the evidence; null: none does.',
        'nullable',
      ],
      next: [Next, 'When its turn may come; null: it does not wait.', 'nullable'],
      wait: [Wait, 'Why it was not asked for sooner; null: it neither waits nor was asked for.', 'nullable'],
      dead: [DeadReasonOfUrl, 'Why it was given up or dropped; null: it was not.', 'nullable'],
      page: [Page, 'Its row in the ledger of the job; null: the ledger does not know it.', 'nullable'],
    }),
    checks: t.field({
      type: [Check],
      complexity: { field: 0, multiplier: 1 },
      description: 'What each rule says of it, in the order in which they are asked.',
      resolve: ({ checks }) => checks,
    }),
    holds: t.field({
      type: [HoldRef],
      complexity: { field: 0, multiplier: 1 },
      description: 'What keeps its host from being asked now, beside its pace.',
      resolve: ({ holds }) => holds,
    }),
    visits: t.field({
      type: [Visit],
      complexity: { field: 2, multiplier: 3 },
      description: 'What the run did with it, oldest first; at most 50.',
      resolve: ({ tries }) => tries,
    }),
    omissions: t.field({
      type: [UrlOmission],
      complexity: { field: 0, multiplier: 2 },
      description:
        'Of a URL the job does not know: what the run left out at discovery that is it, is of its host, or may be it; at most 20.',
      resolve: ({ omissions }) => omissions,
    }),
    parents: t.field({
      type: [Step],
      complexity: { field: 0, multiplier: 3 },
      description: 'Who named it first, and who named that one, up to a seed; at most 30.',
      resolve: ({ parents }) => parents,
    }),
    redirects: t.field({
      type: [Hop],
      complexity: { field: 0, multiplier: 3 },
      description:
        'The redirects that led to it and those by which it leads on, in order; empty: there are none.',
      resolve: ({ redirects }) => redirects,
    }),
    policyVersion: t.field({
      type: PolicyVersion,
      nullable: true,
      complexity: 2,
      description: 'The version of the policy by which the run decides.',
      resolve: ({ policyVersion }) => policyVersion,
    }),
    hostState: t.field({
      type: HostState,
      nullable: true,
      complexity: 10,
      description: 'Its host as this run finds it: when it may be asked next, and why not now.',
      resolve: ({ run, host, read }, _args, { stores }) =>
        run === null || read === null ? null : stores.hosts.state(run, host, read),
    }),
  }),
});

builder.queryField('explainUrl', (t) =>
  t.field({
    type: UrlExplanation,
    nullable: true,
    complexity: 20,
    args: {
      job: t.arg.id({
        description:
          'Id of a job; left out: the newest that knows the URL, else the newest whose scope has it, else the newest.',
      }),
      url: t.arg.string({ required: true, description: 'Any URL; it is made canonical first.' }),
      run: t.arg.id({ description: 'Id of one of its runs; left out: the latest.' }),
    },
    description:
      'Why a URL was, or was not, asked for by a job: for any URL, known or not. The error NOT_FOUND when there is no such job or run, BAD_INPUT when it is no http or https URL.',
    resolve: async (_root, { job: id, url, run: runId }, { stores }) => {
      // A run tells of which job it is.
      const of = runId == null ? null : await foundById('Run', runId, 'run', stores.runs.find);
      const job =
        id == null
          ? of !== null
            ? await found(stores.jobs.find(of.jobId), of.jobId, 'job')
            : await found(stores.explanations.jobOf(url), '', 'job')
          : await foundById('Job', id, 'job', stores.jobs.find);
      if (of !== null && of.jobId !== job.id) throw notFound(String(runId), 'run');
      const run = of ?? (await stores.runs.latest(job.id));
      return stores.explanations.explain(job, run ?? null, url);
    },
  }),
);
