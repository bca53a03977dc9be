import type { Job, StageSummary } from '@trunkline/client';
import { type Field, fields } from '../../output/fields.ts';
import { forecastInShort } from '../../output/forecast-words.ts';
import { ago, bytes, count, duration, rate } from '../../output/format.ts';
import type { Column } from '../../output/table.ts';
import { clean, cutEnd } from '../../output/text.ts';
import { paceInWords, stateInWords } from '../../output/words.ts';
import type { Context } from '../../shell/context.ts';
import { findJob } from '../find-job.ts';

export async function show({ client, output }: Context, asked: string): Promise<void> {
  const job = await client.jobs.get(await findJob(client, asked));
  output.document(job);
  if (output.json) return;

  if (output.quiet) output.essential(job.id);
  const { style } = output;
  output.line(
    `${style.bold(cutEnd(clean(job.name), output.width() - 12))}  ${stateInWords(job.state, style)}`,
  );
  fields(output, [...jobFields(job), ...(job.latestRun ? runFields(job.latestRun) : [])]);
  if (job.latestRun) {
    output.line();
    output.table(job.latestRun.progress.stages, stageColumns);
  }
}

function jobFields({ scope, limits, policy, ...job }: Job): Field[] {
  const { maxPages, maxDepth } = limits;
  const bounds = [
    ...(maxPages === null ? [] : [`${count(maxPages)} pages`]),
    ...(maxDepth === null ? [] : [`depth ${count(maxDepth)}`]),
  ];
  const globs = (list: string[]) => (list.length > 0 ? clean(list.join(' ')) : null);
  return [
    ['job', job.id],
    ['created', `${job.createdAt} (${ago(job.createdAt)})`],
    ['seeds', count(job.seedCount)],
    ['scope', clean(`${scope.kind.toLowerCase()} ${scope.of.join(' ')}`)],
    ['led to', globs(scope.led)],
    ['include', globs(scope.include)],
    ['exclude', globs(scope.exclude)],
    ['limits', bounds.join(', ') || null],
    ['secrets', secretsInWords(job.secrets)],
    ['pace', paceInWords(policy.rules.pace)],
    ['to be done by', job.finishBy],
    ['policy', `${policy.id} version ${policy.version}`],
  ];
}

/** What of its project keeps a run from being handed out. */
const holds: Record<NonNullable<NonNullable<Job['latestRun']>['heldBy']>, string> = {
  SUSPENDED: 'the operator, who suspended the project; see `trunkline project show`',
  PAGES_PER_DAY: 'the quota of pages a day',
  STORAGE: 'the quota of storage',
};

/** Which secrets a job has, and where they go. */
function secretsInWords(secrets: Job['secrets']): string | null {
  if (!secrets) return null;
  const { headers, basicAuth, proxy, origins } = secrets;
  const shown = [...headers, ...(basicAuth ? ['password'] : [])];
  const where = shown.length > 0 && origins ? ` for ${origins.join(' ')}` : '';
  return clean([`${shown.join(', ')}${where}`, proxy ? 'by a proxy' : ''].filter(Boolean).join(', '));
}

/** What a run did, is doing, and how fast. */
export function runFields(run: NonNullable<Job['latestRun']>): Field[] {
  const { counters: c, pagesPerSecond } = run.progress;
  const end = run.finishedAt ? Date.parse(run.finishedAt) : Date.now();
  return [
    ['run', `${run.id} (${run.shortId})`],
    ['took', run.startedAt ? duration(end - Date.parse(run.startedAt)) : null],
    ['held by', run.heldBy ? holds[run.heldBy] : null],
    ['ended by', run.endReason],
    ['forecast', run.progress.forecast && forecastInShort(run.progress.forecast)],
    ['error', run.error === null ? null : clean(run.error)],
    [
      'finished',
      `${count(c.finished)} of ${count(c.accepted)} URLs; ${count(c.known)} links were known already`,
    ],
    [
      'now',
      `${count(c.waiting)} waiting, ${count(c.delayed)} delayed, ${count(c.inFlight)} in flight, ${count(c.hosts)} hosts`,
    ],
    [
      'outcomes',
      `${count(c.fetched)} fetched, ${count(c.redirected)} redirected, ${count(c.notModified)} not modified`,
    ],
    ['', `${count(c.refused)} refused, ${count(c.throttled)} throttled, ${count(c.failed)} failed`],
    ['given up', `${count(c.dead)} dead, ${count(c.dropped)} dropped`],
    ['speed', `${rate(pagesPerSecond)} pages/s, ${bytes(c.bytes)} in all`],
  ];
}

const ms = (value: number | null) => (value === null ? '–' : duration(value));

export const stageColumns: Column<StageSummary>[] = [
  { title: 'STAGE', cell: (stage) => stage.stage.toLowerCase() },
  { title: 'IN FLIGHT', align: 'right', cell: (stage) => count(stage.inFlight) },
  { title: 'WAITING', align: 'right', cell: (stage) => count(stage.waiting) },
  { title: 'DONE', align: 'right', cell: (stage) => count(stage.done) },
  { title: 'FAILED', align: 'right', spare: 3, cell: (stage) => count(stage.failed) },
  { title: 'WAIT p50', align: 'right', cell: (stage) => ms(stage.wait.p50Ms) },
  { title: 'p99', align: 'right', spare: 2, cell: (stage) => ms(stage.wait.p99Ms) },
  { title: 'SERVICE p50', align: 'right', cell: (stage) => ms(stage.service.p50Ms) },
  { title: 'p99', align: 'right', spare: 1, cell: (stage) => ms(stage.service.p99Ms) },
];
