import { clean } from '../../output/text.ts';
import type { Context } from '../../shell/context.ts';
import { findJob } from '../find-job.ts';

/** All seeds, one a line, as they come: fit for `job add --file -`. */
export async function seeds({ client, output }: Context, asked: string): Promise<void> {
  const id = await findJob(client, asked);
  for await (const { url } of client.jobs.seeds(id)) {
    output.document({ url });
    output.essential(clean(url));
  }
}
