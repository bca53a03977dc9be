import type { Command } from 'commander';
import { RUN } from '../../shell/arguments.ts';
import type { Run } from '../../shell/run.ts';
import { findRun } from '../find-job.ts';
import { watchRun } from '../watch-run.ts';
import { defineInFlight, inFlight } from './in-flight.ts';
import { defineList, list } from './list.ts';
import { show } from './show.ts';

/** `trunkline run …` */
export function defineRun(program: Command, run: Run): void {
  const command = program.command('run').description('Runs: single executions of jobs');
  defineList(command.command('list').alias('ls')).action(run(list));
  command
    .command('show')
    .description('Show a run, its counters, its stages and what it gave up')
    .argument(...RUN)
    .action(run(show));
  command
    .command('watch')
    .description('Follow a run live until it is over')
    .argument(...RUN)
    .action(run(async (context, id: string) => watchRun(context, await findRun(context.client, id))));
  defineInFlight(command.command('in-flight')).action(run(inFlight));
}
