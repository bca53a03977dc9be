import { clean } from '../output/text.ts';
import { findJob } from '../runs/find-job.ts';
import type { Context } from '../shell/context.ts';
import type { Define, OptionsOf } from '../shell/define.ts';
import { moment } from '../shell/options.ts';
import { take } from '../shell/take.ts';
import { limit } from '../shell/words.ts';

const words = [
  ['<query...>', 'words, "phrases", or, and -words that must not be there'],
  ['--job <job>', 'only pages of this job'],
  ['--host <host>', 'only pages of this host'],
  ['--type <media-type>', 'only this media type: text/html'],
  ['--language <code>', 'only this language: en'],
  ['--since <moment>', 'only text captured then or later: 2026-11-28, or 7d ago', moment],
  ['--until <moment>', 'only text captured before', moment],
  limit(10),
] as const;

/** `trunkline search QUERY` */
export const defineSearch = (define: Define) =>
  define('search', 'Find pages by their text, best first', words, search);

async function search(
  { client, output }: Context,
  text: string[],
  options: OptionsOf<typeof words>,
): Promise<void> {
  const { job, host, type, language, since, until, limit: most } = options;
  const filter = {
    ...(job !== undefined && { job: await findJob(client, job) }),
    host,
    contentType: type,
    language,
    ...((since ?? until) !== undefined && { capturedAt: { gte: since ?? null, lt: until ?? null } }),
  };
  const { items } = await take(client.search(text.join(' '), filter), most);
  output.document(items);
  const { style } = output;
  for (const hit of items) {
    if (output.quiet) output.essential(hit.url);
    output.line(style.bold(clean(hit.title ?? hit.url)));
    output.line(`  ${style.dim(clean(hit.url))}`);
    const pieces = hit.highlight.map(({ text, match }) => (match ? style.yellow(clean(text)) : clean(text)));
    if (pieces.length > 0) output.line(`  ${pieces.join('')}`);
  }
  if (items.length === 0) {
    const { waiting } = await client.searchBacklog();
    output.note(waiting > 0 ? `Nothing found yet; ${waiting} captures are not indexed.` : 'Nothing found.');
  }
}
