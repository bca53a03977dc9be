import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { createLedger, recordBatch, urlHash, type VisitRow } from '../index.ts';
import { freshRun, recordingWorld, visitRow } from '../rows-for-tests.ts';

let world: Awaited<ReturnType<typeof recordingWorld>>;
before(async () => {
  world = await recordingWorld();
});
after(() => world.close());

const start = 1_795_000_000_000;
const found = (job: number, url: string, seconds: number) => ({
  job,
  hash: urlHash(url),
  url,
  depth: 1,
  discoveredFrom: null,
  firstSeenAt: start + seconds * 1000,
});

async function job() {
  const { db, pool } = world.open;
  const keys = await freshRun(db);
  const visit = (url: string, seconds: number, more: Partial<VisitRow> = {}) =>
    recordBatch(pool, {
      discovered: [],
      visits: [
        visitRow(
          { ...keys, recrawl: { startedAt: start + seconds * 1000, shortestS: 0, longestS: 0 } },
          url,
          more,
        ),
      ],
      drops: [],
      dead: [],
    });
  return { ...keys, visit, ledger: createLedger(pool) };
}

test('pages of a host that a run has not ended with come in the order of discovery, in steps, each once', async () => {
  const { ledger, visit, run, job: serial } = await job();
  const urls = Array.from({ length: 25 }, (_, n) => `http${n % 2 ? 's' : ''}://a.test/${n}`);
  await ledger.append(urls.map((url, n) => found(serial, url, Math.floor(n / 5))));
  await ledger.append([found(serial, urls[3]!, 99), found(serial, 'http://b.test/', 0)]);
  await visit(urls[7]!, 0);
  await visit(urls[8]!, 0, { final: false, outcome: 'failed', capture: null });
  const seen: string[] = [];
  let last: { firstSeen: number; hash: string } | null = null;
  for (;;) {
    const pages = await ledger.next({ run, job: serial }, 'a.test', last, 4);
    if (pages.length === 0) break;
    seen.push(...pages.map(({ url }) => url));
    last = pages.at(-1)!;
  }
  assert.deepEqual(seen.toSorted(), urls.filter((_, n) => n !== 7).toSorted());
  const times = seen.map((url) => Math.floor(urls.indexOf(url) / 5));
  assert.deepEqual(
    times,
    times.toSorted((a, b) => a - b),
  );
});

test('what is due comes most overdue first and with its validators; what is not due and what is unvisited apart', async () => {
  const { ledger, visit, job: serial } = await job();
  for (const n of [3, 1, 2, 9]) await visit(`http://a.test/${n}`, n, { startedAt: start + n });
  await ledger.append([found(serial, 'http://a.test/new', 0)]);
  const at = new Date(start + 5000);
  const names = (pages: { url: string }[]) => pages.map(({ url }) => url.slice('http://a.test/'.length));
  const first = await ledger.due(serial, at, 'due', null, 2);
  const { dueAt, hash } = first.at(-1)!;
  const rest = await ledger.due(serial, at, 'due', { at: dueAt, hash }, 2);
  assert.deepEqual([names(first), names(rest)], [['1', '2'], ['3']]);
  assert.equal(first[0]!.digest, 'sha1:A');
  assert.equal(first[0]!.capture!.at, 1_795_000_000_100);
  assert.deepEqual(names(await ledger.due(serial, at, 'notDue', null, 10)), ['9']);
  const { pages, last } = await ledger.unvisited(serial, null, 10);
  assert.deepEqual([names(pages), last], [['new'], null]);
});

test('a sitemap is known as one, whether its discovery or its visit is recorded first', async () => {
  const { ledger, visit, job: serial } = await job();
  const [first, second] = ['http://a.test/s1.xml', 'http://a.test/s2.xml'];
  await ledger.append([{ ...found(serial, first, 0), sitemap: 2 }]);
  await visit(second, 0, { sitemap: 1, capture: null });
  await ledger.append([{ ...found(serial, second, 0), discoveredFrom: urlHash(first), sitemap: 1 }]);
  await ledger.append([found(serial, 'http://a.test/', 0)]);
  const { pages } = await ledger.unvisited(serial, null, 10);
  const due = await ledger.due(serial, new Date(start + 5000), 'due', null, 10);
  assert.deepEqual([...pages, ...due].map(({ url, sitemap }) => [url, sitemap]).sort(), [
    ['http://a.test/', null],
    [first, 2],
    [second, 1],
  ]);
});
