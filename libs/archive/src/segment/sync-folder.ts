import { open } from 'node:fs/promises';

/** Makes the names in a folder durable: a file's fsync does not cover its name. */
export async function syncFolder(path: string): Promise<void> {
  const handle = await open(path, 'r');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}
