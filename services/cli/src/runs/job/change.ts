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
  const { client, output } = context;
  const id = await findJob(client, asked);
  const job = await client.jobs[verb](id);
  output.document(job);
  output.line(`${output.style.bold(clean(job.name))}  ${stateInWords(job.state, output.style)}`);
  return options.watch && job.latestRun ? watchRun(context, job.latestRun.id) : exitCodes.ok;
}
