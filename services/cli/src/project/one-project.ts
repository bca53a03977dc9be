import type { Client, Project, ProjectUpdateInput } from '@trunkline/client';
import { InvalidArgumentError } from 'commander';
import { fields } from '../output/fields.ts';
import { ago, bytes, count } from '../output/format.ts';
import { clean } from '../output/text.ts';
import type { Context } from '../shell/context.ts';
import type { OptionsOf } from '../shell/define.ts';
import { notFound } from '../shell/failure.ts';
import { given } from '../shell/options.ts';

const units: Record<string, number> = { k: 1e3, M: 1e6, G: 1e9, T: 1e12 };

/** Quotas as options; `quotasFrom` reads them. */
export const QUOTAS = [
  ['--jobs <n>', 'most jobs there may be', quota],
  ['--pages-per-day <n>', 'most pages a day (UTC)', quota],
  ['--concurrency <n>', 'most URLs of all its runs in flight at once', quota],
  ['--storage <bytes>', 'most bytes in the archive: 500GB, or a number', quota],
  ['--urls <n>', 'most URLs that its running runs may know together', quota],
  ['--hosts <n>', 'and hosts, counted for each run', quota],
  ['--webhooks <n>', 'most webhooks', quota],
  ['--seeds-per-upload <n>', 'most seeds in one upload', quota],
] as const;

type Quotas = Omit<ProjectUpdateInput, 'id' | 'name' | 'expectedVersion' | 'reason'>;

/** The quotas that options say; undefined when none was given. */
export const quotasFrom = (options: OptionsOf<typeof QUOTAS>) =>
  given<Quotas>({
    maxJobs: orNull(options.jobs),
    maxPagesPerDay: orNull(options.pagesPerDay),
    maxConcurrency: orNull(options.concurrency),
    maxStorageBytes: orNull(options.storage),
    maxUrls: orNull(options.urls),
    maxHosts: orNull(options.hosts),
    maxWebhooks: orNull(options.webhooks),
    maxSeedsPerUpload: orNull(options.seedsPerUpload),
  });

/** Commander makes text of a null. */
type Limit = number | 'none';

function quota(text: string): Limit {
  if (text === 'none') return text;
  const match = /^(\d+(?:\.\d+)?)([kMGT])?B?$/.exec(text);
  if (!match) throw new InvalidArgumentError('It must be a number such as 20, 10k or 500GB, or `none`.');
  return Math.round(Number(match[1]) * (match[2] ? units[match[2]]! : 1));
}

const orNull = (value: Limit | undefined) => (value === 'none' ? null : value);

/** The project a user means: by its id or its name, else the one of the key. */
export async function findProject(client: Client, asked: string | undefined): Promise<Project> {
  if (asked === undefined) return client.project.get();
  if (asked.startsWith('project_')) return client.projects.get(asked);
  for await (const project of client.projects.list()) if (project.name === asked) return project;
  throw notFound(
    `There is no project with the id or name "${clean(asked)}".`,
    'List them: trunkline project list',
  );
}

/** Shows a project, its quotas and what is used of them. */
export function said({ output }: Pick<Context, 'output'>, project: Project): void {
  output.result(project, project.id);
  const { quotas, usage, suspendedAt, suspendedFor } = project;
  const of = (used: string, most: string | null) => `${used} ${most === null ? '(no limit)' : `of ${most}`}`;
  const most = (value: number | null, of: string) =>
    value === null ? 'no limit' : `at most ${count(value)} ${of}`.trim();
  const number = (value: number | null) => (value === null ? null : count(value));
  output.named(project.name, output.style.yellow(heldInWords(project)));
  fields(output, [
    ['project', project.id],
    ['suspended', suspendedAt ? `${suspendedAt} (${ago(suspendedAt)})` : null],
    ['because', suspendedFor ? clean(suspendedFor) : null],
    ['jobs', of(count(usage.jobs), number(quotas.maxJobs))],
    ['pages today', of(count(usage.pagesToday), number(quotas.maxPagesPerDay))],
    ['in flight', of(count(usage.inFlight), number(quotas.maxConcurrency))],
    [
      'storage',
      of(bytes(usage.storageBytes), quotas.maxStorageBytes === null ? null : bytes(quotas.maxStorageBytes)),
    ],
    ['URLs', most(quotas.maxUrls, 'known to its running runs')],
    ['hosts', most(quotas.maxHosts, 'known to each of them, added up')],
    ['webhooks', most(quotas.maxWebhooks, '')],
    ['an upload', most(quotas.maxSeedsPerUpload, 'seeds')],
  ]);
}

/** Why nothing of a project is crawled; empty: nothing keeps it. */
function heldInWords({ state, heldBy }: Project): string {
  if (state === 'DELETING') return 'being deleted';
  if (state === 'SUSPENDED') return 'suspended by the operator: nothing is crawled';
  if (heldBy === null) return '';
  return `held by its quota of ${heldBy.toLowerCase().replaceAll('_', ' ')}: nothing is crawled`;
}
