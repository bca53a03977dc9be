import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { knownWriters } from '../lease/lease.ts';
import { readFrames } from './frames.ts';
import { FOLDER } from './spool.ts';

/** What lies in the spools of an archive, whoever put it there. */
export type SpoolLook = {
  /** Whether the process of this owner lives, as far as anybody can tell from here. */
  lives(owner: string): boolean;
  /** Every blob, one after the other. What is put in or taken over meanwhile may be missed, or seen twice. */
  blobs(): AsyncGenerator<Buffer>;
};

export async function inspectSpool(dir: string): Promise<SpoolLook> {
  const folder = join(dir, FOLDER);
  const living = (await knownWriters(folder)).filter(({ dead }) => !dead).map(({ writer }) => writer);
  return {
    // After a long sleep an owner has a lease of another name, with a number behind its own.
    lives: (owner) => living.some((writer) => writer === owner || writer.startsWith(`${owner}.`)),
    async *blobs() {
      for (const name of (await readdir(folder).catch(missing)).filter((one) => one.endsWith('.found'))) {
        const text = await readFile(join(folder, name)).catch(missing);
        if (Buffer.isBuffer(text)) for (const { blob } of readFrames(text)) yield blob;
      }
    },
  };
}

function missing(error: NodeJS.ErrnoException): [] {
  if (error.code === 'ENOENT') return [];
  throw error;
}
