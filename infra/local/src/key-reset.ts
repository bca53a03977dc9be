import { existsSync, writeFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { migrate, resetKey } from '@trunkline/database';
import { startPostgres } from '@trunkline/servers';
import { readConfig } from './config.ts';

type Options = { project: string | null; revoke: boolean; json: boolean };

/**
 * `trunkline key reset` on the machine that has the data: makes a new key straight in the database, that of `DATABASE_URL` or of
 * `TRUNKLINE_HOME`, whether Trunkline runs or not, and says what it did.
 * @throws when there is no data here, or no such project
 */
export async function keyReset({ project, revoke, json }: Options): Promise<void> {
  const config = readConfig();
  const cluster = join(config.home, 'postgres');
  if (config.databaseUrl === null && !existsSync(cluster))
    throw new Error(
      `Nothing of Trunkline is kept here: ${config.home} has no database, and DATABASE_URL is not set. ` +
        'Keys are reset on the machine that has the data: log in there, or name its folder with TRUNKLINE_HOME.',
    );
  await using open = new AsyncDisposableStack();
  let url = config.databaseUrl;
  if (url === null) {
    const postgres = await startPostgres({ dir: cluster });
    // One that runs already is that of `npm start`, and goes on.
    if (!postgres.adopted) open.defer(() => postgres.stop());
    url = postgres.url;
  }
  await migrate(url);
  const made = await resetKey(url, { project, revoke });
  if (made === null)
    throw new Error(`There is no project named ${JSON.stringify(project)}. Nothing was changed.`);
  const file = project === null ? config.files.adminKey : null;
  if (file !== null) writeFileSync(file, made.key, { mode: 0o600 });
  if (json) return console.log(JSON.stringify({ ...made, file }));
  const others = made.others.map(({ id, name }) => `tl_${id}_ (${name})`).join(', ');
  console.log(`
  Made        a key of the project "${made.project}" with ${made.scopes.join(' and ')}
  Key         ${made.key}
              (shown once${file === null ? '' : `; kept in ${relative(process.cwd(), file)}, mode 0600`})`);
  if (made.others.length > 0)
    console.log(
      revoke
        ? `  Revoked     ${others}: what they have open ends within seconds`
        : `  Go on       ${others}\n              Take them back: trunkline key revoke KEY, or key reset --revoke-others`,
    );
  console.log();
}
