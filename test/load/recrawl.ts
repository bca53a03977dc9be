/*
npm run bench -- recrawl [java.test] [--expect 10136] [--change 100] [--seed N] [--dns 127.0.0.1:5300] [--server 127.0.0.1:8080]

Crawls a site of docs-web twice; in between some of its pages change at the origin. What must hold: the second run asks for every URL
once, pages that are as they were cost no body, exactly those that changed have a new digest and tell of it, and every capture of
the second run reads back as the origin serves it.
*/
import { parseArgs } from 'node:util';
import { startStack } from '@trunkline/test-support';
import { type CaptureRow, captures, control, createJobs, until } from '../crawl/job.ts';
import { checkRecord } from '../faults/invariants.ts';
import { startEditions } from './parts/editions.ts';
import { seeded, shuffled } from './parts/seeded.ts';

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    expect: { type: 'string', default: '10136' },
    change: { type: 'string', default: '100' },
    seed: { type: 'string', default: String(Date.now() % 1_000_000) },
    dns: { type: 'string', default: process.env['TRUNKLINE_DNS'] ?? '127.0.0.1:5300' },
    server: { type: 'string', default: '127.0.0.1:8080' },
  },
});
const site = positionals[0] ?? 'java.test';
const [expected, toChange, seed] = [Number(values.expect), Number(values.change), Number(values.seed)];
console.error(`seed ${seed}`);

const origin = await startEditions(site, values.server);
const pathOf = (url: string) => url.slice(origin.home.length - 1);
const stack = await startStack({ env: { TRUNKLINE_DNS: values.dns, TRUNKLINE_WORKERS: '2' } });
const job = await createJobs(stack, [origin.home], { perSecond: 10_000, concurrency: 32 });
const first = await crawled();
const pages = first.rows.filter(isPage).map(({ url }) => pathOf(url));

origin.change(shuffled(pages, seeded(seed)).slice(0, toChange));
await control(stack, 'Start', job);
const second = await crawled();

const before = new Map(first.rows.map((row) => [pathOf(row.url), row]));
const after = new Map(second.rows.map((row) => [pathOf(row.url), row]));
const changed = [...after.keys()].filter((path) => after.get(path)!.digest !== before.get(path)?.digest);
const { asked } = second;
const unchanged = asked.filter(({ path }) => before.get(path)?.status === 200 && !origin.changed(path));
const tell = await Promise.all(changed.slice(0, 20).map(tellsChange));
const checked = await checkRecord(stack, job, ({ url }) => origin.bodyOf(pathOf(url)));
await stack.interrupt();
origin.close();

const bodies = unchanged.filter(({ status, bytes }) => status !== 304 || bytes > 0).length;
const twice = asked.length - new Set(asked.map(({ path }) => path)).size;
const broken = [
  pages.length !== expected && `${pages.length} pages in the first run instead of ${expected}`,
  after.size !== before.size && `${after.size} URLs in the second run instead of ${before.size}`,
  asked.length !== before.size && `${asked.length} requests for ${before.size} URLs`,
  twice > 0 && `${twice} URLs were asked for twice`,
  bodies > 0 && `${bodies} bodies came of pages that are as they were`,
  !changed.every(origin.changed) && 'a page that did not change has a new digest',
  changed.length !== toChange && `${changed.length} new digests instead of ${toChange}`,
  tell.includes(false) && `${tell.filter((told) => !told).length} changed pages do not tell so`,
  checked.differing + checked.twice > 0 && `${checked.differing} differ, ${checked.twice} are captured twice`,
].filter((text) => text !== false);
console.log(
  JSON.stringify({
    bench: 'recrawl',
    site,
    seed,
    first: summaryOf(first),
    second: summaryOf(second),
    not_modified: second.counters['notModified'],
    bodies_of_unchanged: bodies,
    new_digests: changed.length,
    changes_told: tell.filter(Boolean).length,
    checked,
    broken,
  }),
);
process.exit(broken.length === 0 ? 0 : 1);

async function crawled() {
  origin.takeLog();
  const started = performance.now();
  const last = await until(stack, job, ({ state }) => ['DONE', 'CANCELLED', 'FAILED'].includes(state));
  if (last.state !== 'DONE') throw new Error(`The run is ${last.state}`);
  const seconds = Math.round((performance.now() - started) / 100) / 10;
  const asked = origin.takeLog().filter(({ path }) => path !== '/robots.txt');
  return { seconds, counters: last.counters, asked, rows: await captures(stack, job) };
}

function summaryOf({ seconds, asked }: Awaited<ReturnType<typeof crawled>>) {
  const bytes = asked.reduce((sum, line) => sum + line.bytes, 0);
  const by = Object.entries(Object.groupBy(asked, ({ status }) => status));
  return {
    seconds,
    bytes,
    by_status: Object.fromEntries(by.map(([status, lines]) => [status, lines!.length])),
  };
}

function isPage({ status, contentType }: CaptureRow): boolean {
  return status === 200 && contentType === 'text/html';
}

/** Whether a page has one change, with the digests that both captures have. */
async function tellsChange(path: string): Promise<boolean> {
  const { page } = await stack.query<{ page: { changes: { nodes: Change[] } } }>(
    `query ($job: ID!, $url: String!) { page(job: $job, url: $url) {
      changes(first: 5) { nodes { changed before { digest } after { digest } } } } }`,
    { job, url: origin.home.slice(0, -1) + path },
  );
  const [only, ...more] = page.changes.nodes;
  return (
    more.length === 0 &&
    only?.changed.includes('digest') === true &&
    only.before.digest === before.get(path)?.digest &&
    only.after.digest === after.get(path)?.digest
  );
}
type Change = { changed: string[]; before: { digest: string }; after: { digest: string } };
