import type { OutcomeKind, PageFilter } from '@trunkline/client';
import type { Context } from '../../shell/context.ts';
import type { Define, OptionsOf } from '../../shell/define.ts';
import type { ExitCode } from '../../shell/exit-codes.ts';
import { usageError } from '../../shell/failure.ts';
import { given, statusList } from '../../shell/options.ts';
import { JOB, NO_WAIT, REASON } from '../../shell/words.ts';
import { followBulk } from '../bulk/follow.ts';
import { findJob } from '../find-job.ts';

const outcomes: Record<string, OutcomeKind> = {
  fetched: 'FETCHED',
  'not-modified': 'NOT_MODIFIED',
  redirected: 'REDIRECTED',
  refused: 'REFUSED',
  throttled: 'THROTTLED',
  failed: 'FAILED',
};

const words = [
  JOB,
  ['--host <host>', 'only pages of this host'],
  ['--prefix <url>', 'only URLs that start with this'],
  ['--status <codes>', 'only pages whose last status was one of these: 404,500', statusList],
  ['--outcome <outcome...>', 'only pages whose last visit ended so', Object.keys(outcomes)],
  ['--due', 'only pages that are due'],
  ['--everything', 'all pages of the job'],
  ['--dry-run', 'only say how many there are'],
  NO_WAIT,
  REASON,
] as const;

export const defineRequeue = (job: Define) =>
  job(
    'requeue',
    'Ask for pages of a job again: now in the run that goes, the others in the next',
    words,
    requeue,
  );

async function requeue(context: Context, asked: string, options: OptionsOf<typeof words>): Promise<ExitCode> {
  const { host, prefix, status, outcome, due, everything, dryRun = false, wait = true, reason } = options;
  const filter = given<PageFilter>({
    ...{ host, urlStartsWith: prefix, status, due },
    outcome: outcome?.map((word) => outcomes[word]!),
  });
  if (filter === undefined && !everything)
    throw usageError(
      'Which pages? Name a filter, or --everything.',
      'Try: --outcome failed, --status 404,500, --prefix URL; and --dry-run first.',
    );
  const { client } = context;
  const requested = await client.bulk.requeuePages({
    jobId: await findJob(client, asked),
    filter: filter ?? {},
    dryRun,
    reason,
  });
  return followBulk(context, requested, { what: ['page', 'pages'], wait });
}
