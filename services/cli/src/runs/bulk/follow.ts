import type { BulkOperation, BulkRequested } from '@trunkline/client';
import { count } from '../../output/format.ts';
import { bar } from '../../output/progress-view.ts';
import { seeLast } from '../../output/see-to-end.ts';
import { clean, columns } from '../../output/text.ts';
import type { Context } from '../../shell/context.ts';
import { type ExitCode, exitCodes } from '../../shell/exit-codes.ts';

type Options = { what: [one: string, many: string]; wait: boolean | undefined };

/** Says what a bulk operation matches and shows it until it is over; an interrupt leaves it going on. */
export async function followBulk(
  context: Context,
  { matched, operation }: BulkRequested,
  { what: [one, many], wait = true }: Options,
): Promise<ExitCode> {
  const { output } = context;
  const found = `${count(matched)} ${matched === 1 ? one : many}`;
  if (operation === null) {
    output.result({ matched }, String(matched));
    output.line(`${found} would be changed. Nothing was done.`);
    return exitCodes.ok;
  }
  if (!wait) {
    output.document({ matched, operation });
    output.essential(operation.id);
    output.note(`${found}; it goes on by itself: trunkline bulk watch ${operation.id}`);
    return exitCodes.ok;
  }
  return watchBulk(context, operation.id);
}

export async function watchBulk(context: Context, id: string): Promise<ExitCode> {
  const { client, output } = context;
  const left = `Stopped watching; it goes on. End it: trunkline bulk cancel-operation ${id}`;
  const line = ({ processed, total }: BulkOperation, drawn: boolean) => {
    const done = `${count(processed)} of ${count(total)}`;
    const width = Math.min(40, output.width() - columns(done) - 2);
    return drawn ? `${bar(total > 0 ? processed / total : 1, width, output.style)}  ${done}` : done;
  };
  const last = await seeLast(context, client.bulk.watch(id), line, left);
  return last === null ? exitCodes.interrupted : summary(context, last);
}

function summary({ output }: Context, last: BulkOperation): ExitCode {
  output.result(last, last.id);
  const { style } = output;
  const word = last.state === 'DONE' ? style.green('done') : style.yellow(last.state.toLowerCase());
  const failed = last.failed > 0 ? `, ${count(last.failed)} were in no state for it` : '';
  output.line(`${bulkInWords(last.kind)} ${word}: ${count(last.processed)} of ${count(last.total)}${failed}`);
  if (last.error !== null) output.error(clean(last.error));
  return last.state === 'DONE' ? exitCodes.ok : exitCodes.failed;
}

/** `JOBS_PAUSE` → `jobs pause` */
export const bulkInWords = (kind: string): string => kind.toLowerCase().replaceAll('_', ' ');
