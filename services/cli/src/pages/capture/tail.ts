import type { Capture, CaptureFilter } from '@trunkline/client';
import { bytes, count } from '../../output/format.ts';
import { seeToEnd } from '../../output/see-to-end.ts';
import { clean, cutMiddle } from '../../output/text.ts';
import { findRun } from '../../runs/find-job.ts';
import type { Context } from '../../shell/context.ts';
import type { Define, OptionsOf } from '../../shell/define.ts';
import { type ExitCode, exitCodes } from '../../shell/exit-codes.ts';
import { CAPTURES, RUN } from '../../shell/words.ts';

const words = [RUN, ...CAPTURES] as const;

export const defineTail = (capture: Define) =>
  capture('tail', 'Show stored responses as they come, until the run is over', words, tail);

async function tail(
  context: Context,
  asked: string,
  { status, type, prefix }: OptionsOf<typeof words>,
): Promise<ExitCode> {
  const { client, output } = context;
  const filter: CaptureFilter = { status, contentType: type, urlStartsWith: prefix };
  const all = client.captures.tail(await findRun(client, asked), filter);
  const toEnd = await seeToEnd(context, all, ({ captures, dropped }) => {
    if (dropped > 0)
      output.note(`… ${count(dropped)} came faster than they are shown; \`capture list\` has them all`);
    for (const capture of captures) {
      output.result(capture, capture.id);
      output.line(lineOf(capture));
    }
  });
  return toEnd ? exitCodes.ok : exitCodes.interrupted;

  function lineOf({ capturedAt, status: code, bytes: size, url }: Capture): string {
    const { style } = output;
    const paint = code >= 400 ? style.red : code >= 300 ? style.yellow : style.green;
    const head = `${capturedAt.slice(11, 19)}  ${paint(String(code))}  ${bytes(size).padStart(7)}  `;
    return head + cutMiddle(clean(url), output.width() - 24);
  }
}
