import { open } from 'node:fs/promises';

/** A row is shorter than this: its texts are cut where they are recorded. */
const MOST = 256 * 1024;

/** The last line of a file that has an end, without it, and where the next one begins; null: there is none. */
export async function lastLine(file: string): Promise<{ text: string; end: number } | null> {
  await using handle = await open(file, 'r').catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return nothing;
    throw error;
  });
  const { size } = await handle.stat();
  const from = Math.max(0, size - MOST);
  const tail = Buffer.alloc(size - from);
  await handle.read(tail, 0, tail.length, from);
  const end = tail.lastIndexOf(0x0a);
  if (end < 0) return null;
  const begin = tail.lastIndexOf(0x0a, end - 1) + 1;
  return { text: tail.toString('utf8', begin, end).replace(/\r$/, ''), end: from + end + 1 };
}

const nothing = {
  stat: async () => ({ size: 0 }),
  read: async () => {},
  [Symbol.asyncDispose]: async () => {},
};
