import type { LeftOut } from '@trunkline/client';
import { count } from '../output/format.ts';
import type { Output } from '../output/output.ts';
import { clean } from '../output/text.ts';

/** Reasons that are shown. */
const MOST = 15;

/** What a run did not crawl, by reason. */
export function sayLeftOut(output: Output, leftOut: readonly LeftOut[]): void {
  if (leftOut.length === 0) return;
  output.line();
  output.table(leftOut.slice(0, MOST), [
    { title: 'NOT CRAWLED', cell: ({ reason }) => clean(reason), cut: 'end' },
    { title: 'URLS', align: 'right', cell: ({ count: many }) => count(many) },
    { title: 'SUCH AS', cell: ({ sample }) => clean(sample ?? ''), cut: 'middle', spare: 1 },
  ]);
  if (leftOut.length > MOST)
    output.note(`The most frequent ${MOST}; \`trunkline run show --json\` has them all.`);
}
