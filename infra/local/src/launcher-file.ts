import { chmodSync, existsSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { isAlive, markProcess, type ProcessMark, stopProcess } from '@trunkline/servers';
import { privateFiles } from '@trunkline/service';

type Launcher = { launcher: ProcessMark; services: Record<string, ProcessMark> };

/**
 * Takes the data folder for this launcher. A live launcher there is an error that names it; services that a dead
 * one left behind are stopped first (they hold leases and ports), and named to `say`.
 */
export async function takeFolder(file: string, say: (line: string) => void) {
  keepPrivate(dirname(file));
  const left = existsSync(file) ? (JSON.parse(readFileSync(file, 'utf8')) as Launcher) : null;
  if (left && isAlive(left.launcher)) {
    throw new Error(
      `Trunkline already runs with this data folder (launcher pid ${left.launcher.pid}). ` +
        'Stop that one, or set TRUNKLINE_HOME and PORT to run a second.',
    );
  }
  const orphans = Object.entries(left?.services ?? {}).filter(([, mark]) => isAlive(mark));
  for (const [name, mark] of orphans)
    say(`Stopping ${name} (pid ${mark.pid}), left by a launcher that was killed`);
  await Promise.all(orphans.map(([, mark]) => stopProcess(mark, 'SIGTERM', 5000)));

  const launcher = markProcess(process.pid);
  if (!launcher) throw new Error('This process cannot see itself in the process table');
  const state: Launcher = { launcher, services: {} };
  const write = () => {
    writeFileSync(`${file}.new`, JSON.stringify(state));
    renameSync(`${file}.new`, file); // whole or not at all: a crash here must not hide what runs
  };
  write();
  return {
    /** Remembers which process a service is now. */
    note(name: string, pid: number) {
      const mark = markProcess(pid);
      if (mark) state.services[name] = mark;
      write();
    },
    release() {
      rmSync(file, { force: true });
    },
  };
}

export type Folder = Awaited<ReturnType<typeof takeFolder>>;

/**
 * What is written from here on, by the children too, is for its owner alone, and so is what an older start made. As root the
 * folder itself can be entered, not listed: Postgres refuses to be root, and must reach its own folder within.
 */
function keepPrivate(home: string): void {
  privateFiles();
  mkdirSync(home, { recursive: true });
  chmodSync(home, process.getuid?.() === 0 ? 0o711 : 0o700);
  for (const name of ['archive', 'logs', 'redis'])
    if (existsSync(join(home, name))) chmodSync(join(home, name), 0o700);
  for (const name of ['admin-key', 'secret-key', 'database-password', 'address', 'postgres/password'])
    if (existsSync(join(home, name))) chmodSync(join(home, name), 0o600);
}
