import type { Command } from 'commander';
import type { Run } from '../program.ts';
import { defineEdit, edit } from './edit.ts';
import { list } from './list.ts';
import { show } from './show.ts';

/** `trunkline policy …` */
export function definePolicy(program: Command, run: Run): void {
  const policy = program.command('policy').description('Throttling policies: how often a host may be asked');
  policy.command('list').alias('ls').description('List policies, newest first').action(run(list));
  policy
    .command('show')
    .description('Show all rules of a policy')
    .argument('<policy>', 'id of a policy')
    .action(run(show));
  defineEdit(policy.command('edit')).action(run(edit));
}
