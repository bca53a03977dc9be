import type { Capture, CaptureFilter } from '@trunkline/client';
import type { Command } from 'commander';
import { bytes, count } from '../../output/format.ts';
import { seeToEnd } from '../../output/see-to-end.ts';
import { clean, cutMiddle } from '../../output/text.ts';
import { findRun } from '../../runs/find-job.ts';
import { RUN } from '../../shell/arguments.ts';
import type { Context } from '../../shell/context.ts';
import { type ExitCode, exitCodes } from '../../shell/exit-codes.ts';
import { statusList } from '../../shell/options.ts';

export function defineTail(command: Command): Command {
  return command
    .description('Show stored responses as they come, until the run is over')
    .argument(...RUN)
    .option('--status <codes>', 'only these HTTP statuses: 200,404', statusList)
    .option('--type <media-type>', 'only this media type: text/html')
    .option('--prefix <url>', 'only URLs that start with this');
}

type Options = { status?: number[]; type?: string; prefix?: string };

export async function tail(
  context: Context,
  asked: string,
  { status, type, prefix }: Options,
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
