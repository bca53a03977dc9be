import { readdir, rename, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { forgetWriter, knownWriters } from '../lease/lease.ts';

/** Files of a writer without a lease file are left alone for this long. */
const ORPHAN_MS = 600_000;
const spoolFile = /^([0-9A-Za-z_.]{1,90})-\d+\.found$/;

/**
 * Takes the files of dead processes over, each by giving it the name that `newPath` answers: of several that try one succeeds. Answers
 * the new names.
 */
export async function adoptFiles(folder: string, newPath: () => string): Promise<string[]> {
  const writers = await knownWriters(folder);
  const dead = new Set(writers.filter((one) => one.dead).map(({ writer }) => writer));
  const living = new Set(writers.filter((one) => !one.dead).map(({ writer }) => writer));
  const adopted: string[] = [];
  for (const name of (await readdir(folder)).sort()) {
    const writer = spoolFile.exec(name)?.[1];
    if (writer === undefined || living.has(writer)) continue;
    const path = join(folder, name);
    try {
      if (!dead.has(writer) && Date.now() - (await stat(path)).mtimeMs < ORPHAN_MS) continue;
      const to = newPath();
      await rename(path, to);
      adopted.push(to);
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error; // another was first
    }
  }
  for (const writer of dead) await forgetWriter(folder, writer);
  return adopted;
}
