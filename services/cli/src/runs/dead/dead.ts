import type { Command } from 'commander';
import { REASON, RUN } from '../../shell/arguments.ts';
import { collect, wholeNumber } from '../../shell/options.ts';
import type { Run } from '../../shell/run.ts';
import { list } from './list.ts';
import { retry } from './retry.ts';

/** `trunkline dead …` */
export function defineDead(program: Command, run: Run): void {
  const dead = program.command('dead').description('URLs a run gave up');
  dead
    .command('list')
    .alias('ls')
    .description('List the URLs a run gave up, with their reasons')
    .argument(...RUN)
    .option('--why <reason>', 'only those given up for this reason; repeatable', collect)
    .option('--limit <n>', 'at most so many', wholeNumber(1), 50)
    .option('--all', 'all of them')
    .action(run(list));
  dead
    .command('retry')
    .description('Let URLs that were given up wait again')
    .argument(...RUN)
    .option('--why <reason>', 'only those given up for this reason; repeatable', collect)
    .option('--dry-run', 'only say how many there are')
    .option('--no-wait', 'ask for it and go: it goes on by itself')
    .option(...REASON)
    .action(run(retry));
}
