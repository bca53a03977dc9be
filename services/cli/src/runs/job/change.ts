import type { Client, Job } from '@trunkline/client';
import { clean } from '../../output/text.ts';
import { stateInWords } from '../../output/words.ts';
import type { Context } from '../../shell/context.ts';
import { type ExitCode, exitCodes } from '../../shell/exit-codes.ts';
import { findJob } from '../find-job.ts';
import { watchRun } from '../watch-run.ts';

export type Verb = 'start' | 'pause' | 'resume' | 'cancel';

/** The four changes of a job's state: the same words, the same answer. */
export async function change(
  context: Context,
  verb: Verb,
  asked: string,
  options: { watch?: boolean },
): Promise<ExitCode> {
  const { client, output, world } = context;
  const id = await findJob(client, asked);
  const job = await verbs[verb](client, id, { signal: world.interrupted });
  output.document(job);
  output.line(`${output.style.bold(clean(job.name))}  ${stateInWords(job.state, output.style)}`);
  return options.watch && job.latestRun ? watchRun(context, job.latestRun.id) : exitCodes.ok;
}

const verbs: Record<Verb, (client: Client, id: string, options: { signal: AbortSignal }) => Promise<Job>> = {
  start: (client, id, options) => client.jobs.start(id, options),
  pause: (client, id, options) => client.jobs.pause(id, options),
  resume: (client, id, options) => client.jobs.resume(id, options),
  cancel: (client, id, options) => client.jobs.cancel(id, options),
};
