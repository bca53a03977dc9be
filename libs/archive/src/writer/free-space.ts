import { statfs } from 'node:fs/promises';

const LOOK_MS = 1000;

/** Without a setting: five hundredths of the file system, at most a gibibyte, stay free. */
const defaultMark = (size: number) => Math.min(1 << 30, size / 20);

/**
 * Watches the free space of a folder's file system. Full below the mark (bytes) or when a write found no room; no
 * longer full above the mark and an eighth.
 */
export async function watchFreeSpace(dir: string, mark?: number) {
  let full = false;
  let free = 0;

  async function look(): Promise<void> {
    const { bavail, bsize, blocks } = await statfs(dir);
    const least = mark ?? defaultMark(blocks * bsize);
    free = bavail * bsize;
    if (free < least) full = true;
    else if (free >= least * 1.125) full = false;
  }

  await look();
  const timer = setInterval(() => {
    // A file system that does not answer has no room for us.
    look().catch(() => {
      full = true;
      free = 0;
    });
  }, LOOK_MS);
  timer.unref();

  return {
    full: () => full,
    freeBytes: () => free,
    /** A write found no room, whatever the numbers say. */
    sayFull: () => {
      full = true;
    },
    stop: () => clearInterval(timer),
  };
}
