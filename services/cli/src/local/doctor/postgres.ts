import pg from 'pg';
import { type Finding, failure, ok, reasonOf, skipped, warning } from './finding.ts';
import { type Place, plain } from './places.ts';
import { clock, skewOf } from './redis.ts';

const TIMEOUT_MS = 3000;

/** Is Postgres there, does a commit survive a crash, is there room for connections, is its clock right. */
export async function checkPostgres(place: Place): Promise<Finding[]> {
  if (place === null) return [skipped('Postgres', 'does not run here, and DATABASE_URL names none')];
  const client = new pg.Client({
    connectionString: place.url,
    connectionTimeoutMillis: TIMEOUT_MS,
    query_timeout: TIMEOUT_MS,
  });
  client.on('error', () => undefined); // told by the query that fails
  try {
    await client.connect();
    const sent = Date.now();
    const { rows } = await client.query<Row>(query);
    const row = rows[0]!;
    const skew = skewOf(Number(row.now), sent);
    return [
      row.version < 180_000
        ? failure('Postgres', `version ${row.shown} at ${plain(place.url)}`, 'Trunkline needs Postgres 18.')
        : ok('Postgres', `version ${row.shown} at ${plain(place.url)}`),
      row.tables > 0
        ? ok('Postgres tables', `${row.tables} tables`)
        : failure('Postgres tables', 'none', 'Start Trunkline once: it makes them.'),
      row.fsync === 'on' && row.synchronous !== 'off'
        ? ok('Postgres commits', `fsync ${row.fsync}, synchronous_commit ${row.synchronous}`)
        : warning(
            'Postgres commits',
            `fsync ${row.fsync}, synchronous_commit ${row.synchronous}: a crash may lose what was said to be recorded`,
            'ALTER SYSTEM SET fsync = on; SET synchronous_commit = on',
          ),
      row.superuser
        ? warning(
            'Postgres role',
            `${new URL(place.url).username} is a superuser, who may do more than the services need`,
            'CREATE ROLE trunkline LOGIN PASSWORD …; ALTER DATABASE … OWNER TO trunkline; then put it into DATABASE_URL',
          )
        : ok('Postgres role', `${new URL(place.url).username}, no superuser`),
      row.used > row.most * 0.9
        ? warning(
            'Postgres connections',
            `${row.used} of ${row.most}`,
            'Raise max_connections, or start fewer services.',
          )
        : ok('Postgres connections', `${row.used} of ${row.most}`),
      clock('Postgres clock', skew),
      ...(row.tables > 0 ? [await checkRecord(client)] : []),
    ];
  } catch (error) {
    return [
      failure(
        'Postgres',
        `no answer at ${plain(place.url)} (${reasonOf(error)})`,
        `Is it running, and is the password right? The address comes from ${place.from}. \`trunkline up\` starts one.`,
      ),
    ];
  } finally {
    await client.end().catch(() => undefined); // it may never have been connected
  }
}

/** Is there anything that workers told and nobody could record. */
async function checkRecord(client: pg.Client): Promise<Finding> {
  const { rows } = await client.query<{ dead: number; runs: string[] }>(
    `select count(*)::int as dead, (array_agg(distinct run))[1:3] as runs from dead_entries`,
  );
  const { dead = 0, runs = [] } = rows[0] ?? {};
  if (dead === 0) return ok('Record', 'all that was told is recorded');
  return warning(
    'Record',
    `outcomes that could not be recorded: ${dead}, of the runs ${runs.join(', ')}`,
    'Their runs name the reasons: `trunkline run show RUN`. `trunkline audit` finds what is missing.',
  );
}

type Row = {
  version: number;
  shown: string;
  now: string;
  fsync: string;
  synchronous: string;
  superuser: boolean;
  most: number;
  used: number;
  tables: number;
};

const query = `select current_setting('server_version_num')::int as version, current_setting('server_version') as shown,
  extract(epoch from clock_timestamp()) * 1000 as now, current_setting('fsync') as fsync,
  current_setting('synchronous_commit') as synchronous,
  (select rolsuper from pg_roles where rolname = current_user) as superuser, current_setting('max_connections')::int as most,
  (select count(*)::int from pg_stat_activity) as used,
  (select count(*)::int from pg_tables where schemaname = 'public') as tables`;
