import { clean } from '../../output/text.ts';
import { stateInWords } from '../../output/words.ts';
import type { Context } from '../../shell/context.ts';
import { findJob } from '../find-job.ts';

export async function clone(
  { client, output }: Context,
  asked: string,
  { name, start = false, ownPolicy = false }: { name?: string; start?: boolean; ownPolicy?: boolean },
): Promise<void> {
  const id = await findJob(client, asked);
  const input = { id, start, ownPolicy, name };
  const job = await client.jobs.clone(input);
  output.result(job, job.id);
  output.line(`${output.style.bold(clean(job.name))}  ${stateInWords(job.state, output.style)}`);
  output.line(`  job  ${job.id}`);
}
