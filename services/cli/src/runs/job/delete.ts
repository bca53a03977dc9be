import { clean } from '../../output/text.ts';
import { confirm } from '../../shell/confirm.ts';
import type { Context } from '../../shell/context.ts';
import { type ExitCode, exitCodes } from '../../shell/exit-codes.ts';
import { findJob } from '../find-job.ts';

export async function remove(
  context: Context,
  asked: string,
  { yes = false, reason }: { yes?: boolean; reason?: string },
): Promise<ExitCode> {
  const { client, output, world } = context;
  const job = await client.jobs.get(await findJob(client, asked), { signal: world.interrupted });
  const question = `Delete the job "${clean(job.name)}" with its runs, pages and captures?`;
  if (!(await confirm(context, question, yes))) return exitCodes.failed;
  const input = { id: job.id, ...(reason !== undefined && { reason }) };
  const id = await client.jobs.delete(input, { signal: world.interrupted });
  output.document({ id });
  if (output.quiet) output.essential(id);
  output.line(`${output.style.bold(clean(job.name))}  deleted`);
  return exitCodes.ok;
}
