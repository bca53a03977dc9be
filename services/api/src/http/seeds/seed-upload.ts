import type { IncomingMessage, ServerResponse } from 'node:http';
import { type Patience, seedCost, seedLimit } from '../../limits/limits.ts';
import { notFound } from '../../limits/refusals.ts';
import { keyOf } from '../../schema/kit/ids.ts';
import { NotFoundError } from '../../stores/errors.ts';
import type { JobStore } from '../../stores/job/job-store.ts';
import type { Entered } from '../gate.ts';
import { respondError, respondJson } from '../respond.ts';
import { linesOf } from './seed-lines.ts';

/** Lines go into the database when so many bytes of them are here. */
const BATCH = 256 << 10;
/** So many refused rows are told apart; the others are counted. */
const PROBLEMS = 1000;
/** With more bytes than this without a row it is no list of seeds. */
const BARREN = 1 << 20;
/** What reading has cost is taken from the budget in steps of this. */
const COST_STEP = 50;

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
 * answer says so (413, QUOTA_EXCEEDED). All that is sent costs, blank lines too; more than 1 MiB without a row ends it (413, TOO_LARGE).
 */
export async function respondSeedUpload(
  request: IncomingMessage,
  response: ServerResponse,
  id: string,
  { stores: { jobs, plans, projects }, spend, again }: Entered,
  patience: Patience,
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
  let [over, owed, isBarren] = [0, 0, false];
  try {
    let batch: string[] = [];
    let bytes = 0;
    for await (const { lines, barren, cost } of linesOf(request, patience)) {
      for (const line of lines) {
        if (summary.rows + batch.length >= most) {
          over++;
          if (over % seedLimit === 0) await spend(seedLimit);
          continue;
        }
        batch.push(line === null ? '' : seedOf(line));
        bytes += line?.length ?? 0;
        if (batch.length < seedLimit && bytes < BATCH) continue;
        await again();
        await add(jobs, key, batch, summary);
        await spend(batch.length * seedCost);
        [batch, bytes] = [[], 0];
      }
      owed += cost;
      if (owed >= COST_STEP) {
        await spend(Math.floor(owed));
        owed %= 1;
      }
      isBarren = barren > BARREN;
      if (isBarren) break;
    }
    // Before the last one, too: it may have been long on its way.
    await again();
    if (batch.length > 0) await add(jobs, key, batch, summary);
    await spend(Math.ceil(batch.length * seedCost + owed));
  } catch (error) {
    if (error instanceof NotFoundError) throw notFound(id, 'job');
    throw error;
  } finally {
    await upload.close();
  }
  if (isBarren) {
    const message = `The upload ended after ${summary.rows} rows: ${BARREN} bytes without a row followed, blank lines or one line without an end. Send a seed per line; those before were taken.`;
    return respondJson(response, 413, {
      ...summary,
      errors: [{ message, extensions: { code: 'TOO_LARGE' } }],
    });
  }
  const job = await jobs.find(key);
  const warnings = job === null ? [] : await plans.ofJob(job);
  if (over === 0) return respondJson(response, 200, { ...summary, warnings });
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
