import assert from 'node:assert/strict';
import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { testDatabase } from '@trunkline/test-support';
import pg from 'pg';

const folder = join(import.meta.dirname, '../../drizzle');
const statements = (name: string) =>
  readFileSync(join(folder, name, 'migration.sql'), 'utf8').split('--> statement-breakpoint');

test('pages of a ledger from before their rows were split keep URL, history and last capture', async () => {
  const { url } = await testDatabase();
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  const all = globSync('*', { cwd: folder }).sort();
  const at = all.findIndex((name) => name.endsWith('_ledger_rows'));
  for (const name of all.slice(0, at)) for (const text of statements(name)) await client.query(text);
  await client.query(`
    create table pages_3 partition of pages for values in (3);
    create table captures_9 partition of captures for values in (9);
    insert into pages (hash, discovered_from, first_seen_at, job, depth, url, last_status, last_outcome, last_visit_at, last_run)
    values (1, null, '2026-01-02T03:04:05.678Z', 3, 0, 'http://a.test/', 200, 'fetched', '2026-01-03T00:00:00Z', 9),
      (2, 1, '2026-01-02T03:04:06Z', 3, 1, 'http://b.test:443/x/y?z', null, null, null, null);
    insert into captures (run, hash, captured_at, bytes, wire_bytes, "offset", length, job, links, attempt, status, url, segment, digest, etag)
    values (9, 1, '2026-01-03T00:00:00Z', 1, 1, 0, 1, 3, 0, 1, 200, 'http://a.test/', 's', 'sha1:A', '"e"')`);
  for (const text of statements(all[at]!)) await client.query(text);
  const { rows } = await client.query(`
    select o.origin || p.path as url, o.host, p.first_seen, p.discovered_from, s.last_run, s.digest, s.etag, s.capture_run
    from pages p join origins o on o.id = p.origin left join page_states s using (job, hash) order by p.hash`);
  assert.deepEqual(rows, [
    {
      url: 'http://a.test/',
      host: 'a.test',
      first_seen: 1_767_323_045,
      discovered_from: null,
      last_run: '9',
      digest: 'sha1:A',
      etag: '"e"',
      capture_run: '9',
    },
    {
      url: 'http://b.test:443/x/y?z',
      host: 'b.test',
      first_seen: 1_767_323_046,
      discovered_from: '1',
      last_run: null,
      digest: null,
      etag: null,
      capture_run: null,
    },
  ]);
  const tables = await client.query(
    "select relname from pg_class where relname ~ '^(before_)?pages' and relkind in ('r', 'p')",
  );
  assert.deepEqual(tables.rows.map((row) => row.relname).sort(), ['pages', 'pages_3']);
  await client.end();
});
