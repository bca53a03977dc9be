import type { Command } from 'commander';
import { clean } from '../output/text.ts';
import { findJob } from '../runs/find-job.ts';
import type { Context } from '../shell/context.ts';
import { moment, wholeNumber } from '../shell/options.ts';
import type { Run } from '../shell/run.ts';
import { take } from '../shell/take.ts';

type Options = {
  job?: string;
  host?: string;
  type?: string;
  language?: string;
  since?: string;
  until?: string;
  limit: number;
};

/** `trunkline search QUERY` */
export function defineSearch(program: Command, run: Run): void {
  program
    .command('search')
    .description('Find pages by their text, best first')
    .argument('<query...>', 'words, "phrases", or, and -words that must not be there')
    .option('--job <job>', 'only pages of this job')
    .option('--host <host>', 'only pages of this host')
    .option('--type <media-type>', 'only this media type: text/html')
    .option('--language <code>', 'only this language: en')
    .option('--since <moment>', 'only text captured then or later: 2026-11-28, or 7d ago', moment)
    .option('--until <moment>', 'only text captured before', moment)
    .option('--limit <n>', 'at most so many', wholeNumber(1), 10)
    .action(run(search));
}

async function search({ client, output }: Context, words: string[], options: Options): Promise<void> {
  const { job, host, type, language, since, until, limit } = options;
  const filter = {
    ...(job !== undefined && { job: await findJob(client, job) }),
    host,
    contentType: type,
    language,
    ...((since ?? until) !== undefined && { capturedAt: { gte: since ?? null, lt: until ?? null } }),
  };
  const { items } = await take(client.search(words.join(' '), filter), limit);
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
