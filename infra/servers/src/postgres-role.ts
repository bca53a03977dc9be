import { randomBytes } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import pg from 'pg';

const ROLE = 'trunkline';

/**
 * The connection string of a role for the services, which is no superuser: it owns the database of `url` and all that is in it, and
 * may do nothing outside. Made at the first start with a password kept in `passwordFile`; what an older start made as superuser
 * is handed over to it. `url`: of a superuser.
 */
export async function provideRole(url: string, passwordFile: string): Promise<string> {
  if (!existsSync(passwordFile))
    writeFileSync(passwordFile, randomBytes(24).toString('hex'), { mode: 0o600, flag: 'wx' });
  const password = readFileSync(passwordFile, 'utf8').trim();
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    const { rowCount } = await client.query('select from pg_roles where rolname = $1', [ROLE]);
    if (rowCount === 0) await client.query(`create role ${ROLE}`);
    await client.query(
      `alter role ${ROLE} login nosuperuser nocreatedb nocreaterole noreplication nobypassrls
         password ${client.escapeLiteral(password)}`,
    );
    const database = client.escapeIdentifier(client.database!);
    await client.query(`alter database ${database} owner to ${ROLE}`);
    await client.query(`revoke all on database ${database} from public`);
    const { rows } = await client.query<{ statement: string }>(handOver, [ROLE]);
    // One by one: a lock for each partition of thousands of runs would not fit into one transaction.
    for (const { statement } of rows) await client.query(statement);
  } finally {
    await client.end();
  }
  const own = new URL(url);
  own.username = ROLE;
  own.password = password;
  return own.href;
}

/** Statements that give a role every schema, relation, routine and type that is no system's, no extension's and not its own yet. */
const handOver = `
  with theirs as (
    select oid from pg_namespace where nspname !~ '^pg_' and nspname not in ('information_schema', 'public')),
  ours as (select oid from pg_namespace where nspname !~ '^pg_' and nspname <> 'information_schema'),
  role as (select oid from pg_roles where rolname = $1)
  select format('alter schema %I owner to %I', nspname, $1) as statement, 0 as step
    from pg_namespace where oid in (select oid from theirs) and nspowner <> (select oid from role)
  union all
  select format('alter table %s owner to %I', oid::regclass, $1), 1
    from pg_class c
   where relnamespace in (select oid from ours) and relowner <> (select oid from role) and relkind in ('r', 'p', 'v', 'm', 'S', 'f')
     -- Sequences of columns follow their tables.
     and not exists (select from pg_depend d where d.objid = c.oid and d.classid = 'pg_class'::regclass and d.deptype in ('a', 'i') and relkind = 'S')
  union all
  select format('alter routine %s owner to %I', oid::regprocedure, $1), 2
    from pg_proc p
   where pronamespace in (select oid from ours) and proowner <> (select oid from role)
     and not exists (select from pg_depend d where d.objid = p.oid and d.classid = 'pg_proc'::regclass and d.deptype = 'e')
  union all
  select format('alter type %s owner to %I', oid::regtype, $1), 3
    from pg_type
   where typnamespace in (select oid from ours) and typowner <> (select oid from role) and typtype in ('e', 'd')
   order by step`;
