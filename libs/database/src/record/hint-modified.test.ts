import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { createLedger, recordBatch, urlHash, type VisitRow } from '../index.ts';
import { freshRun, recordingWorld, visitRow } from '../rows-for-tests.ts';

let world: Awaited<ReturnType<typeof recordingWorld>>;
before(async () => {
  world = await recordingWorld();
});
after(() => world.close());

const DAY_MS = 86_400_000;
const start = Date.now() - 2 * DAY_MS;
const page = (n: number) => `http://a.test/${n}`;

/** Pages visited two days ago by a run of a job that asks for them again between these days. */
async function visited(pages: number[], bounds: { shortestS: number; longestS: number }) {
  const { db, pool } = world.open;
  const keys = { ...(await freshRun(db)), recrawl: { startedAt: start, ...bounds } };
  const record = (visits: VisitRow[], hints: { n: number; modifiedAt: number }[] = []) =>
    recordBatch(pool, {
      ...{ discovered: [], visits, drops: [], dead: [] },
      hints: hints.map(({ n, modifiedAt }) => ({ ...keys, hash: urlHash(page(n)), modifiedAt })),
    });
  await record(pages.map((n) => visitRow(keys, page(n), { startedAt: start })));
  await pool.query(
    `update page_states set interval_s = 864000, due_at = last_visit_at + interval '10 days' where job = $1`,
    [keys.job],
  );
  const due = async (before: number) =>
    (await createLedger(pool).due(keys.job, new Date(before), 'due', null, 10)).map(({ url }) => url);
  return { record, due };
}

test('a page that a sitemap says was modified since its last visit is due, others are not, however often it is said', async () => {
  const { record, due } = await visited([1, 2, 3], { shortestS: 3600, longestS: 864_000 });
  for (let times = 0; times < 2; times++)
    await record(
      [],
      [
        { n: 1, modifiedAt: start + 1000 },
        { n: 2, modifiedAt: start - 1000 },
        { n: 99, modifiedAt: start + 1000 },
      ],
    );
  assert.deepEqual(await due(Date.now() + 1000), [page(1)]);
});

test('a hint makes no page due before the shortest interval of the policy is over, nor later than it was', async () => {
  const { record, due } = await visited([1], { shortestS: 4 * 86_400, longestS: 864_000 });
  await record([], [{ n: 1, modifiedAt: start + 1000 }]);
  assert.deepEqual(await due(start + 3 * DAY_MS), []);
  assert.deepEqual(await due(start + 5 * DAY_MS), [page(1)]);
});
