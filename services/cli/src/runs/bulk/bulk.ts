import type { BulkRequested, Client, JobFilter, JobState } from '@trunkline/client';
import { type Command, Option } from 'commander';
import { ago, count } from '../../output/format.ts';
import type { Run } from '../../program.ts';
import { confirm } from '../../shell/confirm.ts';
import type { Context } from '../../shell/context.ts';
import { type ExitCode, exitCodes } from '../../shell/exit-codes.ts';
import { usageError } from '../../shell/failure.ts';
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
      .option('--reason <text>', 'why, for the audit log')
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
  const { client, world } = context;
  const filter = filterFrom(options);
  if (Object.keys(filter).length === 0 && !options.everything)
    throw usageError(
      'Which jobs? Name a filter, or --everything.',
      'Try: --state running, --name TEXT, --label team=docs; and --dry-run first.',
    );
  const input = { filter, ...(options.reason !== undefined && { reason: options.reason }) };
  const ask = (dryRun: boolean) => calls[verb](client, { ...input, dryRun }, { signal: world.interrupted });
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

function filterFrom({ state, name, label, policy }: Options): JobFilter {
  return {
    ...(state && { state: state.map((word) => word.toUpperCase() as JobState) }),
    ...(name !== undefined && { name }),
    ...(label !== undefined && { label: labelsFrom([label])[0]! }),
    ...(policy !== undefined && { policyId: policy }),
  };
}

type Call = (
  client: Client,
  input: { filter: JobFilter; dryRun: boolean; reason?: string },
  options: { signal: AbortSignal },
) => Promise<BulkRequested>;

const calls: Record<Verb, Call> = {
  start: (client, ...rest) => client.bulk.startJobs(...rest),
  pause: (client, ...rest) => client.bulk.pauseJobs(...rest),
  resume: (client, ...rest) => client.bulk.resumeJobs(...rest),
  cancel: (client, ...rest) => client.bulk.cancelJobs(...rest),
  delete: (client, ...rest) => client.bulk.deleteJobs(...rest),
};

async function list({ client, output, world }: Context): Promise<ExitCode> {
  const operations = await Array.fromAsync(client.bulk.list(undefined, { signal: world.interrupted }));
  output.document(operations);
  if (output.quiet) for (const { id } of operations) output.essential(id);
  if (operations.length === 0) output.note('There was no bulk operation yet.');
  else
    output.table(operations, [
      { title: 'OPERATION', cell: ({ id }) => id },
      { title: 'WHAT', cell: ({ kind }) => bulkInWords(kind) },
      { title: 'STATE', cell: ({ state }) => state.toLowerCase() },
      { title: 'DONE', align: 'right', cell: ({ processed }) => count(processed) },
      { title: 'OF', align: 'right', cell: ({ total }) => count(total) },
      { title: 'ASKED FOR', align: 'right', spare: 1, cell: ({ createdAt }) => ago(createdAt) },
    ]);
  return exitCodes.ok;
}

async function end({ client, output, world }: Context, id: string): Promise<ExitCode> {
  const operation = await client.bulk.cancel(id, undefined, { signal: world.interrupted });
  output.document(operation);
  output.line(
    `${bulkInWords(operation.kind)} ${operation.state.toLowerCase()}: ${count(operation.processed)} of ${count(operation.total)}`,
  );
  return exitCodes.ok;
}
