import { confirmAndRemove } from '../../shell/confirm.ts';
import type { Context } from '../../shell/context.ts';
import type { ExitCode } from '../../shell/exit-codes.ts';
import { findJob } from '../find-job.ts';

export async function remove(
  context: Context,
  asked: string,
  { yes = false, reason }: { yes?: boolean; reason?: string },
): Promise<ExitCode> {
  const { client } = context;
  const { id, name } = await client.jobs.get(await findJob(client, asked));
  const what = (job: string) => `the job ${job} with its runs, pages and captures`;
  return confirmAndRemove(context, { what, name, yes }, () => client.jobs.delete({ id, reason }));
}
