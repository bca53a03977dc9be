import type { Command } from 'commander';
import { RUN } from '../../shell/arguments.ts';
import type { Context } from '../../shell/context.ts';
import { type ExitCode, exitCodes } from '../../shell/exit-codes.ts';
import type { Run } from '../../shell/run.ts';
import { findRun } from '../find-job.ts';
import { follow } from './follow.ts';

/** `trunkline audit` */
export function defineAudit(program: Command, run: Run): void {
  program
    .command('audit')
    .description('Compare what Redis, Postgres and the archive say of a run')
    .argument(...RUN)
    .option('--fix', 'put right what is safe: URLs that Redis or the ledger miss, counts, indexes')
    .option('--no-wait', 'ask for it and go: it goes on by itself')
    .addHelpText(
      'after',
      `
Every capture is read and its digest compared, every segment and its index read through. The exit code is 1 when something differs
that was not put right. Responses in the archive that no capture points to are harmless: visits that a crash repeated.`,
    )
    .action(run(audit));
}

async function audit(
  context: Context,
  asked: string,
  { fix = false, wait }: { fix?: boolean; wait: boolean },
): Promise<ExitCode> {
  const { client, output } = context;
  const operation = await client.operations.audit({ id: await findRun(client, asked), fix });
  if (wait) return follow(context, operation);
  output.document(operation);
  output.essential(operation.id);
  return exitCodes.ok;
}
