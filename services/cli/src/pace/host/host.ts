import type { Command } from 'commander';
import { REASON, RUN } from '../../shell/arguments.ts';
import { wholeNumber, withPace } from '../../shell/options.ts';
import type { Run } from '../../shell/run.ts';
import { block, unblock } from './block.ts';
import { pause, resume } from './pause.ts';
import { robots } from './robots.ts';
import { list, remove, set } from './rule.ts';
import { show } from './show.ts';

const HOST = ['<host>', 'host name, with its port unless 80 or 443'] as const;
const PATTERN = ['<pattern>', 'example.com, example.com:8080, or *.example.com for all below it'] as const;

/** `trunkline host …` */
export function defineHost(program: Command, run: Run): void {
  const host = program.command('host').description('Hosts: the pace in force and why, rules, pauses, blocks');
  host
    .command('show')
    .description('Show a host as a run finds it: pace and what decides it, back-off, robots.txt')
    .argument(...RUN)
    .argument(...HOST)
    .option('--robots', 'with the rules of its robots.txt')
    .action(run(show));
  host
    .command('robots')
    .description('List what the robots.txt of a host said, newest first, with what had changed')
    .argument(...HOST)
    .option('--no-diff', 'only when it changed')
    .option('--text', 'the newest file itself')
    .option('--limit <n>', 'at most so many versions', wholeNumber(1), 5)
    .action(run(robots));
  for (const [verb, description, action] of [
    ['pause', 'Ask nothing of a host until it is resumed', pause],
    ['resume', 'Take a pause back', resume],
  ] as const)
    host
      .command(verb)
      .description(description)
      .argument(...HOST)
      .option('--job <job>', 'for this job only; without it for every run (operator key)')
      .option(...REASON)
      .action(run(action));
  host
    .command('block')
    .description('Ask nothing of hosts, whatever the policies say (operator key)')
    .argument(...PATTERN)
    .option(...REASON)
    .action(run(block));
  host
    .command('unblock')
    .description('Take a block back; a pace of the same rule stays')
    .argument(...PATTERN)
    .option(...REASON)
    .action(run(unblock));

  const rule = host.command('rule').description('Host rules: what hosts are owed, whatever the policies say');
  rule
    .command('list')
    .alias('ls')
    .description('List host rules')
    .option('--host <host>', 'only those that match this host, the one that holds first')
    .option('--group <name>', 'only those of this group')
    .option('--blocked', 'only those that block')
    .action(run(list));
  withPace(rule.command('set'))
    .description('Ask hosts no more often than this, whatever the policies say (operator key)')
    .argument(...PATTERN)
    .option('--group <name>', 'a name under which rules belong together')
    .option(...REASON)
    .action(run(set));
  rule
    .command('remove')
    .alias('rm')
    .description('Take a rule back')
    .argument('<rule>', 'its pattern or its id')
    .option(...REASON)
    .action(run(remove));
}
