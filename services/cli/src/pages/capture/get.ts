import { createWriteStream } from 'node:fs';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { CaptureDetails } from '@trunkline/client';
import { InvalidArgumentError } from 'commander';
import { fields } from '../../output/fields.ts';
import { bytes, duration } from '../../output/format.ts';
import { clean, cutMiddle } from '../../output/text.ts';
import { stages } from '../../output/words.ts';
import type { Context } from '../../shell/context.ts';
import type { Define, OptionsOf } from '../../shell/define.ts';
import { exitCodes } from '../../shell/exit-codes.ts';
import { CliError, usageError } from '../../shell/failure.ts';

const words = [
  ['<capture>', 'id of a capture'],
  ['--headers', 'with the response headers'],
  ['--body', 'write the decoded body to stdout, byte for byte'],
  ['-o, --output <file>', 'write the decoded body to a new file'],
  ['--range <from-to>', 'with --body or --output: only these bytes, from 0 (0-999, 1000-)', byteRange],
] as const;

type Range = { from: number; to?: number | undefined };

export const defineGet = (capture: Define) =>
  capture('get', 'Show a stored response, or write its body', words, get);

async function get(context: Context, id: string, options: OptionsOf<typeof words>): Promise<void> {
  const { client, output, world } = context;
  if (options.body && options.output !== undefined)
    throw usageError('--body and --output exclude each other.');
  if (options.range && !options.body && options.output === undefined)
    throw usageError('--range is for a body: it needs --body or --output.');
  if (options.body && output.json) throw usageError('--body and --json exclude each other.');
  if (options.body && world.out.isTTY)
    throw usageError(
      'The body is hostile: it could control this terminal.',
      'Write it to a file with --output FILE, or through a pipe: … --body | less',
    );
  const capture = await client.captures.get(id);

  if (options.body) {
    for await (const chunk of body(context, capture, options.range)) world.out.write(chunk);
    return;
  }
  if (options.output !== undefined) {
    const written = await save(context, capture, options.output, options.range);
    output.note(`${bytes(written)} written to ${options.output}`);
    output.document(capture);
    return;
  }
  output.document(capture);
  show(context, capture, options.headers === true);
}

async function* body(
  { client }: Context,
  capture: CaptureDetails,
  range: Range | undefined,
): AsyncGenerator<Uint8Array> {
  yield* await client.captures.body(capture, { range });
}

/** How many bytes were written. */
async function save(
  context: Context,
  capture: CaptureDetails,
  file: string,
  range: Range | undefined,
): Promise<number> {
  try {
    // A file that exists is never overwritten: the name may have been a slip.
    const target = createWriteStream(file, { flags: 'wx' });
    await pipeline(Readable.from(body(context, capture, range)), target);
    return target.bytesWritten;
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (typeof code !== 'string' || !/^E[A-Z]+$/.test(code)) throw error;
    const message = code === 'EEXIST' ? `${file} exists already.` : `${file} cannot be written (${code}).`;
    throw new CliError(exitCodes.failed, 'FILE', message, 'Choose another name.');
  }
}

function byteRange(text: string): Range {
  const [, from, to] = /^(\d{1,15})-(\d{0,15})$/.exec(text) ?? [];
  if (from === undefined || (to && Number(to) < Number(from)))
    throw new InvalidArgumentError('It must be bytes such as 0-999, or 1000- for all from there on.');
  return { from: Number(from), to: to ? Number(to) : undefined };
}

function show({ output }: Context, capture: CaptureDetails, withHeaders: boolean): void {
  const { style } = output;
  const { segment, offset, length } = capture.location;
  output.line(style.bold(cutMiddle(clean(capture.url), output.width())));
  fields(output, [
    ['capture', capture.id],
    ['status', capture.status],
    ['title', capture.title],
    ['type', [capture.contentType, capture.charset].filter(Boolean).join(', ')],
    ['bytes', `${bytes(capture.bytes)} (${bytes(capture.wireBytes)} on the wire)`],
    ['truncated', capture.truncated],
    ['links', capture.links],
    ['digest', capture.digest],
    ['captured', capture.capturedAt],
    ['from', capture.address],
    ['certificate', capture.tlsFault && `not verified: ${capture.tlsFault}`],
    ['run', `${capture.run.id} of ${capture.run.job.name}`],
    ['archive', `${segment} at ${offset}, ${length} bytes`],
    ['timings', timingsInWords(capture)],
  ]);
  if (!withHeaders) return;
  output.line();
  for (const { name, value } of capture.headers) output.line(`  ${style.dim(clean(name))}: ${clean(value)}`);
}

const timingsInWords = ({ timings }: CaptureDetails): string =>
  timings
    .toSorted((a, b) => stages.indexOf(a.stage) - stages.indexOf(b.stage))
    .map(({ stage, waitMs, serviceMs }) => `${stage.toLowerCase()} ${duration(waitMs + serviceMs)}`)
    .join('  ');
