import type { Operation } from '@trunkline/client';
import { count } from '../../output/format.ts';
import { seeLast } from '../../output/see-to-end.ts';
import { clean, cutEnd } from '../../output/text.ts';
import type { Context } from '../../shell/context.ts';
import { type ExitCode, exitCodes } from '../../shell/exit-codes.ts';
import { findingWords } from './finding-words.ts';

/** Shows an operation until it is over; an interrupt leaves it going on. The document is its end, with all it found. */
export async function follow(context: Context, { id, kind }: Operation): Promise<ExitCode> {
  const left = `Stopped watching. The ${word(kind)} goes on.`;
  const last = await seeLast(context, context.client.operations.watch(id), progressOf, left);
  return last === null ? exitCodes.interrupted : summary(context, last);
}

function progressOf({ kind, phase, processed, state, run }: Operation): string | null {
  if (state !== 'WAITING' && state !== 'RUNNING') return null;
  const at =
    state === 'WAITING' ? 'waits for a conductor' : `${phase ?? 'begins'}, ${count(processed)} looked at`;
  return `${word(kind)} of ${clean(run.job.name)}: ${at}`;
}

function summary({ output }: Context, operation: Operation): ExitCode {
  const { kind, state, error, findings, run, processed } = operation;
  output.result(operation, operation.id);
  const { style } = output;
  const end = state === 'DONE' ? style.green('done') : style.red('failed');
  output.line(
    `${style.bold(clean(run.job.name))}  ${word(kind)} ${end}, ${count(processed)} rows and records looked at`,
  );
  if (error !== null) output.error(clean(error));
  for (const { kind: finding, count: many, fixed, samples } of findings) {
    const rest = many - fixed;
    output.line(
      `  ${count(many).padStart(8)}  ${findingWords[finding]}${fixed > 0 ? `; put right: ${rest === 0 ? 'all' : count(fixed)}` : ''}`,
    );
    for (const sample of rest > 0 ? samples.slice(0, 5) : [])
      output.line(`            ${cutEnd(clean(sample), output.width() - 12)}`);
  }
  if (findings.length === 0 && state === 'DONE')
    output.line(kind === 'AUDIT' ? '  nothing differs' : '  nothing was missing');
  if (state !== 'DONE') return exitCodes.failed;
  // An audit says by its exit code whether anything is left that differs; what is harmless does not count.
  const differs = findings.some((one) => one.fixed < one.count && one.kind !== 'RECORD_UNLISTED');
  return kind === 'AUDIT' && differs ? exitCodes.failed : exitCodes.ok;
}

const word = (kind: Operation['kind']) => kind.toLowerCase();
