import type { HostPaused } from '@trunkline/client';
import { clean } from '../../output/text.ts';
import { findJob } from '../../runs/find-job.ts';
import type { Context } from '../../shell/context.ts';

type Options = { job?: string; reason?: string };

export const pause = (context: Context, host: string, options: Options) =>
  tell(context, 'pause', host, options);

export const resume = (context: Context, host: string, options: Options) =>
  tell(context, 'resume', host, options);

async function tell(
  { client, output }: Context,
  verb: 'pause' | 'resume',
  host: string,
  { job, reason }: Options,
): Promise<void> {
  const input = {
    host,
    ...(job !== undefined && { jobId: await findJob(client, job) }),
    reason,
  };
  const state: HostPaused = await client.hosts[verb](input);
  output.document(state);
  const whom = state.job === null ? 'every run' : clean(state.job.name);
  const word = state.paused ? output.style.yellow('paused') : 'not paused';
  output.line(`${output.style.bold(clean(state.host))}  ${word} for ${whom}`);
}
