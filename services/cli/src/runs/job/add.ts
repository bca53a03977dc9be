import { createReadStream } from 'node:fs';
import { createInterface } from 'node:readline';
import { createBlock } from '../../output/block.ts';
import { sayWarnings } from '../../output/forecast-words.ts';
import { count } from '../../output/format.ts';
import { clean, cutMiddle } from '../../output/text.ts';
import type { Context } from '../../shell/context.ts';
import type { Define } from '../../shell/define.ts';
import { type ExitCode, exitCodes } from '../../shell/exit-codes.ts';
import { CliError, usageError } from '../../shell/failure.ts';
import { JOB } from '../../shell/words.ts';
import { findJob } from '../find-job.ts';

const words = [
  JOB,
  ['[url...]', 'http or https URLs'],
  ['-f, --file <file>', 'a URL per line, plain or as JSON strings or objects with "url"; `-` for stdin'],
] as const;

export const defineAdd = (job: Define) => job('add', 'Add seeds to a job and its running run', words, add);

/** Shown of what was refused. */
const PROBLEMS = 10;

async function add(
  context: Context,
  asked: string,
  urls: string[],
  { file }: { file?: string },
): Promise<ExitCode> {
  const { client, output } = context;
  if (urls.length === 0 && file === undefined) throw usageError('Nothing to add: pass URLs, or --file FILE.');
  const id = await findJob(client, asked);
  const block = createBlock(output);
  const say = (sofar: { rows: number; added: number; known: number; refused: number }) =>
    `${count(sofar.rows)} sent: ${count(sofar.added)} added, ${count(sofar.known)} known, ${count(sofar.refused)} refused`;
  const done = await client.jobs.uploadSeeds(id, file === undefined ? urls : all(urls, file), {
    onProgress: (sofar) => block.draw([say(sofar)]),
  });
  block.end();
  output.document(done);
  if (!block.live) output.line(say(done));
  for (const { row, url, problem } of done.problems.slice(0, PROBLEMS))
    output.hint(
      cutMiddle(`  line ${row + 1}: ${clean(url)}: ${clean(problem ?? 'refused')}`, output.width()),
    );
  if (done.refused > PROBLEMS && !output.json) output.hint(`  … and ${count(done.refused - PROBLEMS)} more`);
  if (!output.json) sayWarnings(output, done.warnings ?? []);
  return done.refused > 0 && done.added + done.known === 0 ? exitCodes.failed : exitCodes.ok;
}

async function* all(urls: string[], file: string): AsyncGenerator<string> {
  yield* urls;
  const input = file === '-' ? process.stdin : createReadStream(file);
  try {
    for await (const line of createInterface({ input, crlfDelay: Number.POSITIVE_INFINITY }))
      if (line.trim() !== '') yield seedOf(line.trim());
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (typeof code !== 'string') throw error;
    throw new CliError(exitCodes.usage, 'FILE', `${file} cannot be read (${code}).`);
  }
}

function seedOf(line: string): string {
  if (!/^["{]/.test(line)) return line;
  try {
    const value = JSON.parse(line) as string | { url?: unknown };
    if (typeof value === 'string') return value;
    if (typeof value.url === 'string') return value.url;
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
  }
  return line;
}
