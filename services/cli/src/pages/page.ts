import { fields } from '../output/fields.ts';
import { clean, cutMiddle } from '../output/text.ts';
import { findJob } from '../runs/find-job.ts';
import type { Context } from '../shell/context.ts';
import type { Define } from '../shell/define.ts';
import { JOB, URL_TOLD } from '../shell/words.ts';

/** `trunkline page JOB URL` */
export const definePage = (define: Define) =>
  define(
    'page',
    'Show what is known of one URL of a job, and how it changed from run to run',
    [JOB, URL_TOLD],
    show,
  );

async function show({ client, output }: Context, asked: string, url: string): Promise<void> {
  const page = await client.page(await findJob(client, asked), url);
  output.document(page);
  const { style } = output;
  output.line(style.bold(cutMiddle(clean(page.url), output.width())));
  const visit = [page.lastVisitAt, page.lastOutcome, page.lastStatus].filter((part) => part !== null);
  fields(output, [
    ['found on', page.discoveredFrom ?? 'a seed'],
    ['depth', page.depth],
    ['first seen', page.firstSeenAt],
    ['last visit', page.lastVisitAt ? visit.join(' ') : 'none yet'],
    ['title', page.title],
    ['digest', page.digest],
    ['due', page.dueAt],
  ]);
  if (page.changes.nodes.length === 0) {
    output.note('No run has found it changed.');
    return;
  }
  output.table(page.changes.nodes, [
    { title: 'CHANGED', cell: ({ after }) => after.at },
    { title: 'RUN', cell: ({ before, after }) => `${before.run} → ${after.run}` },
    {
      title: 'STATUS',
      cell: ({ before, after }) =>
        before.status === after.status ? `${after.status}` : `${before.status} → ${after.status}`,
    },
    {
      title: 'DIGEST',
      cell: ({ before, after }) =>
        before.digest === after.digest ? 'same' : `${after.digest.slice(0, 16)}…`,
    },
    { title: 'TITLE', cell: ({ after }) => clean(after.title ?? ''), cut: 'end' },
  ]);
}
