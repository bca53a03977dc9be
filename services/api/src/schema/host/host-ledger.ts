import { paceDeciders } from '@trunkline/policy';
import type { Violation } from '../../stores/host/ledger/gaps.ts';
import type { LedgerValue, LedgerWindow } from '../../stores/host/ledger/ledger-store.ts';
import { builder } from '../kit/builder.ts';
import { enumValues } from '../kit/enum-values.ts';
import { shown } from '../kit/shown.ts';
import { RobotsVersion } from './host.ts';

/** Windows that are told at most in one answer; the export has all. */
const MOST_WINDOWS = 1000;

const PaceDecider = builder.enumType('PaceDecider', {
  description: 'What decided how long a host was left alone before a request.',
  values: enumValues(paceDeciders, {
    policy: 'The policy of the job.',
    rule: 'A host rule of the operators.',
    robots: 'The Crawl-delay of its robots.txt.',
    backOff: 'A rest after failures, or one that it asked for.',
  }),
});

const RequestKind = builder.enumType('RequestKind', {
  description: 'What was asked for.',
  values: enumValues(['page', 'robots'], { page: 'A page.', robots: 'Its robots.txt.' }),
});

const HostFailure = builder.objectRef<LedgerWindow['failures'][number]>('HostFailure').implement({
  description: 'A request that failed, after which a host may be left alone.',
  fields: (t) => shown(t, { at: ['DateTime', 'When.'], code: ['String', 'What failed: `throttled 429`.'] }),
});

const Window = builder.objectRef<LedgerWindow>('LedgerWindow').implement({
  description: 'One minute of one run at a host, under one pace.',
  fields: (t) => ({
    ...shown(t, {
      at: ['DateTime', 'When the minute begins.'],
      kind: [RequestKind, 'What was asked for.'],
      requests: ['Int', 'Requests in it.'],
      leastGapMs: ['Float?', 'Least time between two of them, milliseconds; null: there are fewer than two.'],
      delayMs: ['Float', 'Least time from one request to the next that was in force, milliseconds.'],
      concurrency: ['Int', 'Most requests at once that were allowed.'],
      decidedBy: [PaceDecider, 'What decided that.'],
      reason: ['String', 'The same in words.'],
      run: ['String?', 'Short id of the run; null: it is another project’s.'],
      policyVersion: ['Int?', 'Version of its policy in force then; null: it is another project’s.'],
      robotsDigest: ['String?', 'SHA-1 of the robots.txt in force then, where this project was told of it.'],
    }),
    failures: t.field({
      type: [HostFailure],
      complexity: { field: 0, multiplier: 2 },
      description: 'What failed in it, at most 20.',
      resolve: ({ failures }) => failures,
    }),
  }),
});

const PaceViolation = builder.objectRef<Violation>('PaceViolation').implement({
  description: 'A request that came sooner than the pace in force allowed.',
  fields: (t) =>
    shown(t, {
      at: ['DateTime', 'When.'],
      gapMs: ['Float', 'How long after the one before, milliseconds.'],
      delayMs: ['Float', 'How long that should have been.'],
    }),
});

const HostLedger = builder.objectRef<LedgerValue>('HostLedger').implement({
  description:
    'How often a host was asked, and why not more often: evidence for its owner. Times are those at which requests were written, by the clocks of the workers.',
  fields: (t) => ({
    ...shown(t, {
      host: ['String', 'Host name, with the port unless 80 or 443.'],
      from: ['DateTime', 'From when on.'],
      to: ['DateTime', 'Until when.'],
      isOfAll: [
        'Boolean',
        'Requests of all projects are counted, for an operator asks; else of this one alone.',
      ],
      isComplete: [
        'Boolean',
        'Every request is told one by one; false: there are more windows than are looked at (20,000 with 300,000 requests), or more than 1,200 requests in a minute of which the rest is only counted.',
      ],
      requests: ['Int', 'Requests in all.'],
      pages: ['Int', 'Of these, for pages.'],
      robots: ['Int', 'Of these, for robots.txt.'],
      leastGapMs: [
        'Float?',
        'Least time between any two requests, whichever run made them; null: there are fewer than two.',
      ],
      leastGapAt: ['DateTime?', 'When the second of those two was.'],
      mostInAMinute: ['Int', 'Most requests within any 60 seconds.'],
      violations: [
        'Int',
        'Requests that came more than 5 ms sooner than the pace in force allowed, counted from what is recorded. A run’s own delay counts from its own last request; what a rule, the robots.txt or a rest asks for from that of any run.',
      ],
    }),
    violationSamples: t.field({
      type: [PaceViolation],
      complexity: { field: 0, multiplier: 2 },
      description: 'The first of them, at most 20.',
      resolve: ({ samples }) => samples,
    }),
    perMinute: t.float({
      description: 'Requests a minute, on average over the time between the first and the last window.',
      resolve: ({ windows, requests }) => {
        const [first, last] = [windows[0], windows.at(-1)];
        if (!first || !last) return 0;
        return requests / ((last.at.getTime() - first.at.getTime()) / 60_000 + 1);
      },
    }),
    windows: t.field({
      type: [Window],
      complexity: { field: 0, multiplier: 20 },
      args: {
        first: t.arg.int({ description: `At most so many, up to ${MOST_WINDOWS}; left out: 100.` }),
      },
      description:
        'Minute by minute, oldest first; `/export/HOST/ledger?format=ndjson|csv&from=…&to=…` has all of them.',
      resolve: ({ windows }, { first }) =>
        windows.slice(0, Math.max(0, Math.min(first ?? 100, MOST_WINDOWS))),
    }),
    robotsVersions: t.field({
      type: [RobotsVersion],
      complexity: { field: 1, multiplier: 3 },
      description: 'What its robots.txt said in that time to runs of this project, oldest first.',
      resolve: ({ robotsVersions }) => robotsVersions,
    }),
  }),
});

builder.queryField('hostLedger', (t) =>
  t.field({
    type: HostLedger,
    nullable: true,
    complexity: 50,
    args: {
      host: t.arg.string({ required: true, description: 'Host name, with the port unless 80 or 443.' }),
      from: t.arg({ type: 'DateTime', description: 'From when on; left out: a day before `to`.' }),
      to: t.arg({ type: 'DateTime', description: 'Until when; left out: now. At most 92 days in all.' }),
    },
    description:
      'How often a host was asked and why: by runs of this project, to operators by all. Kept for 90 days. NOT_FOUND when no job of this project knows the host.',
    resolve: (_root, { host, from, to }, { stores }) => stores.ledger.ledger(host, from ?? null, to ?? null),
  }),
);
