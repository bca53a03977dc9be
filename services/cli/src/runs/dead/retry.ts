import type { Context } from '../../shell/context.ts';
import type { ExitCode } from '../../shell/exit-codes.ts';
import { followBulk } from '../bulk/follow.ts';
import { findRun } from '../find-job.ts';

type Options = { why?: string[]; dryRun?: boolean; wait: boolean; reason?: string };

export async function retry(
  context: Context,
  asked: string,
  { why, dryRun = false, wait, reason }: Options,
): Promise<ExitCode> {
  const { client } = context;
  const requested = await client.dead.retry({
    runId: await findRun(client, asked),
    dryRun,
    ...(why && { filter: { reason: why } }),
    reason,
  });
  return followBulk(context, requested, { what: ['URL', 'URLs'], wait });
}
