import type { Command } from 'commander';
import type { Run } from '../../shell/run.ts';
import { defineGet, get } from './get.ts';
import { defineList, list } from './list.ts';
import { defineTail, tail } from './tail.ts';

/** `trunkline capture …` */
export function defineCapture(program: Command, run: Run): void {
  const capture = program.command('capture').description('Stored responses');
  defineList(capture.command('list').alias('ls')).action(run(list));
  defineGet(capture.command('get')).action(run(get));
  defineTail(capture.command('tail')).action(run(tail));
}
