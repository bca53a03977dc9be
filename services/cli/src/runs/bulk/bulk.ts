import type { JobFilter, JobState } from '@trunkline/client';
import { ago, count } from '../../output/format.ts';
import { showList } from '../../output/list.ts';
import { confirm } from '../../shell/confirm.ts';
import type { Context } from '../../shell/context.ts';
import type { Define, OptionsOf } from '../../shell/define.ts';
import { type ExitCode, exitCodes } from '../../shell/exit-codes.ts';
import { usageError } from '../../shell/failure.ts';
import { given } from '../../shell/options.ts';
import { NO_WAIT, REASON, YES } from '../../shell/words.ts';
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

const words = [
  ['--state <state...>', 'jobs in these states', states],
  ['--name <text>', 'jobs whose name contains this'],
  ['--label <name=value>', 'jobs with this label'],
  ['--policy <id>', 'jobs under this policy'],
  ['--everything', 'all jobs of the project'],
  ['--dry-run', 'only say how many match'],
  NO_WAIT,
  YES,
  REASON,
] as const;
type Options = OptionsOf<typeof words>;
const OPERATION = ['<operation>', 'its id'] as const;

/** `trunkline bulk …` */
export function defineBulk({ group }: Define): void {
  const bulk = group('bulk', 'Change all jobs that match, in the background');
  for (const [verb, about] of Object.entries(verbs) as [Verb, string][])
    bulk(verb, about, words, (context, options) => change(context, verb, options));
  bulk('list', 'List bulk operations, newest first', [], list);
  bulk('watch', 'Follow a bulk operation until it is over', [OPERATION], watchBulk);
  bulk('cancel-operation', 'End a bulk operation; what was done stays done', [OPERATION], end);
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
