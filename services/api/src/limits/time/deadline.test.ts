import assert from 'node:assert/strict';
import { test } from 'node:test';
import { testApi } from '../../testing/test-api.ts';

const api = await testApi({ queryMs: 300 });
const { pool } = api.database;

/** Statements of the API that wait for the table. */
async function waiting(): Promise<number> {
  const { rows } = await pool.query(
    `select count(*)::int as n from pg_stat_activity where wait_event_type = 'Lock' and query ilike '%"jobs"%'`,
  );
  return rows[0].n;
}
async function until(n: number) {
  while ((await waiting()) !== n) await new Promise((resolve) => setImmediate(resolve));
}

/** Runs `body` while nobody can read the table of jobs. */
async function locked(body: () => Promise<void>) {
  const client = await pool.connect();
  await client.query('begin');
  await client.query('lock table jobs in access exclusive mode');
  try {
    await body();
  } finally {
    await client.query('rollback');
    client.release();
  }
}

const JOBS = '{ a: jobs { nodes { id } } b: jobs { nodes { id } } }';

test('a query that takes too long is refused, and its statements are cancelled in the database', () =>
  locked(async () => {
    const { errors } = await api.ask(JOBS);
    assert.equal(errors?.[0]?.extensions.code, 'TOO_SLOW');
    await until(0);
  }));

test('who hangs up has nothing left running in the database', () =>
  locked(async () => {
    const gone = new AbortController();
    const asked = fetch(`${api.url}/graphql`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', authorization: `Bearer ${api.key}` },
      body: JSON.stringify({ query: JOBS }),
      signal: gone.signal,
    });
    await until(2);
    gone.abort();
    await assert.rejects(asked);
    await until(0);
  }));

test('connections whose statements were cancelled serve the next query', async () => {
  for (let i = 0; i < 30; i++) assert.equal((await api.ask(JOBS)).errors, undefined);
});
