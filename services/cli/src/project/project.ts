import type { Project, ProjectUpdateInput } from '@trunkline/client';
import { InvalidArgumentError } from 'commander';
import { fields } from '../output/fields.ts';
import { bytes, count } from '../output/format.ts';
import type { Context } from '../shell/context.ts';
import type { Define } from '../shell/define.ts';
import { usageError } from '../shell/failure.ts';
import { given } from '../shell/options.ts';
import { REASON } from '../shell/words.ts';

const units: Record<string, number> = { k: 1e3, M: 1e6, G: 1e9, T: 1e12 };

const quotas = [
  ['--jobs <n>', 'most jobs there may be', quota],
  ['--pages-per-day <n>', 'most pages a day (UTC)', quota],
  ['--concurrency <n>', 'most URLs of all its runs in flight at once', quota],
  ['--storage <bytes>', 'most bytes in the archive: 500GB, or a number', quota],
  REASON,
] as const;

/** `trunkline project …` */
export function defineProject({ group }: Define): void {
  const project = group('project', 'The project of the key: quotas and what is used of them');
  project('show', 'Show quotas and usage', [], async (context) =>
    said(context, await context.client.project.get()),
  );
  const about = 'Set quotas (operator key); `none` lifts one';
  project('quota', about, quotas, async (context, { jobs, pagesPerDay, concurrency, storage, reason }) => {
    const change = given<ProjectUpdateInput>({
      maxJobs: orNull(jobs),
      maxPagesPerDay: orNull(pagesPerDay),
      maxConcurrency: orNull(concurrency),
      maxStorageBytes: orNull(storage),
    });
    if (change === undefined)
      throw usageError('Nothing to set.', 'Say what: --jobs, --pages-per-day, --concurrency or --storage.');
    said(context, await context.client.project.update({ ...change, reason }));
  });
}

/** Commander makes text of a null. */
type Limit = number | 'none';

function quota(text: string): Limit {
  if (text === 'none') return text;
  const match = /^(\d+(?:\.\d+)?)([kMGT])?B?$/.exec(text);
  if (!match) throw new InvalidArgumentError('It must be a number such as 20, 10k or 500GB, or `none`.');
  return Math.round(Number(match[1]) * (match[2] ? units[match[2]]! : 1));
}

const orNull = (value: Limit | undefined) => (value === 'none' ? null : value);

function said({ output }: Context, project: Project): void {
  output.result(project, project.id);
  const { quotas, usage, heldBy } = project;
  const of = (used: string, most: string | null) => `${used} ${most === null ? '(no limit)' : `of ${most}`}`;
  const number = (value: number | null) => (value === null ? null : count(value));
  const held = heldBy?.toLowerCase().replaceAll('_', ' ');
  output.named(
    project.name,
    held ? output.style.yellow(`held by its quota of ${held}: nothing is crawled`) : '',
  );
  fields(output, [
    ['project', project.id],
    ['jobs', of(count(usage.jobs), number(quotas.maxJobs))],
    ['pages today', of(count(usage.pagesToday), number(quotas.maxPagesPerDay))],
    ['in flight', of(count(usage.inFlight), number(quotas.maxConcurrency))],
    [
      'storage',
      of(bytes(usage.storageBytes), quotas.maxStorageBytes === null ? null : bytes(quotas.maxStorageBytes)),
    ],
  ]);
}
