import { readdir, rm, stat } from 'node:fs/promises';
import { basename, join, relative } from 'node:path';
import { indexLine } from '../index/index-line.ts';
import { forgetWriter, knownWriters } from '../lease/lease.ts';
import { parseRecord, parseResponse } from '../record/parse.ts';
import { cutTail } from './cut-tail.ts';
import { OPEN, openFileWriter } from './name.ts';
import { sealSegment } from './seal.ts';

/** Open files of a writer without a lease file are left alone for this long. */
const ORPHAN_MS = 600_000;

/** What was found of dead writers: segments sealed, and bytes of torn records cut off. */
export type Adopted = { sealed: number; cutBytes: number };

/**
 * Seals the segments that dead writers left open, after cutting each back to its last whole record. Files of living
 * writers are not touched. Any number of processes may do this at once.
 */
export async function adoptSegments(dir: string): Promise<Adopted> {
  const writers = await knownWriters(dir);
  const dead = new Set(writers.filter((w) => w.dead).map((w) => w.writer));
  const living = new Set(writers.filter((w) => !w.dead).map((w) => w.writer));
  const adopted: Adopted = { sealed: 0, cutBytes: 0 };
  for (const path of await openFiles(dir)) {
    const writer = openFileWriter(basename(path))!;
    if (living.has(writer)) continue;
    if (!dead.has(writer) && (await ageMs(path)) < ORPHAN_MS) continue;
    adopted.cutBytes += await adoptSegment(dir, relative(dir, path).slice(0, -OPEN.length));
    adopted.sealed += 1;
  }
  for (const writer of dead) await forgetWriter(dir, writer);
  return adopted;
}

/** Cuts and seals one open segment that nobody writes to; tells how many bytes were cut off. */
export async function adoptSegment(dir: string, name: string): Promise<number> {
  const lines: string[] = [];
  const path = join(dir, name);
  try {
    let records = 0;
    const { cut } = await cutTail(path + OPEN, ({ offset, length, data }) => {
      const record = parseRecord(data);
      if (record?.type !== 'warcinfo') records += 1;
      const response = record && parseResponse(record);
      if (!response) return;
      const digest = record.headers.get('warc-payload-digest') ?? '-';
      lines.push(indexLine({ ...response, digest, location: { segment: name, offset, length } }));
    });
    if (records === 0) await rm(path + OPEN, { force: true });
    else await sealSegment(path, lines);
    return cut;
  } catch (error) {
    // Somebody else sealed it meanwhile, which is as good.
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return 0;
    throw error;
  }
}

async function openFiles(dir: string): Promise<string[]> {
  const found: string[] = [];
  for (const folder of await readdir(dir, { withFileTypes: true })) {
    if (!folder.isDirectory()) continue;
    for (const file of await readdir(join(dir, folder.name)).catch(gone)) {
      if (openFileWriter(file) !== null) found.push(join(dir, folder.name, file));
    }
  }
  return found;
}

/** A run's folder may be removed meanwhile. */
function gone(error: NodeJS.ErrnoException): string[] {
  if (error.code === 'ENOENT') return [];
  throw error;
}

async function ageMs(path: string): Promise<number> {
  return Date.now() - (await stat(path)).mtimeMs;
}
