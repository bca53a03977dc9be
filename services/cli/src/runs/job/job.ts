import type { Define } from '../../shell/define.ts';
import { JOB } from '../../shell/words.ts';
import { findJob } from '../find-job.ts';
import { watchRun } from '../watch-run.ts';
import { defineAdd } from './add.ts';
import { defineCreate } from './create.ts';
import { defineEdit } from './edit.ts';
import { defineList } from './list.ts';
import { defineRequeue } from './requeue.ts';
import { show } from './show.ts';
import { defineVerbs } from './verbs.ts';

/** `trunkline job …` */
export function defineJob({ group }: Define): void {
  const job = group('job', 'Crawl jobs: what to crawl, and its runs');
  defineCreate(job);
  defineList(job);
  job('show', 'Show a job, its counters and its stages', [JOB], show);
  job('watch', 'Follow the latest run live until it is over', [JOB], async (context, asked) =>
    watchRun(context, await findJob(context.client, asked)),
  );
  defineVerbs(job);
  defineEdit(job);
  defineAdd(job);
  defineRequeue(job);
}
