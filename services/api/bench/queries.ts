/**
 * npm run bench -- queries [rows]
 *
 * Whether the lists, look-ups, exports and repairs that read the ledger find their rows by an index, on a job with 5,000,000 pages,
 * captures and visits: each query is sent by the store that sends it, explained with its own parameters, and must touch no more blocks
 * than its rows are worth. The last line on stdout is JSON; exits with 1 when a query reads a big table from end to end.
 */
import type { ArchiveReader } from '@trunkline/archive';
import {
  createLedger,
  endedPages,
  neededSegments,
  offsetsIn,
  openPages,
  openRunsToIndex,
  redirects,
  retirableRuns,
  shortRun,
  storedPages,
  unindexedCaptures,
} from '@trunkline/database';
import { createTurn } from '../src/limits/room/reading.ts';
import type { Looks } from '../src/live/looks/looks.ts';
import { createExportStore, type ExportOf } from '../src/stores/export/export-store.ts';
import { encodeCursor } from '../src/stores/lists/cursor.ts';
import { type CaptureFilter, createCaptureStore } from '../src/stores/page/capture-store.ts';
import { createPageStore } from '../src/stores/page/page-store.ts';
import { createDeadStore } from '../src/stores/run/dead-store.ts';
import type { Forecasts } from '../src/stores/run/forecast/forecasts.ts';
import { createRunStore } from '../src/stores/run/run-store.ts';
import { bigLedger, knownUrl } from './parts/big-ledger.ts';
import { type Explained, explained } from './parts/explained.ts';

const rows = Number(process.argv[2] ?? 5_000_000);
const { database, projectId, job, run, middle } = await bigLedger(rows);
const { db, pool } = database;
const caller = { keyId: 'k', keyName: 'k', projectId, scopes: ['admin' as const] };
const captures = createCaptureStore(
  { db, archive: {} as ArchiveReader, turn: createTurn(), secret: '' },
  caller,
  async () => {},
);
const pages = createPageStore({ db }, caller);
const dead = createDeadStore({ db });
/** Bodies are no matter here: each page has one link. */
const linkReader = { linksOf: async () => ({ links: [{ url: knownUrl, nofollow: false }] }) };
const exports = createExportStore({ db, linkReader }, caller);
const runList = createRunStore({ db, looks: {} as Looks, forecasts: {} as Forecasts }, caller);
const ledger = createLedger(pool);
const keys = { run: run.serial, job: job.serial };
const deep = encodeCursor(`${shortRun(run.serial)}.${middle.toString(36)}`);
/** Asked once in the life of a run, and of all of its rows. */
const ONCE = 'retention';
const half = { after: '0', since: null, limit: 1000 };
const firstOf = async (of: ExportOf) => (await exports.rows(of))!.next();

const filters: Record<string, CaptureFilter> = {
  all: {},
  'status 404': { status: [404] },
  'status 500, which none has': { status: [500] },
  'type application/pdf': { contentType: 'application/pdf' },
  'type image/png, which none has': { contentType: 'image/png' },
  'type text/html': { contentType: 'text/html' },
  url: { url: knownUrl },
  'prefix of a host': { urlStartsWith: 'http://h7.test/' },
  'prefix of one page': { urlStartsWith: 'http://h7.test/known/' },
};
const work: [what: string, () => Promise<unknown>][] = [
  ...Object.entries(filters).flatMap(([what, filter]): [string, () => Promise<unknown>][] => [
    [`captures of a run: ${what}`, () => captures.ofRun(run.id, { first: 100 }, filter)],
    [
      `captures of a run: ${what}, from the middle`,
      () => captures.ofRun(run.id, { first: 100, after: deep }, filter),
    ],
    [`captures of a job: ${what}`, () => captures.ofJob(job.id, { first: 100 }, filter)],
  ]),
  ['captures of a run: the last', () => captures.ofRun(run.id, { last: 100 }, {})],
  ['capture', () => captures.find(`${shortRun(run.serial)}.${middle.toString(36)}`)],
  ['page', () => pages.find(job.id, knownUrl)],
  ['changes of a page', async () => pages.changes((await pages.find(job.id, knownUrl))!, { first: 20 })],
  ['dead URLs', () => dead.list(run, { first: 100 }, {})],
  ['dead URLs by reason', () => dead.list(run, { first: 100 }, { reason: ['retries'] })],
  ['runs', () => runList.list({ first: 100 }, {})],
  ['runs of a job', () => runList.ofJob(job.id, { first: 20 })],
  ['latest run', () => runList.latest(job.id)],
  ['export of pages', () => firstOf({ kind: 'pages', jobId: job.id, after: '0' })],
  [
    'export of links',
    () =>
      firstOf({ kind: 'links', jobId: job.id, after: `${shortRun(run.serial)}.${middle.toString(36)}.0` }),
  ],
  [
    'export of captures',
    () =>
      firstOf({ kind: 'captures', jobId: job.id, after: `${shortRun(run.serial)}.${middle.toString(36)}` }),
  ],
  ['recrawl: due', () => ledger.due(job.serial, new Date(), 'due', null, 1000)],
  ['recrawl: not due', () => ledger.due(job.serial, new Date(1_795_500_000_000), 'notDue', null, 1000)],
  ['recrawl: unvisited', () => ledger.unvisited(job.serial, '0', 1000)],
  ['pages of a host to visit next', () => ledger.next({ ...keys, run: keys.run + 1 }, 'h7.test', null, 500)],
  ['repair: ended', () => endedPages(pool, keys, half)],
  ['repair: open', () => openPages(pool, keys, { ...half, since: new Date(1_795_000_000_000) })],
  ['repair: redirects', () => redirects(pool, keys, half)],
  ['repair: stored', () => storedPages(pool, run.serial, { after: String(middle), since: null, limit: 100 })],
  [
    'audit: captures of a segment',
    () => offsetsIn(pool, run.serial, `${shortRun(run.serial)}/20261124000000000-w1-00003.warc.gz`),
  ],
  ['index: runs', () => openRunsToIndex(pool, 50)],
  [
    'index: captures',
    () => unindexedCaptures(pool, { ...keys, position: middle, over: true, reached: async () => {} }, 100),
  ],
  ['retention: runs', () => retirableRuns(db, { limit: 20 })],
  ['retention: what is needed of a small run', () => neededSegments(db, run.serial - 5)],
];

const all: Explained[] = [];
for (const [what, send] of work) {
  for (const query of await explained(pool, what, send)) {
    // Some queries first look up serials of a job or run: small tables, of no interest.
    if (query.blocks > 100 || query.what === 'page') all.push(query);
  }
}
all.sort((a, b) => b.blocks - a.blocks);
for (const { what, ms, blocks, rows: returned, dropped, scanned } of all)
  console.error(
    `${String(ms).padStart(9)} ms ${String(blocks).padStart(8)} blocks ${String(returned).padStart(6)} rows ${String(dropped).padStart(8)} dropped  ${what} ${scanned}`,
  );
const broken = all.filter(
  ({ what, blocks, rows: returned, scanned }) =>
    !what.startsWith(ONCE) && (scanned.length > 0 || blocks > 2000 + 30 * returned),
);
await database.close();
console.log(
  JSON.stringify({
    bench: 'queries',
    rows,
    queries: work.length,
    slowest_ms: Math.max(...all.map(({ ms }) => ms)),
    most_blocks: all[0]?.blocks ?? 0,
    broken: broken.map(({ what, ms, blocks, scanned }) => ({ what, ms, blocks, scanned })),
  }),
);
process.exit(broken.length === 0 ? 0 : 1);
