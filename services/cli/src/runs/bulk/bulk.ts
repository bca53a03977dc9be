import type { JobFilter, JobState } from '@trunkline/client';
import { type Command, Option } from 'commander';
import { ago, count } from '../../output/format.ts';
import { showList } from '../../output/list.ts';
import { REASON } from '../../shell/arguments.ts';
import { confirm } from '../../shell/confirm.ts';
import type { Context } from '../../shell/context.ts';
import { type ExitCode, exitCodes } from '../../shell/exit-codes.ts';
import { usageError } from '../../shell/failure.ts';
import { given } from '../../shell/options.ts';
import type { Run } from '../../shell/run.ts';
import { labelsFrom } from '../job/edit.ts';
import { states } from '../job/list.ts';
import { bulkInWords, followBulk, watchBulk } from './follow.ts';

const verbs = {
  start: 'Start a new run of every job that matches',
  pause: 'Pause every job that matches',
  resume: 'Resume every job that matches',
  cancel: 'Cancel the run of every job that matches',
  delete: 'Delete every job that matches, with its runs, pages and captures',
} as const;
type Verb = keyof typeof verbs;

type Options = {
  state?: string[];
  name?: string;
  label?: string;
  policy?: string;
  everything?: boolean;
  dryRun?: boolean;
  wait: boolean;
  yes?: boolean;
  reason?: string;
};

/** `trunkline bulk …` */
export function defineBulk(program: Command, run: Run): void {
  const bulk = program.command('bulk').description('Change all jobs that match, in the background');
  for (const [verb, description] of Object.entries(verbs) as [Verb, string][])
    bulk
      .command(verb)
      .description(description)
      .addOption(new Option('--state <state...>', 'jobs in these states').choices(states))
      .option('--name <text>', 'jobs whose name contains this')
      .option('--label <name=value>', 'jobs with this label')
      .option('--policy <id>', 'jobs under this policy')
      .option('--everything', 'all jobs of the project')
      .option('--dry-run', 'only say how many match')
      .option('--no-wait', 'ask for it and go: it goes on by itself')
      .option('--yes', 'do not ask')
      .option(...REASON)
      .action(run((context, options: Options) => change(context, verb, options)));
  bulk.command('list').alias('ls').description('List bulk operations, newest first').action(run(list));
  bulk
    .command('watch')
    .description('Follow a bulk operation until it is over')
    .argument('<operation>', 'its id')
    .action(run(watchBulk));
  bulk
    .command('cancel-operation')
    .description('End a bulk operation; what was done stays done')
    .argument('<operation>', 'its id')
    .action(run(end));
}

async function change(context: Context, verb: Verb, options: Options): Promise<ExitCode> {
  const { client } = context;
  const filter = filterFrom(options);
  if (filter === undefined && !options.everything)
    throw usageError(
      'Which jobs? Name a filter, or --everything.',
      'Try: --state running, --name TEXT, --label team=docs; and --dry-run first.',
    );
  const input = { filter: filter ?? {}, reason: options.reason };
  const ask = (dryRun: boolean) => client.bulk[`${verb}Jobs`]({ ...input, dryRun });
  if (!options.dryRun && verb === 'delete') {
    const { matched } = await ask(true);
    if (
      !(await confirm(context, `Delete ${count(matched)} jobs with all they crawled?`, options.yes === true))
    )
      return exitCodes.failed;
  }
  const requested = await ask(options.dryRun === true);
  return followBulk(context, requested, { what: ['job', 'jobs'], wait: options.wait });
}

function filterFrom({ state, name, label, policy }: Options): JobFilter | undefined {
  return given({
    ...{ state: state?.map((word) => word.toUpperCase() as JobState), name, policyId: policy },
    label: label === undefined ? undefined : labelsFrom([label])[0],
  });
}

const list = (context: Context): Promise<void> =>
  showList(context, context.client.bulk.list(), {
    id: ({ id }) => id,
    none: 'There was no bulk operation yet.',
    columns: [
      { title: 'OPERATION', cell: ({ id }) => id },
      { title: 'WHAT', cell: ({ kind }) => bulkInWords(kind) },
      { title: 'STATE', cell: ({ state }) => state.toLowerCase() },
      { title: 'DONE', align: 'right', cell: ({ processed }) => count(processed) },
      { title: 'OF', align: 'right', cell: ({ total }) => count(total) },
      { title: 'ASKED FOR', align: 'right', spare: 1, cell: ({ createdAt }) => ago(createdAt) },
    ],
  });

async function end({ client, output }: Context, id: string): Promise<void> {
  const operation = await client.bulk.cancel(id, undefined);
  output.document(operation);
  output.line(
    `${bulkInWords(operation.kind)} ${operation.state.toLowerCase()}: ${count(operation.processed)} of ${count(operation.total)}`,
  );
}
