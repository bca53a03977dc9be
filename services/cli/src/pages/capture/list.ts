import type { CaptureFilter } from '@trunkline/client';
import { ago, bytes } from '../../output/format.ts';
import { showList } from '../../output/list.ts';
import { clean } from '../../output/text.ts';
import { findJob } from '../../runs/find-job.ts';
import type { Context } from '../../shell/context.ts';
import type { Define, OptionsOf } from '../../shell/define.ts';
import { ALL, CAPTURES, JOB_OR_RUN, limit } from '../../shell/words.ts';

const words = [JOB_OR_RUN, ...CAPTURES, ['--url <url>', 'only this URL'], limit(50), ALL] as const;

export const defineList = (capture: Define) =>
  capture('list', 'List stored responses of a job or run, oldest first', words, list);

async function list(
  context: Context,
  asked: string,
  { status, type, url, prefix, limit: most, all = false }: OptionsOf<typeof words>,
): Promise<void> {
  const { client, output } = context;
  const id = await findJob(client, asked);
  const filter: CaptureFilter = { status, contentType: type, url, urlStartsWith: prefix };
  const captures = id.startsWith('run_')
    ? client.captures.ofRun(id, filter)
    : client.captures.ofJob(id, filter);
  return showList(context, captures, {
    ...{ limit: most, all },
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
