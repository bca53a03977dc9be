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
  const { client, output } = context;
  const job = await client.jobs.get(await findJob(client, asked));
  const question = `Delete the job "${clean(job.name)}" with its runs, pages and captures?`;
  if (!(await confirm(context, question, yes))) return exitCodes.failed;
  const input = { id: job.id, reason };
  const id = await client.jobs.delete(input);
  output.result({ id }, id);
  output.line(`${output.style.bold(clean(job.name))}  deleted`);
  return exitCodes.ok;
}
