import { randomUUID } from 'node:crypto';
import { lstat, mkdir, rmdir } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openSpool, type Spool } from '@trunkline/archive';

/** Folders that a spool makes in the one it is given, the innermost first. */
const INNER = [join('.found', '.writers'), '.found', ''];

/** Where crawlers that were given no spool keep what they find for this frontier, if they do. */
export const ownFolder = (id: string) => join(tmpdir(), `trunkline-found-${id}`);

/**
 * The spool of a crawler that was given none: in a folder of this machine that all such crawlers of one frontier share, so that the next
 * one takes over what one that was killed has left. The folder is there only while there is something to keep.
 */
export function createOwnSpool(id: string): Spool {
  const dir = ownFolder(id);
  let opening: Promise<Spool> | null = null;
  let opened: Spool | null = null;

  function open(): Promise<Spool> {
    opening ??= openNow().catch((error) => {
      opening = null; // there may be room the next time
      throw error;
    });
    return opening;
  }

  async function openNow(): Promise<Spool> {
    await mkdir(dir, { recursive: true, mode: 0o700 });
    const found = await lstat(dir);
    if (!found.isDirectory() || found.uid !== (process.getuid?.() ?? found.uid))
      throw new Error(`${dir} belongs to somebody else`);
    opened = await openSpool(dir, 'crawler');
    return opened;
  }

  return {
    owner: `own.${randomUUID()}`,
    append: async (blobs) => (await open()).append(blobs),
    read: async (kept) => (await open()).read(kept),
    drop: (kept) => opened?.drop(kept),
    async *adopt() {
      if (!opened && !(await lstat(dir).catch(() => null))) return;
      yield* (await open()).adopt();
    },
    bytes: () => opened?.bytes() ?? 0,
    async close() {
      await opening?.catch(() => {});
      await opened?.close();
      for (const inner of INNER) await rmdir(join(dir, inner)).catch(() => {}); // unless others have something in it
    },
  };
}
