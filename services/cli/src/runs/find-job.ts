import type { Client } from '@trunkline/client';
import { clean } from '../output/text.ts';
import { notFound, theOne } from '../shell/failure.ts';

/** The id of the job a user means: an id, `last` for the newest, or a name that only one job has. */
export async function findJob(client: Client, asked: string): Promise<string> {
  if (/^(job|run)_/.test(asked)) return asked;
  if (asked === 'last') {
    const [newest] = (await client.jobs.list().page()).items;
    if (newest) return newest.id;
    throw notFound('There is no job yet.', 'Create one: trunkline job create URL');
  }
  const found = [];
  for await (const job of client.jobs.list({ name: asked })) {
    if (job.name === asked) found.push(job);
    if (found.length > 1) break;
  }
  return theOne(found, asked, 'job').id;
}

/** The id of the run a user means: its id, or that of the latest run of a job. */
export async function findRun(client: Client, asked: string): Promise<string> {
  if (asked.startsWith('run_')) return asked;
  const { latestRun } = await client.jobs.get(await findJob(client, asked));
  if (latestRun) return latestRun.id;
  throw notFound(`The job "${clean(asked)}" has no run yet.`);
}
