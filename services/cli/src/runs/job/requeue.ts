import type { OutcomeKind, PageFilter } from '@trunkline/client';
import { type Command, Option } from 'commander';
import { JOB, REASON } from '../../shell/arguments.ts';
import type { Context } from '../../shell/context.ts';
import type { ExitCode } from '../../shell/exit-codes.ts';
import { usageError } from '../../shell/failure.ts';
import { given, statusList } from '../../shell/options.ts';
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

export function defineRequeue(command: Command): Command {
  return command
    .description('Ask for pages of a job again: now in the run that goes, the others in the next')
    .argument(...JOB)
    .option('--host <host>', 'only pages of this host')
    .option('--prefix <url>', 'only URLs that start with this')
    .option('--status <codes>', 'only pages whose last status was one of these: 404,500', statusList)
    .addOption(
      new Option('--outcome <outcome...>', 'only pages whose last visit ended so').choices(
        Object.keys(outcomes),
      ),
    )
    .option('--due', 'only pages that are due')
    .option('--everything', 'all pages of the job')
    .option('--dry-run', 'only say how many there are')
    .option('--no-wait', 'ask for it and go: it goes on by itself')
    .option(...REASON);
}

type Options = {
  host?: string;
  prefix?: string;
  status?: number[];
  outcome?: string[];
  due?: boolean;
  everything?: boolean;
  dryRun?: boolean;
  wait: boolean;
  reason?: string;
};

export async function requeue(context: Context, asked: string, options: Options): Promise<ExitCode> {
  const { host, prefix, status, outcome, due, everything, dryRun = false, wait, reason } = options;
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
