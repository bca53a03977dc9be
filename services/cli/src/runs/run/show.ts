import type { Operation } from '@trunkline/client';
import { type Field, fields } from '../../output/fields.ts';
import { ago, count } from '../../output/format.ts';
import type { Column } from '../../output/table.ts';
import { clean, wrap } from '../../output/text.ts';
import { stateInWords } from '../../output/words.ts';
import type { Context } from '../../shell/context.ts';
import { take } from '../../shell/take.ts';
import { findRun } from '../find-job.ts';
import { runFields, stageColumns } from '../job/show.ts';
import { sayLeftOut } from '../left-out.ts';
import { findingWords } from '../operation/finding-words.ts';
import { findingInWords } from '../why/view.ts';

/** Repairs, reconciliations and audits that are shown, the newest first. */
const MOST_OPERATIONS = 10;

export async function show({ client, output }: Context, asked: string): Promise<void> {
  const id = await findRun(client, asked);
  const run = await client.runs.get(id);
  const reasons = run.progress.counters.dead > 0 ? await client.dead.reasons(id) : [];
  const leftOut = await client.dead.leftOut(id);
  const { findings } = await client.findings.why(id, 'OPEN');
  const notRecorded = await client.dead.notRecorded(id);
  const { items: operations, more } = await take(client.operations.ofRun(id), MOST_OPERATIONS);
  output.document({ ...run, findings, deadReasons: reasons, leftOut, notRecorded, operations });
  if (output.json) return;
  if (output.quiet) output.essential(run.id);
  output.named(run.job.name, stateInWords(run.state, output.style));
  const limits = leftOut.filter(({ kind }) => kind === 'urlLimit' || kind === 'hostLimit');
  fields(output, [
    ...runFields(run),
    ['policy', `version ${run.policyVersion}`],
    ...limits.map(
      ({ reason, count: many }): Field => ['limit reached', `${reason}: ${count(many)} links were left out`],
    ),
  ]);
  for (const finding of findings.slice(0, 1)) {
    output.line();
    for (const line of wrap(findingInWords(finding), Math.min(output.width(), 110)))
      output.line(output.style.yellow(line));
    output.note(`What to do: trunkline why ${run.id}`);
  }
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
  sayLeftOut(output, leftOut);
  if (notRecorded.total > 0) {
    output.line();
    output.table(notRecorded.oldest, [
      { title: 'NOT RECORDED', cell: ({ entry }) => clean(entry) },
      { title: 'BECAUSE', cell: ({ error }) => clean(error), cut: 'end' },
    ]);
    output.note(`${count(notRecorded.total)} of them. What is missing: trunkline audit ${run.id}`);
  }
  if (operations.length > 0) {
    output.line();
    output.table(operations, operationColumns, foundBy);
    if (more) output.note(`The newest ${MOST_OPERATIONS}; there were more.`);
  }
}

const operationColumns: readonly Column<Operation>[] = [
  { title: 'REPAIRS', cell: ({ kind }) => kind.toLowerCase() },
  { title: 'STATE', cell: ({ state }) => state.toLowerCase() },
  { title: 'ASKED FOR', cell: ({ createdAt }) => ago(createdAt) },
  { title: 'LOOKED AT', align: 'right', cell: ({ processed }) => count(processed) },
];

/** What an operation found, a line for each kind. */
function foundBy({ findings, error, state }: Operation): string[] {
  if (error !== null) return [clean(error)];
  if (findings.length === 0) return state === 'DONE' ? ['nothing differed'] : [];
  return findings.map(({ kind, count: many, fixed }) => {
    const right = fixed === many ? 'put right' : fixed > 0 ? `${count(fixed)} put right` : 'left as it is';
    return `${count(many)} ${findingWords[kind]}: ${right}`;
  });
}
