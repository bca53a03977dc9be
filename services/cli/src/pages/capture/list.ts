import type { CaptureFilter } from '@trunkline/client';
import type { Command } from 'commander';
import { ago, bytes } from '../../output/format.ts';
import { showList } from '../../output/list.ts';
import { clean } from '../../output/text.ts';
import { findJob } from '../../runs/find-job.ts';
import type { Context } from '../../shell/context.ts';
import { statusList, wholeNumber } from '../../shell/options.ts';

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
  context: Context,
  asked: string,
  { status, type, url, prefix, limit, all = false }: ListOptions,
): Promise<void> {
  const { client, output } = context;
  const id = await findJob(client, asked);
  const filter: CaptureFilter = { status, contentType: type, url, urlStartsWith: prefix };
  const captures = id.startsWith('run_')
    ? client.captures.ofRun(id, filter)
    : client.captures.ofJob(id, filter);
  return showList(context, captures, {
    ...{ limit, all },
    id: (capture) => capture.id,
    none: 'There is no capture like that.',
    columns: [
      { title: 'CAPTURE', cell: (capture) => capture.id },
      {
        title: 'STATUS',
        align: 'right',
        cell: (capture) => String(capture.status),
        paint: (text, { status: code }) =>
          code >= 400 ? output.style.red(text) : code >= 300 ? output.style.yellow(text) : text,
      },
      { title: 'TYPE', spare: 2, cell: (capture) => clean(capture.contentType ?? '–').slice(0, 24) },
      { title: 'BYTES', align: 'right', spare: 1, cell: (capture) => bytes(capture.bytes) },
      { title: 'WHEN', align: 'right', spare: 3, cell: (capture) => ago(capture.capturedAt) },
      { title: 'URL', cell: (capture) => clean(capture.url), cut: 'middle' },
      { title: 'TITLE', spare: 4, cell: (capture) => clean(capture.title ?? ''), cut: 'end' },
    ],
  });
}
