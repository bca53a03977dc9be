import type { Operation } from '@trunkline/client';
import type { Context } from '../../shell/context.ts';
import type { Define } from '../../shell/define.ts';
import { type ExitCode, exitCodes } from '../../shell/exit-codes.ts';
import { notFound } from '../../shell/failure.ts';
import { NO_WAIT, RUN } from '../../shell/words.ts';
import { findRun } from '../find-job.ts';
import { follow } from './follow.ts';

/** `trunkline repair` */
export function defineRepair(define: Define): void {
  const [, which] = RUN;
  const LOST = ['[run]', `${which}; left out: every run that is lost`] as const;
  const about = 'Rebuild the frontier of a run from the database after Redis lost it';
  define('repair', about, [LOST, NO_WAIT], async (context, asked, { wait }) => {
    const { client, output } = context;
    const ids = asked === undefined ? await lostRuns(context) : [await findRun(client, asked)];
    if (ids.length === 0) {
      output.document([]);
      output.note('No run is lost: there is nothing to repair.');
    }
    let worst: ExitCode = exitCodes.ok;
    for (const id of ids) {
      const code = await seen(context, await client.operations.repair({ id }), wait);
      if (code !== exitCodes.ok) worst = code;
      if (code === exitCodes.interrupted) break;
    }
    return worst;
  }).addHelpText(
    'after',
    `
Every host waits a full delay, and no page is visited twice. It goes on in the background, also when this command is interrupted,
and may be asked for again at any time.`,
  );
}

/** `trunkline audit` */
export function defineAudit(define: Define): void {
  const FIX = [
    '--fix',
    'put right what is safe: URLs that Redis or the ledger miss, counts, indexes',
  ] as const;
  const about = 'Compare what Redis, Postgres and the archive say of a run';
  define('audit', about, [RUN, FIX, NO_WAIT], async (context, asked, { fix = false, wait }) => {
    const { client } = context;
    return seen(context, await client.operations.audit({ id: await findRun(client, asked), fix }), wait);
  }).addHelpText(
    'after',
    `
Every capture is read and its digest compared, every segment and its index read through. The exit code is 1 when something differs
that was not put right. Responses in the archive that no capture points to are harmless: visits that a crash repeated.`,
  );
}

/** Follows an operation, or only says its id. */
async function seen(context: Context, operation: Operation, wait = true): Promise<ExitCode> {
  if (wait) return follow(context, operation);
  context.output.document(operation);
  context.output.essential(operation.id);
  return exitCodes.ok;
}

async function lostRuns({ client }: Context): Promise<string[]> {
  const ids: string[] = [];
  for await (const job of client.jobs.list({ state: ['LOST'] })) {
    const { latestRun } = await client.jobs.get(job.id);
    if (!latestRun) throw notFound(`${job.id} has no run.`);
    ids.push(latestRun.id);
  }
  return ids;
}
