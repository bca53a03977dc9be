import type { CaptureFilter } from '@trunkline/client';
import type { Command } from 'commander';
import { ago, bytes } from '../../output/format.ts';
import { clean } from '../../output/text.ts';
import { findJob } from '../../runs/find-job.ts';
import type { Context } from '../../shell/context.ts';
import { type ExitCode, exitCodes } from '../../shell/exit-codes.ts';
import { statusList, wholeNumber } from '../../shell/options.ts';
import { take } from '../../shell/take.ts';

export function defineList(command: Command): Command {
  return command
    .description('List stored responses of a job or run, oldest first')
    .argument('<job>', 'id or name of a job, id of a run, or `last`')
    .option('--status <codes>', 'only these HTTP statuses: 200,404', statusList)
    .option('--type <media-type>', 'only this media type: text/html')
    .option('--url <url>', 'only this URL')
    .option('--prefix <url>', 'only URLs that start with this')
    .option('--limit <n>', 'at most so many', wholeNumber(1), 50)
    .option('--all', 'all of them');
}

type ListOptions = {
  status?: number[];
  type?: string;
  url?: string;
  prefix?: string;
  limit: number;
  all?: boolean;
};

export async function list(
  { client, output }: Context,
  asked: string,
  options: ListOptions,
): Promise<ExitCode> {
  const id = await findJob(client, asked);
  const filter: CaptureFilter = {
    ...(options.status && { status: options.status }),
    ...(options.type !== undefined && { contentType: options.type }),
    ...(options.url !== undefined && { url: options.url }),
    ...(options.prefix !== undefined && { urlStartsWith: options.prefix }),
  };
  const captures = id.startsWith('run_')
    ? client.captures.ofRun(id, filter)
    : client.captures.ofJob(id, filter);
  if (options.all && (output.json || output.quiet)) {
    // As many as there are, one by one: nothing is gathered in memory.
    for await (const capture of captures) {
      output.document(capture);
      if (output.quiet) output.essential(capture.id);
    }
    return exitCodes.ok;
  }
  const { items, more } = await take(captures, options.all ? Number.POSITIVE_INFINITY : options.limit);
  output.document(items);
  if (output.quiet) for (const capture of items) output.essential(capture.id);
  if (items.length === 0) output.note('There is no capture like that.');
  else
    output.table(items, [
      { title: 'CAPTURE', cell: (capture) => capture.id },
      {
        title: 'STATUS',
        align: 'right',
        cell: (capture) => String(capture.status),
        paint: (text, { status }) =>
          status >= 400 ? output.style.red(text) : status >= 300 ? output.style.yellow(text) : text,
      },
      { title: 'TYPE', spare: 2, cell: (capture) => clean(capture.contentType ?? '–').slice(0, 24) },
      { title: 'BYTES', align: 'right', spare: 1, cell: (capture) => bytes(capture.bytes) },
      { title: 'WHEN', align: 'right', spare: 3, cell: (capture) => ago(capture.capturedAt) },
      { title: 'URL', cell: (capture) => clean(capture.url), cut: 'middle' },
      { title: 'TITLE', spare: 4, cell: (capture) => clean(capture.title ?? ''), cut: 'end' },
    ]);
  if (more) output.note('There are more: --all, or --limit N.');
  return exitCodes.ok;
}
