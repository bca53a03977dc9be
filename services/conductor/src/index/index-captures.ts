import { type ArchiveReader, decodeBody, NoSuchRecord } from '@trunkline/archive';
import {
  type DocumentRow,
  indexDocuments,
  type OpenDatabase,
  openRunsToIndex,
  type RunToIndex,
  unindexedCaptures,
} from '@trunkline/database';
import { mainText, utf8Of } from '@trunkline/web/html';

/** Captures read in a step: little of Postgres and of memory is taken at once. */
const STEP = 100;
/** Bytes of a decoded body that are looked at, and characters of text that are kept. */
const MOST_BYTES = 2_097_152;
const MOST_TEXT = 50_000;

type Parts = { pool: OpenDatabase['pool']; archive: ArchiveReader };
type Capture = Awaited<ReturnType<typeof unindexedCaptures>>['captures'][number];

/** One step of filling text search, off the crawl's path: reads captures not indexed yet. True when more are waiting. */
export function createIndexing({ pool, archive }: Parts) {
  return async (): Promise<boolean> => {
    const [run] = await openRunsToIndex(pool, 1);
    if (!run) return false;
    return step(run);
  };

  async function step(run: RunToIndex): Promise<boolean> {
    const { captures, position } = await unindexedCaptures(pool, run, STEP);
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
    await run.reached({ position, indexed: rows.length, failed, lastError });
    return position !== null;
  }

  async function documentOf(capture: Capture): Promise<DocumentRow> {
    const { location, bytes, charset, contentType, ...row } = capture;
    const response = await archive.read(location);
    const body = await decodeBody(response, Math.min(bytes, MOST_BYTES));
    const { text } = utf8Text(body, charset, contentType);
    return {
      ...row,
      contentType,
      text: text.slice(0, MOST_TEXT),
      language: row.language?.slice(0, 2).toLowerCase() ?? null,
    };
  }
}

function utf8Text(body: Uint8Array, charset: string | null, contentType: string | null): { text: string } {
  const utf8 = utf8Of(body, charset ?? 'utf-8');
  if (contentType !== 'text/plain') return { text: mainText(utf8, MOST_TEXT) };
  return {
    text: Buffer.from(utf8)
      .toString('utf8')
      .replace(/\p{Cc}+/gu, ' '),
  };
}
