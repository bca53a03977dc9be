import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createRunPartitions } from '@trunkline/database';
import { testApi } from '../../testing/test-api.ts';

const api = await testApi();
const { pool } = api.database;

/** Captures there are at the start: `CAPTURES=100000` for as many as a large job has. A page is as large as it may be. */
const COUNT = Number(process.env['CAPTURES'] ?? 10_000);
const PAGE = 100;

type Connection = {
  edges: { cursor: string; node: { id: string; url: string } }[];
  pageInfo: { hasNextPage: boolean; endCursor: string | null; startCursor: string | null };
};

/** Inserts captures numbered `from` … `to` into a run. */
function insert(run: number, job: number, from: number, to: number) {
  return pool.query(
    `insert into captures (run, hash, captured_at, bytes, wire_bytes, "offset", length, job, links, attempt, status, url, segment, digest)
     select $1, n, now(), 1, 1, 0, 1, $2, 0, 1, 200, 'http://a.test/' || n, 's', 'sha1:' || n from generate_series($3::bigint, $4::bigint) n`,
    [run, job, from, to],
  );
}

test(`a Relay-style paginator walks ${COUNT} captures without a gap or a repeat while rows are inserted`, async () => {
  // biome-ignore lint/suspicious/noExplicitAny: answers are checked field by field
  const { data } = await api.ask<any>(
    'mutation { jobCreate(input: { seeds: ["http://a.test/"] }) { ... on Job { id latestRun { shortId } } } }',
  );
  const run = Number.parseInt(data.jobCreate.latestRun.shortId, 36);
  const { rows } = await pool.query<{ serial: number }>(
    'select serial from jobs order by serial desc limit 1',
  );
  const job = rows[0]!.serial;
  await createRunPartitions(api.database.db, run, job);
  await insert(run, job, 1, COUNT);

  const page = async (after: string | null): Promise<Connection> => {
    const answer = await api.ask<{ job: { captures: Connection } }>(
      `query ($id: ID!, $after: String) { job(id: $id) { captures(first: ${PAGE}, after: $after) {
        edges { cursor node { id url } } pageInfo { hasNextPage startCursor endCursor } } } }`,
      { id: data.jobCreate.id, after },
    );
    assert.equal(answer.errors, undefined, JSON.stringify(answer.errors));
    return answer.data.job.captures;
  };

  const seen = new Set<string>();
  let inserted = COUNT;
  let pages = 0;
  for (let after: string | null = null; ; ) {
    const { edges, pageInfo } = await page(after);
    assert.deepEqual([pageInfo.startCursor, pageInfo.endCursor], [edges[0]!.cursor, edges.at(-1)!.cursor]);
    for (const { node } of edges) {
      assert.ok(!seen.has(node.url), `${node.url} comes twice`);
      seen.add(node.url);
    }
    // Rows come in between every few pages, as from a recorder, until the walk has passed what was there.
    if (++pages % 10 === 0 && seen.size < COUNT) {
      await insert(run, job, inserted + 1, inserted + 7);
      inserted += 7;
    }
    if (!pageInfo.hasNextPage) break;
    after = pageInfo.endCursor;
  }
  assert.ok(inserted > COUNT);
  assert.equal(seen.size, inserted);
  for (let n = 1; n <= inserted; n++) assert.ok(seen.has(`http://a.test/${n}`), `${n} is missing`);
});
