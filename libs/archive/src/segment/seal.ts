import { rename, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { OPEN } from './name.ts';
import { syncFolder } from './sync-folder.ts';

/** Ends the name of a segment's index. */
export const INDEX = '.cdxj';

/**
 * Gives a finished segment its final name and its index. The file must be whole and synced. Repeating it, also by
 * two processes at once, is harmless.
 */
export async function sealSegment(path: string, indexLines: string[]): Promise<void> {
  // The index first: a sealed segment always has one.
  await writeIndex(path, indexLines);
  await rename(path + OPEN, path).catch((error: NodeJS.ErrnoException) => {
    if (error.code !== 'ENOENT') throw error;
  });
  await syncFolder(dirname(path));
}

/** Writes the index of a segment, whole or not at all. */
export async function writeIndex(path: string, lines: string[]): Promise<void> {
  const index = path + INDEX;
  const draft = `${index}.${process.pid}`;
  await writeFile(draft, `${lines.sort().join('\n')}${lines.length > 0 ? '\n' : ''}`);
  await rename(draft, index);
}
