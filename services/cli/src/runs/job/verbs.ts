import { sayWarnings } from '../../output/forecast-words.ts';
import { clean } from '../../output/text.ts';
import { stateInWords } from '../../output/words.ts';
import { confirmAndRemove } from '../../shell/confirm.ts';
import type { Context } from '../../shell/context.ts';
import type { Define } from '../../shell/define.ts';
import { type ExitCode, exitCodes } from '../../shell/exit-codes.ts';
import { JOB, REASON, YES } from '../../shell/words.ts';
import { findJob } from '../find-job.ts';
import { watchRun } from '../watch-run.ts';

const WATCH = ['--watch', 'stay and show progress'] as const;

/** What is done to a job as a whole. */
export function defineVerbs(job: Define): void {
  job('start', 'Start a new run of a job', [JOB, WATCH], (context, asked, { watch }) =>
    change(context, 'start', asked, watch),
  );
  job('pause', 'Stop handing out URLs; those in flight finish', [JOB], (context, asked) =>
    change(context, 'pause', asked),
  );
  job('resume', 'Let a paused run go on', [JOB, WATCH], (context, asked, { watch }) =>
    change(context, 'resume', asked, watch),
  );
  job('cancel', 'End the run: what waits is dropped', [JOB], (context, asked) =>
    change(context, 'cancel', asked),
  );
  const copy = [
    JOB,
    ['--name <text>', 'name of the new job'],
    ['--own-policy', 'with a copy of the policy instead of sharing it'],
    ['--start', 'start it at once'],
  ] as const;
  job('clone', 'Make a new job like another one', copy, async ({ client, output }, asked, options) => {
    const { name, start = false, ownPolicy = false } = options;
    const made = await client.jobs.clone({ id: await findJob(client, asked), start, ownPolicy, name });
    output.result(made, made.id);
    output.named(made.name, stateInWords(made.state, output.style));
    output.line(`  job  ${made.id}`);
  });
  const about = 'Delete a job with its runs, pages and captures';
  job('delete', about, [JOB, YES, REASON], async (context, asked, { yes, reason }) => {
    const { client } = context;
    const { id, name } = await client.jobs.get(await findJob(client, asked));
    const what = (one: string) => `the job ${one} with its runs, pages and captures`;
    return confirmAndRemove(context, { what, name, yes }, () => client.jobs.delete({ id, reason }));
  });
  // As they come: fit for `job add --file -`.
  job('seeds', 'Print the URLs a job starts from, one a line', [JOB], async ({ client, output }, asked) => {
    for await (const { url } of client.jobs.seeds(await findJob(client, asked))) {
      output.document({ url });
      output.essential(clean(url));
    }
  });
}

/** The four changes of a job's state: the same words, the same answer. */
async function change(
  context: Context,
  verb: 'start' | 'pause' | 'resume' | 'cancel',
  asked: string,
  watch = false,
): Promise<ExitCode> {
  const { client, output } = context;
  const job = await client.jobs[verb](await findJob(client, asked));
  output.document(job);
  output.named(job.name, stateInWords(job.state, output.style));
  if (verb === 'start' || verb === 'resume') sayWarnings(output, job.warnings);
  return watch && job.latestRun ? watchRun(context, job.latestRun.id) : exitCodes.ok;
}
