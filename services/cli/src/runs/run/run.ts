import type { Command } from 'commander';
import type { Run } from '../../shell/run.ts';
import { defineInFlight, inFlight } from './in-flight.ts';
import { defineList, list } from './list.ts';
import { show } from './show.ts';
import { watch } from './watch.ts';

const RUN = ['<run>', 'id of a run, or id or name of a job, or `last`, for its latest run'] as const;

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
    .action(run(watch));
  defineInFlight(command.command('in-flight')).action(run(inFlight));
}
