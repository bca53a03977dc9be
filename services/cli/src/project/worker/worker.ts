import type { Command } from 'commander';
import { REASON } from '../../shell/arguments.ts';
import type { Run } from '../../shell/run.ts';
import { drain, resume } from './drain.ts';
import { list } from './list.ts';

const WORKER = ['<worker>', 'id or name of a worker'] as const;

/** `trunkline worker …` */
export function defineWorker(program: Command, run: Run): void {
  const worker = program.command('worker').description('The workers that are alive');
  worker.command('list').alias('ls').description('List workers and what they do').action(run(list));
  worker
    .command('drain')
    .description('Let a worker claim nothing more, and wait until it holds nothing (operator key)')
    .argument(...WORKER)
    .option('--no-wait', 'ask for it and go: it goes on by itself')
    .option(...REASON)
    .action(run(drain));
  worker
    .command('resume')
    .description('Let a drained worker claim again (operator key)')
    .argument(...WORKER)
    .option(...REASON)
    .action(run(resume));
}
