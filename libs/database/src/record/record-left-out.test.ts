import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { asc, eq } from 'drizzle-orm';
import { type LeftOutRow, recordBatch, runLeftOut } from '../index.ts';
import { freshRun, recordingWorld, visitRow } from '../rows-for-tests.ts';

let world: Awaited<ReturnType<typeof recordingWorld>>;
before(async () => {
  world = await recordingWorld();
});
after(() => world.close());

test('what visits left out counts once, however often their batch comes; a sample that counts once does so whoever tells it', async () => {
  const { pool, db } = world.open;
  const keys = await freshRun(db);
  const left = (kind: string, key: string, more: Partial<LeftOutRow> = {}): LeftOutRow => ({
    ...{ run: keys.run, kind, key, of: key, count: 1, sample: 'http://h.test/x', once: false },
    ...more,
  });
  const empty = { discovered: [], drops: [], dead: [] };
  const visits = ['a', 'b'].map((path) => ({
    ...visitRow(keys, `http://h.test/${path}`),
    leftOut: [left('notHtml', 'image/png'), left('sitemapRefused', 'http://h.test/s', { once: true })],
  }));
  for (let n = 0; n < 2; n++) await recordBatch(pool, { ...empty, visits });
  const kept = () =>
    db.select().from(runLeftOut).where(eq(runLeftOut.runSerial, keys.run)).orderBy(asc(runLeftOut.kind));
  assert.deepEqual(
    (await kept()).map(({ kind, count }) => [kind, count]),
    [
      ['notHtml', 2],
      ['sitemapRefused', 1],
    ],
  );
  const many = Array.from({ length: 500 }, (_, n) => left('notHtml', `x/${n}`));
  await recordBatch(pool, { ...empty, visits: [], leftOut: many });
  const rows = await kept();
  assert.ok(rows.length <= 301);
  assert.equal(
    rows.reduce((sum, { count }) => sum + count, 0),
    503,
  );
});
