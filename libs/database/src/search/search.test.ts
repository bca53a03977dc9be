import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { freshRun, recordingWorld } from '../rows-for-tests.ts';
import { indexDocuments } from './documents.ts';
import { createSearchIndex } from './search.ts';

let world: Awaited<ReturnType<typeof recordingWorld>>;
before(async () => {
  world = await recordingWorld();
});
after(() => world.close());

test('what people type and what is in a page meet, in whatever script and form they write it', async () => {
  const { pool, db } = world.open;
  const { job, run } = await freshRun(db);
  const rules: [asked: string, page: string, not?: string][] = [
    ['数据库', '我喜欢分布式网络爬虫系统。数据库很快。', '据数'],
    ['爬虫', '我喜欢分布式网络爬虫系统。'],
    ['東京都', '東京都に住んでいます', '京東'],
    ['住んで', '東京都に住んでいます'],
    ['ﾃﾞｰﾀ', 'このデータは古い'],
    ['데이터', '데이터베이스는 빠르다'],
    ['ภาษาไทย', 'ภาษาไทยไม่เว้นวรรค', 'ไทยภาษา'],
    ['เว้นวรรค', 'ภาษาไทยไม่เว้นวรรค'],
    ['水', '山と水がある', '火'],
    ['"数据库 很快"', '数据库 很快', '"很快 数据库"'],
    ['-爬虫 数据库', '数据库', '数据库 -数据库'],
    ['database', 'data\u00adbase'],
    ['foobar', 'foo\u200bbar'],
    ['café', 'cafe\u0301'],
    ['cafe\u0301', 'café'],
    ['ABC', 'ＡＢＣ'],
    ['ＡＢＣ', 'abc'],
    ['office', 'ofﬁce'],
    ['iPhone手机', '新的iPhone手机到了'],
    ['running', 'he runs'],
    ['"quick brown"', 'the quick brown fox', '"brown quick"'],
  ];
  const document = (page: string, n: number, title: string | null) => ({
    ...{ hash: String(n + 1), captureRun: run, captureId: n + 1, capturedAt: 1_795_000_000_000 },
    ...{ url: `http://h.test/${n}`, host: `h${n}.test`, contentType: 'text/html', language: 'en' },
    ...{ title, text: title === null ? page : 'x' },
  });
  await indexDocuments(
    pool,
    job,
    rules.map(([, page], n) => document(page, n, null)),
  );
  await indexDocuments(
    pool,
    job,
    rules.map(([, page], n) => document(page, n + 100, page)),
  );
  const index = createSearchIndex(pool);
  const found = async (query: string, n: number) =>
    (await index.search({ query, jobs: [job], host: `h${n}.test`, offset: 0, limit: 5 })).hits;
  for (const [n, [asked, page, not]] of rules.entries()) {
    const [hit] = await found(asked, n);
    assert.ok(hit, `${asked} in ${page}`);
    assert.equal((await found(asked, n + 100)).length, 1, `${asked} in the title ${page}`);
    if (not) assert.equal((await found(not, n)).length, 0, `${not} in ${page}`);
  }
  const [hit] = await found('数据库', 0);
  assert.deepEqual(hit!.highlight, [
    { text: '我喜欢分布式网络爬虫系统。', match: false },
    { text: '数据库', match: true },
    { text: '很快。', match: false },
  ]);
});
