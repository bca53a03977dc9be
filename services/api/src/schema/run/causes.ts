import { causes } from '@trunkline/diagnosis';
import type { CausesValue } from '../../stores/run/finding-store.ts';
import { builder } from '../kit/builder.ts';
import { enumValues } from '../kit/enum-values.ts';
import { shown } from '../kit/shown.ts';

export const Cause = builder.enumType('Cause', {
  description: 'Why URLs wait, or why more and more do. A closed list; docs/diagnosis.md tells them apart.',
  values: enumValues(causes, {
    PAUSED: 'The run, its project or their hosts are paused.',
    WINDOW: 'No window of the policy is open.',
    QUOTA: 'A quota of the project, or the pages of the run, are spent.',
    NO_WORKERS: 'No worker is alive, or all were told to claim nothing.',
    UNREACHABLE: 'Their hosts rest, for they could not be reached.',
    THROTTLED: 'Their hosts rest, for they answered 429 or 503.',
    BACKOFF: 'Their hosts rest for another reason.',
    ROBOTS: 'Their robots.txt is out, or cannot be had.',
    CRAWL_DELAY: 'The site asks for a longer delay than the policy has.',
    PACE: 'Their hosts are not due again: politeness.',
    DNS: 'Names are not looked up, or slowly.',
    CONNECT: 'Connections are made slowly.',
    SLOW_ORIGIN: 'Sites take long to begin their answers.',
    LARGE_BODY: 'Bodies are large, or drip.',
    BANDWIDTH: 'A cap of bytes a second.',
    CPU: 'Workers have no time.',
    STORE: 'The archive is slow, or takes nothing.',
    DISCOVERY: 'Links are found faster than they are taken in.',
    REDIS: 'Redis answers slowly, or not at all.',
    REDIS_FULL: 'Redis has as much memory as it may.',
    RECORDER: 'Outcomes are not committed to the database.',
    WORKERS_BUSY: 'They are due, and no worker has a slot.',
    RESUBMISSION: 'Known URLs are submitted again and again.',
    ABUSE: 'One project is most of what grows, while others wait.',
  }),
});

const CauseOfWaiting = builder.objectRef<CausesValue['causes'][number]>('CauseOfWaiting').implement({
  description: 'What one cause holds.',
  fields: (t) =>
    shown(t, {
      cause: [Cause, 'Which.'],
      urls: ['Long', 'URLs that wait for it.'],
      share: ['Float', 'Of all that wait, 0 to 1.'],
      since: ['DateTime?', 'Since when it has held any; null: not known.'],
    }),
});

export const RunCauses = builder.objectRef<CausesValue>('RunCauses').implement({
  description: 'Why the waiting URLs of a run wait: each has one cause, and they sum to what waits.',
  fields: (t) =>
    shown(t, {
      at: ['DateTime', 'When it was looked at.'],
      waiting: ['Long', 'URLs that wait.'],
      error: ['Long', 'URLs by which a figure may be wrong (95 %), because hosts were sampled; 0: exact.'],
      causes: [[CauseOfWaiting], 'Those that hold any, the most URLs first.'],
    }),
});
