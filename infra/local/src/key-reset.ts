import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
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
  // It is committed and shown this once, whatever becomes of the file.
  if (!json)
    console.log(`
  Made        a key of the project "${made.project}" with ${made.scopes.join(' and ')}
  Key         ${made.key}`);
  const fileError = file === null ? null : keep(file, made.key);
  if (json)
    return console.log(JSON.stringify({ ...made, file: fileError === null ? file : null, fileError }));
  const where = fileError ?? (file === null ? null : `kept in ${relative(process.cwd(), file)}, mode 0600`);
  console.log(`              (shown once${where === null ? '' : `; ${where}`})`);
  const name = ({ id, name }: { id: string; name: string }) => `tl_${id}_ (${name})`;
  const revoked = made.others.filter((other) => other.revoked).map(name);
  const left = made.others.filter(({ lastOf }) => lastOf !== null);
  if (revoked.length > 0)
    console.log(`  Revoked     ${revoked.join(', ')}: what they have open ends within seconds`);
  for (const other of left)
    console.log(
      `  Goes on     ${name(other)}: it is the last ${other.lastOf}\n              Make another first: ${instead(other.lastOf!)}`,
    );
  if (!revoke && made.others.length > 0)
    console.log(
      `  Go on       ${made.others.map(name).join(', ')}\n              Take them back: trunkline key revoke KEY, or key reset --revoke-others`,
    );
  console.log();
}

/** Writes the key where the command line looks for it; in words why it could not be, else null. */
function keep(file: string, key: string): string | null {
  try {
    mkdirSync(dirname(file), { recursive: true, mode: 0o700 });
    writeFileSync(file, key, { mode: 0o600 });
    return null;
  } catch (error) {
    return `it could not be kept in ${file}, keep it yourself: ${(error as Error).message}`;
  }
}

/** The command that replaces the last key with a power, and takes it back. */
const instead = (lastOf: string) =>
  lastOf.startsWith('operator')
    ? 'trunkline key reset --revoke-others'
    : `trunkline key reset --revoke-others --project ${lastOf.slice('admin of the project '.length)}`;
