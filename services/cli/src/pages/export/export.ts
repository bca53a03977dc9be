import { createWriteStream } from 'node:fs';
import { open, stat } from 'node:fs/promises';
import { pipeline } from 'node:stream/promises';
import { bytes, count } from '../../output/format.ts';
import { findJob } from '../../runs/find-job.ts';
import type { Context } from '../../shell/context.ts';
import type { Define, OptionsOf } from '../../shell/define.ts';
import { type ExitCode, exitCodes } from '../../shell/exit-codes.ts';
import { CliError, usageError } from '../../shell/failure.ts';
import { JOB_OR_RUN } from '../../shell/words.ts';
import { createErrorCount } from './error-count.ts';
import { lastLine } from './last-line.ts';

const words = [
  JOB_OR_RUN,
  ['--format <format>', 'how rows are written', ['ndjson', 'csv'], 'ndjson'],
  ['-o, --out <file>', 'a new file; stdout when left out'],
  ['--resume', 'go on after the last whole row of the file'],
] as const;
type Options = OptionsOf<typeof words>;

const kinds = {
  pages: 'Every known URL with its last visit',
  captures: 'Every stored response, without its body',
  links: 'Every link and redirect of each stored page: from, to, nofollow',
};

/** `trunkline export pages|captures|links JOB` */
export function defineExport({ group }: Define): void {
  const define = group('export', 'Write pages, captures or links of a job to a file');
  for (const [kind, what] of Object.entries(kinds))
    define(kind, what, words, (context, asked, options) => write(context, kind, asked, options));
}

async function write(context: Context, kind: string, asked: string, options: Options): Promise<ExitCode> {
  const { client, output, world } = context;
  const { out, format } = options;
  if (options.resume && out === undefined) throw usageError('--resume goes with --out FILE.');
  const id = await findJob(client, asked);
  const { after, size } =
    out !== undefined && options.resume ? await wholeRows(out, format) : { after: null, size: 0 };
  const unreadable = createErrorCount(format);
  const rows = counted(
    await client.export(id, kind as 'pages', { format, after, signal: world.interrupted }),
    kind === 'links' ? unreadable.add : () => {},
  );
  if (out === undefined) {
    for await (const chunk of rows) world.out.write(chunk);
    return complete();
  }
  try {
    await pipeline(
      rows,
      createWriteStream(
        out,
        size > 0 ? { flags: 'r+', start: size } : { flags: options.resume ? 'w' : 'wx' },
      ),
    );
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === 'EEXIST')
      throw new CliError(
        exitCodes.failed,
        'FILE',
        `${out} exists already.`,
        'Choose another name, or go on with --resume.',
      );
    if (world.interrupted.aborted || typeof code === 'string')
      throw new CliError(
        exitCodes.failed,
        'EXPORT',
        `The export broke off (${code ?? 'interrupted'}).`,
        'Go on with the same command and --resume.',
      );
    throw error;
  }
  output.note(`${bytes((await stat(out)).size)} in ${out}`);
  return complete();

  /** What could not be read is told in the file; whoever looks at no more than how this ends is told as well. */
  function complete(): ExitCode {
    const pages = unreadable.count();
    if (pages === 0) return exitCodes.ok;
    output.error(
      `The links of ${pages === 1 ? '1 page' : `${count(pages)} pages`} could not be read: see "error" in the rows without "to".`,
    );
    return exitCodes.failed;
  }
}

async function* counted(chunks: AsyncIterable<Uint8Array>, add: (chunk: Uint8Array) => void) {
  for await (const chunk of chunks) {
    add(chunk);
    yield chunk;
  }
}

/** Cuts a row that was written in part off; the cursor of the last whole one and the bytes up to its end. */
async function wholeRows(
  file: string,
  format: Options['format'],
): Promise<{ after: string | null; size: number }> {
  const found = await lastLine(file);
  if (!found) return { after: null, size: 0 };
  const cursor = format === 'csv' ? found.text.slice(found.text.lastIndexOf(',') + 1) : cursorOf(found.text);
  // Only the head of a table is there: from the beginning.
  if (cursor === 'cursor') return { after: null, size: 0 };
  if (!cursor)
    throw new CliError(
      exitCodes.failed,
      'FILE',
      `${file} does not end with rows of an export in ${format}.`,
      'Give the format it was begun with.',
    );
  await using handle = await open(file, 'r+');
  await handle.truncate(found.end);
  return { after: cursor, size: found.end };
}

function cursorOf(text: string): string | null {
  try {
    const { cursor } = JSON.parse(text) as { cursor?: unknown };
    return typeof cursor === 'string' ? cursor : null;
  } catch (error) {
    if (error instanceof SyntaxError) return null;
    throw error;
  }
}
