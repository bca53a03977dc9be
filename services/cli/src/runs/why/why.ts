import type { FindingsLook } from '@trunkline/client';
import { createBlock } from '../../output/block.ts';
import { seeToEnd } from '../../output/see-to-end.ts';
import type { Context } from '../../shell/context.ts';
import type { Define, OptionsOf } from '../../shell/define.ts';
import { type ExitCode, exitCodes } from '../../shell/exit-codes.ts';
import { take } from '../../shell/take.ts';
import { findRun } from '../find-job.ts';
import { causeLines, findingLines } from './view.ts';

const OF = [
  '[run]',
  'id of a run, or id or name of a job, or `last`; left out: all jobs of the project',
] as const;
const words = [
  OF,
  ['--watch', 'show it again whenever it changes'],
  ['--all', 'findings that are over as well'],
] as const;

/** Findings that are shown of all jobs, the newest first. */
const MOST = 50;

/** `trunkline why [RUN]` */
export const defineWhy = (define: Define) =>
  define('why', 'Say why URLs wait and pile up, with the evidence, and what to do', words, why);

async function why(
  context: Context,
  asked: string | undefined,
  { watch, all }: OptionsOf<typeof words>,
): Promise<ExitCode> {
  const { client, output } = context;
  const id = asked === undefined ? null : await findRun(client, asked);
  if (watch) return follow(context, id);
  if (id === null) {
    const { items } = await take(client.findings.list(all ? {} : { state: 'OPEN' }), MOST);
    output.document(items);
    for (const finding of items) if (output.quiet) output.essential(finding.cause);
    say(context, { findings: items, causes: null }, true);
    return exitCodes.ok;
  }
  const run = await client.findings.why(id, all ? null : 'OPEN');
  output.document(run);
  for (const finding of run.findings) if (output.quiet) output.essential(finding.cause);
  say(context, run, false);
  return exitCodes.ok;
}

type Said = Pick<FindingsLook, 'findings' | 'causes'>;

function say(context: Context, said: Said, named: boolean): void {
  for (const line of lines(context, said, named)) context.output.line(line);
}

function lines({ output }: Context, { findings, causes }: Said, named: boolean): string[] {
  const page = { width: output.width(), style: output.style };
  return [
    ...(causes === null ? [] : [...causeLines(causes, page), '']),
    ...(findings.length === 0 ? [output.style.green('Nothing is found to be wrong.')] : []),
    ...findings.flatMap((finding, i) => [...(i > 0 ? [''] : []), ...findingLines(finding, page, named)]),
  ];
}

async function follow(context: Context, id: string | null): Promise<ExitCode> {
  const { client, output } = context;
  const block = createBlock(output);
  const show = (look: FindingsLook) => {
    output.document(look);
    if (block.live) block.draw(lines(context, look, id === null));
    else {
      say(context, look, id === null);
      output.line();
    }
  };
  const toEnd = await seeToEnd(context, client.findings.watch(id), show, { ended: block.end });
  return toEnd ? exitCodes.ok : exitCodes.interrupted;
}
