import type { Command } from 'commander';
import { REASON } from '../../shell/arguments.ts';
import { wholeNumber } from '../../shell/options.ts';
import type { Run } from '../../shell/run.ts';
import { create, defineCreate } from './create.ts';
import { remove } from './delete.ts';
import { defineEdit, edit } from './edit.ts';
import { history, rollBack } from './history.ts';
import { list } from './list.ts';
import { definePreview, preview } from './preview.ts';
import { show } from './show.ts';

const POLICY = ['<policy>', 'id of a policy'] as const;

/** `trunkline policy …` */
export function definePolicy(program: Command, run: Run): void {
  const policy = program.command('policy').description('Throttling policies: how often a host may be asked');
  policy.command('list').alias('ls').description('List policies, newest first').action(run(list));
  policy
    .command('show')
    .description('Show all rules of a policy')
    .argument(...POLICY)
    .action(run(show));
  defineCreate(policy.command('create')).action(run(create));
  defineEdit(policy.command('edit')).action(run(edit));
  definePreview(policy.command('preview')).action(run(preview));
  policy
    .command('history')
    .description('List the versions of a policy: who changed what, when and why')
    .argument(...POLICY)
    .action(run(history));
  policy
    .command('roll-back')
    .description('Make a new version with the rules of an old one')
    .argument(...POLICY)
    .argument('<version>', 'the version whose rules come back; see `policy history`', wholeNumber(1))
    .option('--reason <text>', 'why; kept with the version')
    .action(run(rollBack));
  policy
    .command('delete')
    .description('Delete a policy that no job uses')
    .argument(...POLICY)
    .option('--yes', 'do not ask')
    .option(...REASON)
    .action(run(remove));
}
