import { type ArchiveReader, NoSuchRecord } from '@trunkline/archive';
import {
  type DocumentRow,
  indexDocuments,
  isComplete,
  lookAhead,
  type Mark,
  type OpenDatabase,
  openRunsToIndex,
  type RunToIndex,
  shortRun,
  unindexedCaptures,
} from '@trunkline/database';
import { createLogger, type Logger } from '@trunkline/service';
import { decodeStored } from '@trunkline/web/coding';
import { mainText, utf8Of } from '@trunkline/web/html';
import { createTurns } from '../turns/turns.ts';
import { languageOf } from './language.ts';

/** Captures read in a step: little of Postgres and of memory is taken at once. */
const STEP = 100;
/** Runs looked at for work in a step. */
const MOST_RUNS = 50;
/** Bytes of a decoded body that are looked at, and characters of text that are kept. */
const MOST_BYTES = 2_097_152;
const MOST_TEXT = 50_000;

type Parts = { pool: OpenDatabase['pool']; archive: ArchiveReader; log?: Logger };
type Capture = Awaited<ReturnType<typeof unindexedCaptures>>['captures'][number];

/** What a step worked on: `over`, captures of a run that is over; `live`, of one that goes on; null: nothing waits. */
export type Indexed = 'over' | 'live' | null;

/**
 * One step of filling text search, off the crawl's path: reads captures not indexed yet, of runs that are over first. Several
 * conductors may index the same: a page is one row, and how far a run is only rises.
 */
export function createIndexing({ pool, archive, log = createLogger('index', 'silent') }: Parts) {
  const marks = new Map<number, Mark>();
  const turns = createTurns('index', log);

  return turns.pass(async (): Promise<Indexed> => {
    const runs = await openRunsToIndex(pool, MOST_RUNS);
    for (const run of runs) {
      const upTo = run.over ? null : await knownUpTo(run);
      if (upTo !== null && upTo <= run.position) continue;
      if ((await turns.each([run], nameOf, () => step(run, upTo))) > 0) return run.over ? 'over' : 'live';
    }
    return null;
  });

  /** How far a run that goes on can be read by now. */
  async function knownUpTo(run: RunToIndex): Promise<number> {
    const mark = marks.get(run.run);
    if (!mark || mark.upTo <= run.position) marks.set(run.run, await lookAhead(pool, run));
    else if (await isComplete(pool, mark)) return mark.upTo;
    return run.position;
  }

  async function step(run: RunToIndex, upTo: number | null): Promise<void> {
    const { captures, position } = await unindexedCaptures(pool, run, STEP, upTo);
    const rows: DocumentRow[] = [];
    let lastError: string | null = null;
    let failed = 0;
    for (const capture of captures) {
      try {
        rows.push(await documentOf(capture));
      } catch (error) {
        // Bytes that are gone or damaged are one page's loss, and are counted; a disk that fails is not.
        if (!(error instanceof NoSuchRecord)) throw error;
        failed++;
        lastError = error.message;
      }
    }
    await indexDocuments(pool, run.job, rows);
    if (run.over) marks.delete(run.run);
    await run.reached({ position: position ?? upTo, indexed: rows.length, failed, lastError });
  }

  async function documentOf(capture: Capture): Promise<DocumentRow> {
    const { location, bytes, charset, contentType, ...row } = capture;
    const response = await archive.read(location);
    const body = await decodeStored(response, Math.min(bytes, MOST_BYTES));
    const text = textOf(body, charset, contentType).slice(0, MOST_TEXT);
    return { ...row, contentType, text, language: languageOf(text, row.language) };
  }
}

const nameOf = ({ run }: RunToIndex) => shortRun(run);

function textOf(body: Uint8Array, charset: string | null, contentType: string | null): string {
  const utf8 = utf8Of(body, charset ?? 'utf-8');
  if (contentType !== 'text/plain') return mainText(utf8, MOST_TEXT, isXml(contentType));
  return Buffer.from(utf8)
    .toString('utf8')
    .replace(/\p{Cc}+/gu, ' ');
}

function isXml(contentType: string | null): boolean {
  return contentType !== null && /^(?:application\/xhtml\+xml|(?:application|text)\/xml)$/.test(contentType);
}
