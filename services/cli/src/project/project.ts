import type { Project, ProjectUpdateInput } from '@trunkline/client';
import { type Command, InvalidArgumentError } from 'commander';
import { fields } from '../output/fields.ts';
import { bytes, count } from '../output/format.ts';
import { clean } from '../output/text.ts';
import { REASON } from '../shell/arguments.ts';
import type { Context } from '../shell/context.ts';
import { usageError } from '../shell/failure.ts';
import { given } from '../shell/options.ts';
import type { Run } from '../shell/run.ts';

/** `trunkline project …` */
export function defineProject(program: Command, run: Run): void {
  const project = program
    .command('project')
    .description('The project of the key: quotas and what is used of them');
  project.command('show').description('Show quotas and usage').action(run(show));
  project
    .command('quota')
    .description('Set quotas (admin key); `none` lifts one')
    .option('--jobs <n>', 'most jobs there may be', limit)
    .option('--pages-per-day <n>', 'most pages a day (UTC)', limit)
    .option('--storage <bytes>', 'most bytes in the archive: 500GB, or a number', limit)
    .option(...REASON)
    .action(run(quota));
}

const units: Record<string, number> = { k: 1e3, M: 1e6, G: 1e9, T: 1e12 };

/** Commander makes text of a null. */
type Limit = number | 'none';

function limit(text: string): Limit {
  if (text === 'none') return text;
  const match = /^(\d+(?:\.\d+)?)([kMGT])?B?$/.exec(text);
  if (!match) throw new InvalidArgumentError('It must be a number such as 20, 10k or 500GB, or `none`.');
  return Math.round(Number(match[1]) * (match[2] ? units[match[2]]! : 1));
}

const orNull = (value: Limit | undefined) => (value === 'none' ? null : value);

async function show({ client, output }: Context): Promise<void> {
  return said({ output }, await client.project.get());
}

function said({ output }: Pick<Context, 'output'>, project: Project): void {
  output.result(project, project.id);
  const { quotas, usage, heldBy } = project;
  const of = (used: string, most: string | null) => `${used} ${most === null ? '(no limit)' : `of ${most}`}`;
  const number = (value: number | null) => (value === null ? null : count(value));
  output.line(
    `${output.style.bold(clean(project.name))}${heldBy === null ? '' : `  ${output.style.yellow(`held by its quota of ${heldBy.toLowerCase().replaceAll('_', ' ')}: nothing is crawled`)}`}`,
  );
  fields(output, [
    ['project', project.id],
    ['jobs', of(count(usage.jobs), number(quotas.maxJobs))],
    ['pages today', of(count(usage.pagesToday), number(quotas.maxPagesPerDay))],
    [
      'storage',
      of(bytes(usage.storageBytes), quotas.maxStorageBytes === null ? null : bytes(quotas.maxStorageBytes)),
    ],
  ]);
}

type Options = {
  jobs?: Limit;
  pagesPerDay?: Limit;
  storage?: Limit;
  reason?: string;
};

async function quota({ client, output }: Context, options: Options): Promise<void> {
  const { jobs, pagesPerDay, storage, reason } = options;
  const change = given<ProjectUpdateInput>({
    maxJobs: orNull(jobs),
    maxPagesPerDay: orNull(pagesPerDay),
    maxStorageBytes: orNull(storage),
  });
  if (change === undefined)
    throw usageError('Nothing to set.', 'Say what: --jobs, --pages-per-day or --storage.');
  return said({ output }, await client.project.update({ ...change, reason }));
}
