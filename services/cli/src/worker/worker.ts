import type { Command } from 'commander';
import type { Run } from '../program.ts';
import { list } from './list.ts';

/** `trunkline worker …` */
export function defineWorker(program: Command, run: Run): void {
  const worker = program.command('worker').description('The workers that are alive');
  worker.command('list').alias('ls').description('List workers and what they do').action(run(list));
}
