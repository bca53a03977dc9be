import { spawn } from 'node:child_process';
import { exitOf } from './processes.ts';
import { findProgram, listOf, type ProgramName, programs } from './programs.ts';

/** Installing waits for another apt-get by itself; reading the lists does not, so that is tried again. */
const patience = ['-o', 'DPkg::Lock::Timeout=120'];
const LIST_TRIES = 8;
const LIST_WAIT_MS = 3000;

/** Installs those of the programs that are missing, where this user may. Resolves with what is missing still. */
export async function provide(
  names: readonly ProgramName[],
  say: (line: string) => void,
): Promise<ProgramName[]> {
  const missing = names.filter((name) => !findProgram(name));
  if (missing.length === 0 || process.getuid?.() !== 0 || !findProgram('apt-get')) return missing;
  const packages = [...new Set(missing.map((name) => programs[name].debian))];
  say(`Installing ${packages.join(', ')} with apt-get …`);
  // One that cannot be had must not keep the others away.
  if ((await readLists()) && (await install(packages)) !== 0)
    for (const name of packages) await install([name]);
  return missing.filter((name) => !findProgram(name));
}

/** Rejects with what is missing and how to get it, where it is not there and cannot be installed. */
export async function insist(names: readonly ProgramName[], say: (line: string) => void): Promise<void> {
  const missing = await provide(names, say);
  if (missing.length > 0) throw new Error(`Missing here, and not to be installed by us:\n${listOf(missing)}`);
}

/** The lists come first: those of a fresh machine are empty. Another apt-get may hold them; that one ends. */
async function readLists(): Promise<boolean> {
  for (let tries = 0; tries < LIST_TRIES; tries++) {
    if ((await apt('update', '-qq')) === 0) return true;
    await new Promise((resolve) => setTimeout(resolve, LIST_WAIT_MS));
  }
  return false;
}

const install = (packages: string[]) => apt('install', '-y', '-qq', '--no-install-recommends', ...packages);

function apt(...args: string[]): Promise<number> {
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
  return exitOf(spawn('apt-get', [...patience, ...args], { env, stdio: ['ignore', 'ignore', 'inherit'] }));
}
