import { readdir, rmdir, stat, unlink } from 'node:fs/promises';
import { join } from 'node:path';
import { checkRun, segmentPath } from './name.ts';
import { INDEX } from './seal.ts';

/** What dropping segments of a run frees, or would free. */
export type DroppedSegments = { segments: number; bytes: number };

/**
 * Removes the sealed segments of a run that nothing refers to, with their indexes; those in `keep` stay, as do segments
 * that are still written to. Repeating it is harmless. With `dryRun` nothing is removed.
 */
export async function dropSegments(
  dir: string,
  run: string,
  { keep, dryRun = false }: { keep: ReadonlySet<string>; dryRun?: boolean },
): Promise<DroppedSegments> {
  const folder = join(dir, checkRun(run));
  const dropped = { segments: 0, bytes: 0 };
  const files = await readdir(folder).catch(ignoreMissing<string[]>([]));
  for (const file of files.sort()) {
    const name = `${run}/${file}`;
    const path = segmentPath(dir, name);
    if (path === null || keep.has(name)) continue;
    dropped.bytes += (await stat(path).catch(ignoreMissing({ size: 0 }))).size;
    dropped.segments++;
    if (dryRun) continue;
    // The index last: a segment without one would be taken for damaged by whoever looks in between.
    await unlink(path).catch(ignoreMissing(undefined));
    await unlink(path + INDEX).catch(ignoreMissing(undefined));
  }
  if (!dryRun) await rmdir(folder).catch(ignoreFull);
  return dropped;
}

const ignoreMissing =
  <T>(instead: T) =>
  (error: NodeJS.ErrnoException): T => {
    if (error.code === 'ENOENT') return instead;
    throw error;
  };

function ignoreFull(error: NodeJS.ErrnoException): void {
  if (error.code !== 'ENOTEMPTY' && error.code !== 'EEXIST' && error.code !== 'ENOENT') throw error;
}
