import type { Context } from '../context.ts';
import { type ExitCode, exitCodes } from '../exit-codes.ts';
import { findRun } from '../find-job.ts';
import { runFields, stageColumns } from '../job/show.ts';
import { fields } from '../output/fields.ts';
import { count } from '../output/format.ts';
import { clean } from '../output/text.ts';
import { stateInWords } from '../words.ts';

export async function show({ client, output, world }: Context, asked: string): Promise<ExitCode> {
  const signal = { signal: world.interrupted };
  const id = await findRun(client, asked);
  const run = await client.runs.get(id, signal);
  const reasons = run.progress.counters.dead > 0 ? await client.dead.reasons(id, signal) : [];
  output.document({ ...run, deadReasons: reasons });
  if (output.json) return exitCodes.ok;
  if (output.quiet) output.essential(run.id);
  const { style } = output;
  output.line(`${style.bold(clean(run.job.name))}  ${stateInWords(run.state, style)}`);
  fields(output, [...runFields(run), ['policy', `version ${run.policyVersion}`]]);
  output.line();
  output.table(run.progress.stages, stageColumns);
  if (reasons.length > 0) {
    output.line();
    output.table(reasons, [
      { title: 'GIVEN UP BECAUSE', cell: ({ reason }) => clean(reason), cut: 'end' },
      { title: 'URLS', align: 'right', cell: ({ count: many }) => count(many) },
    ]);
    output.note(`List them: trunkline dead list ${run.id}`);
  }
  return exitCodes.ok;
}
