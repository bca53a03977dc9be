import type { Command } from 'commander';
import type { Context } from '../../shell/context.ts';
import { type ExitCode, exitCodes } from '../../shell/exit-codes.ts';
import { CliError } from '../../shell/failure.ts';
import type { Run } from '../../shell/run.ts';
import { findRun } from '../find-job.ts';
import { follow } from './follow.ts';

/** `trunkline repair` */
export function defineRepair(program: Command, run: Run): void {
  program
    .command('repair')
    .description('Rebuild the frontier of a run from the database after Redis lost it')
    .argument(
      '[run]',
      'id of a run, or id or name of a job for its latest run; left out: every run that is lost',
    )
    .option('--no-wait', 'ask for it and go: it goes on by itself')
    .addHelpText(
      'after',
      `
Every host waits a full delay, and no page is visited twice. It goes on in the background, also when this command is interrupted,
and may be asked for again at any time.`,
    )
    .action(run(repair));
}

async function repair(
  context: Context,
  asked: string | undefined,
  { wait }: { wait: boolean },
): Promise<ExitCode> {
  const { client, output } = context;
  const ids = asked === undefined ? await lostRuns(context) : [await findRun(client, asked)];
  if (ids.length === 0) {
    output.document([]);
    output.note('No run is lost: there is nothing to repair.');
    return exitCodes.ok;
  }
  let worst: ExitCode = exitCodes.ok;
  for (const id of ids) {
    const operation = await client.operations.repair({ id });
    const code = wait ? await follow(context, operation) : exitCodes.ok;
    if (!wait) {
      output.document(operation);
      output.essential(operation.id);
    }
    if (code !== exitCodes.ok) worst = code;
    if (code === exitCodes.interrupted) break;
  }
  return worst;
}

async function lostRuns({ client }: Context): Promise<string[]> {
  const ids: string[] = [];
  for await (const job of client.jobs.list({ state: ['LOST'] })) {
    const { latestRun } = await client.jobs.get(job.id);
    if (!latestRun) throw new CliError(exitCodes.notFound, 'NOT_FOUND', `${job.id} has no run.`);
    ids.push(latestRun.id);
  }
  return ids;
}
