import type { Command } from 'commander';
import { JOB, REASON } from '../../shell/arguments.ts';
import type { Run } from '../../shell/run.ts';
import { findJob } from '../find-job.ts';
import { watchRun } from '../watch-run.ts';
import { add, defineAdd } from './add.ts';
import { change, type Verb } from './change.ts';
import { clone } from './clone.ts';
import { create, defineCreate } from './create.ts';
import { remove } from './delete.ts';
import { defineEdit, edit } from './edit.ts';
import { defineList, list } from './list.ts';
import { defineRequeue, requeue } from './requeue.ts';
import { seeds } from './seeds.ts';
import { show } from './show.ts';

const verbs: Record<Verb, string> = {
  start: 'Start a new run of a job',
  pause: 'Stop handing out URLs; those in flight finish',
  resume: 'Let a paused run go on',
  cancel: 'End the run: what waits is dropped',
};

/** `trunkline job …` */
export function defineJob(program: Command, run: Run): void {
  const job = program.command('job').description('Crawl jobs: what to crawl, and its runs');
  defineCreate(job.command('create')).action(run(create));
  defineList(job.command('list').alias('ls')).action(run(list));
  job
    .command('show')
    .description('Show a job, its counters and its stages')
    .argument(...JOB)
    .action(run(show));
  job
    .command('watch')
    .description('Follow the latest run live until it is over')
    .argument(...JOB)
    .action(run(async (context, id: string) => watchRun(context, await findJob(context.client, id))));
  for (const [verb, description] of Object.entries(verbs) as [Verb, string][]) {
    const command = job
      .command(verb)
      .description(description)
      .argument(...JOB);
    if (verb === 'start' || verb === 'resume') command.option('--watch', 'stay and show progress');
    command.action(
      run((context, id: string, options: { watch?: boolean }) => change(context, verb, id, options)),
    );
  }
  defineEdit(job.command('edit')).action(run(edit));
  defineAdd(job.command('add')).action(run(add));
  job
    .command('seeds')
    .description('Print the URLs a job starts from, one a line')
    .argument(...JOB)
    .action(run(seeds));
  job
    .command('clone')
    .description('Make a new job like another one')
    .argument(...JOB)
    .option('--name <text>', 'name of the new job')
    .option('--own-policy', 'with a copy of the policy instead of sharing it')
    .option('--start', 'start it at once')
    .action(run(clone));
  job
    .command('delete')
    .description('Delete a job with its runs, pages and captures')
    .argument(...JOB)
    .option('--yes', 'do not ask')
    .option(...REASON)
    .action(run(remove));
  defineRequeue(job.command('requeue')).action(run(requeue));
}
