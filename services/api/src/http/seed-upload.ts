import type { IncomingMessage, ServerResponse } from 'node:http';
import { seedCost, seedLimit } from '../limits/limits.ts';
import { notFound } from '../limits/refusals.ts';
import { keyOf } from '../schema/kit/ids.ts';
import { NotFoundError } from '../stores/errors.ts';
import type { JobStore } from '../stores/job/job-store.ts';
import type { Entered } from './gate.ts';
import { respondError, respondJson } from './respond.ts';

/** A longer line is no seed; the rest of it is skipped, not kept. Bytes. */
const LINE = 16_384;
/** Lines go into the database when so many bytes of them are here. */
const BATCH = 256 << 10;
/** So many refused rows are told apart; the others are counted. */
const PROBLEMS = 1000;

type Summary = {
  rows: number;
  added: number;
  known: number;
  refused: number;
  problems: { row: number; url: string; problem: string | null }[];
};

/**
 * POST /jobs/<id>/seeds: seeds as NDJSON, a JSON string or an object with `url` per line, as many as one likes. They enter the
 * running run while they arrive, and it does not end before the last. Sending a list again after a break adds only what is
 * missing. Answers with counts and the first problems. Of more lines than the project may upload at once the rest is passed over, and the
 * answer says so (413, QUOTA_EXCEEDED).
 */
export async function respondSeedUpload(
  request: IncomingMessage,
  response: ServerResponse,
  id: string,
  { stores: { jobs, projects }, spend }: Entered,
  stuckMs: number,
): Promise<void> {
  const type = request.headers['content-type']?.split(';', 1)[0]?.trim().toLowerCase();
  if (type !== 'application/x-ndjson' && type !== 'application/jsonl')
    return respondError(
      response,
      415,
      'BAD_REQUEST',
      `Content-Type is ${JSON.stringify(type ?? '')}; send application/x-ndjson with a URL per line as a JSON string.`,
    );
  const key = keyOf('Job', id);
  if (key === null || (await jobs.find(key)) === null) throw notFound(id, 'job');
  const most = (await projects.own()).maxSeedsPerUpload ?? Number.POSITIVE_INFINITY;
  const upload = await jobs.openUpload(key);
  const summary: Summary = { rows: 0, added: 0, known: 0, refused: 0, problems: [] };
  let over = 0;
  try {
    let batch: string[] = [];
    let bytes = 0;
    for await (const line of linesOf(request, stuckMs)) {
      if (summary.rows + batch.length >= most) {
        over++;
        if (over % seedLimit === 0) await spend(seedLimit);
        continue;
      }
      batch.push(line === null ? '' : seedOf(line));
      bytes += line?.length ?? 0;
      if (batch.length < seedLimit && bytes < BATCH) continue;
      await add(jobs, key, batch, summary);
      await spend(batch.length * seedCost);
      [batch, bytes] = [[], 0];
    }
    if (batch.length > 0) await add(jobs, key, batch, summary);
    await spend(batch.length * seedCost);
  } catch (error) {
    if (error instanceof NotFoundError) throw notFound(id, 'job');
    throw error;
  } finally {
    await upload.close();
  }
  if (over === 0) return respondJson(response, 200, summary);
  const message = `An upload of this project may have ${most} lines: the first ${most} were taken, and ${over} passed over. Send those as another upload, or have an operator raise maxSeedsPerUpload with projectUpdate.`;
  respondJson(response, 413, { ...summary, errors: [{ message, extensions: { code: 'QUOTA_EXCEEDED' } }] });
}

async function add(jobs: JobStore, id: string, seeds: string[], summary: Summary): Promise<void> {
  const { rows, added, known, refused } = await jobs.addSeeds({ id, seeds, reason: 'uploaded' });
  for (const { row, url, state, problem } of rows) {
    if (state !== 'refused' || summary.problems.length >= PROBLEMS) continue;
    summary.problems.push({ row: summary.rows + row, url, problem });
  }
  summary.rows += seeds.length;
  summary.added += added;
  summary.known += known;
  summary.refused += refused;
}

/** What a line says; anything else than a JSON string or `{"url": …}` is judged, and refused, as it stands. */
function seedOf(line: string): string {
  try {
    const value: unknown = JSON.parse(line);
    if (typeof value === 'string') return value;
    if (typeof value === 'object' && value !== null && 'url' in value && typeof value.url === 'string')
      return value.url;
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
  }
  return line;
}

/** Lines that are not empty; null for one that is too long. */
async function* linesOf(request: IncomingMessage, stuckMs: number): AsyncGenerator<string | null> {
  let rest = Buffer.alloc(0);
  let skipping = false;
  for await (const chunk of inTime(request, stuckMs)) {
    let from = 0;
    for (let end = chunk.indexOf(10); end >= 0; end = chunk.indexOf(10, from)) {
      const line = Buffer.concat([rest, chunk.subarray(from, end)]);
      from = end + 1;
      rest = Buffer.alloc(0);
      if (!skipping) yield* one(line);
      skipping = false;
    }
    if (skipping) continue;
    rest = Buffer.concat([rest, chunk.subarray(from)]);
    if (rest.length <= LINE) continue;
    rest = Buffer.alloc(0);
    skipping = true;
    yield null;
  }
  if (!skipping) yield* one(rest);
}

/** What is sent, while it goes on: a place is not held for ever by who sends nothing. */
async function* inTime(request: IncomingMessage, stuckMs: number): AsyncGenerator<Buffer> {
  const chunks = (request as AsyncIterable<Buffer>)[Symbol.asyncIterator]();
  try {
    for (;;) {
      const late = setTimeout(() => request.destroy(), stuckMs).unref();
      const { done, value } = await chunks.next().finally(() => clearTimeout(late));
      if (done) return;
      yield value;
    }
  } finally {
    await chunks.return?.();
  }
}

function* one(line: Buffer): Generator<string | null> {
  if (line.length > LINE) return yield null;
  const text = line.toString().trim();
  if (text !== '') yield text;
}
