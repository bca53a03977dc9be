import { type FileHandle, mkdir, open, readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { freeBuffer } from '@trunkline/web/memory';
import { type Lease, takeLease } from '../lease/lease.ts';
import { writerId } from '../segment/name.ts';
import { syncFolder } from '../segment/sync-folder.ts';
import { adoptFiles } from './adopt-files.ts';
import { frame, readFrame, readFrames } from './frames.ts';

/** Where a blob lies: in the file of this number, with its frame. */
export type Kept = { file: number; offset: number; length: number };

/**
 * Blobs that wait to be worked off, durable beside the archive: they outlive the process that put them here. What a dead process left
 * is taken over by whoever asks first.
 */
export type Spool = {
  /** Of this process alone, whatever its name: says in records elsewhere whose blobs are meant. */
  owner: string;
  /** Resolves once all are durable, with one sync for whatever comes at the same time; rejects when there is no room. */
  append(blobs: readonly Buffer[]): Promise<Kept[]>;
  /** Null: another process has taken the file over, because this one slept too long, and works it off. */
  read(kept: Kept): Promise<Buffer | null>;
  /** It is worked off. A file of which nothing is left is removed. */
  drop(kept: Kept): void;
  /** What dead processes left, one after the other; it is this one's now. */
  adopt(): AsyncGenerator<{ kept: Kept; blob: Buffer }>;
  /** Bytes of blobs that are not worked off. */
  bytes(): number;
  /** Leaves what is not worked off to others. */
  close(): Promise<void>;
};

export const FOLDER = '.found';
/** A file is closed beyond so many bytes; what is worked off of it stays on the disk until all of it is. */
const FILE_BYTES = 8 << 20;

type Waiting = { blobs: readonly Buffer[]; resolve(kept: Kept[]): void; reject(error: unknown): void };
type File = { path: string; size: number; live: number };

/** Opens the spool beside the archive in `dir`. `name`: of the process, for people. */
export async function openSpool(dir: string, name: string, fileBytes = FILE_BYTES): Promise<Spool> {
  const folder = join(dir, FOLDER);
  await mkdir(folder, { recursive: true });
  const owner = writerId(`${name}.${Math.random().toString(36).slice(2, 10)}`);
  let lease: Lease = await takeLease(folder, owner);
  let lives = 0;
  let serial = 0;
  let bytes = 0;
  const files = new Map<number, File>();
  let current: { number: number; handle: FileHandle } | null = null;
  let waiting: Waiting[] = [];
  let writing: Promise<void> | null = null;

  const pathOf = (number: number) => join(folder, `${lease.writer}-${number}.found`);

  async function fileToWrite(): Promise<{ number: number; handle: FileHandle }> {
    if (current) return current;
    const number = ++serial;
    const path = pathOf(number);
    const handle = await open(path, 'ax');
    await syncFolder(folder);
    files.set(number, { path, size: 0, live: 0 });
    current = { number, handle };
    return current;
  }

  /** Nothing is added to it any more. */
  async function leave(): Promise<void> {
    const left = current;
    current = null;
    await left?.handle.close();
    if (left) removeIfDone(left.number);
  }

  /** After a long sleep others may have our files: from here on under another name. */
  async function renew(): Promise<void> {
    lease.abandon();
    await leave();
    lease = await takeLease(folder, `${owner}.${++lives}`);
  }

  async function write(frames: readonly Buffer[]): Promise<Kept[]> {
    if (!lease.held()) await renew();
    const { number, handle } = await fileToWrite();
    const file = files.get(number)!;
    const total = frames.reduce((sum, { length }) => sum + length, 0);
    try {
      const all = Buffer.concat(frames);
      const { bytesWritten } = await handle.write(all, 0, total, file.size);
      freeBuffer(all);
      if (bytesWritten < total) throw new Error(`Only ${bytesWritten} of ${total} bytes were written`);
      await handle.datasync();
    } catch (error) {
      await leave(); // whatever it ends with is never read: a torn frame ends a file
      throw error;
    }
    // Whoever took it over meanwhile may not have seen these.
    if (!lease.held()) throw new Error('The process slept too long while it wrote');
    const kept = frames.map(({ length }) => {
      const one = { file: number, offset: file.size, length };
      file.size += length;
      return one;
    });
    file.live += kept.length;
    bytes += total;
    if (file.size >= fileBytes) await leave();
    return kept;
  }

  async function writeAll(): Promise<void> {
    await Promise.resolve(); // so that `writing` is set before it is unset
    while (waiting.length > 0) {
      const batch = waiting;
      waiting = [];
      try {
        const kept = await write(batch.flatMap(({ blobs }) => blobs.map(frame)));
        for (const { blobs, resolve } of batch) resolve(kept.splice(0, blobs.length));
      } catch (error) {
        for (const { reject } of batch) reject(error);
      }
    }
    writing = null;
  }

  function removeIfDone(number: number): void {
    const file = files.get(number);
    if (!file || file.live > 0 || current?.number === number) return;
    files.delete(number);
    void rm(file.path, { force: true }).catch(() => {}); // what stays is worked off once more, which is harmless
  }

  return {
    owner,
    append(blobs) {
      return new Promise((resolve, reject) => {
        waiting.push({ blobs, resolve, reject });
        writing ??= writeAll();
      });
    },
    async read({ file, offset, length }) {
      const path = files.get(file)?.path;
      const handle = path === undefined ? null : await open(path, 'r').catch(missing);
      if (!handle) return null;
      try {
        const text = Buffer.alloc(length);
        await handle.read(text, 0, length, offset);
        return readFrame(text, 0)?.blob ?? null;
      } finally {
        await handle.close();
      }
    },
    drop({ file: number, length }) {
      const file = files.get(number);
      if (!file) return;
      bytes -= length;
      file.live--;
      removeIfDone(number);
    },
    async *adopt() {
      if (!lease.held()) await renew();
      const paths = new Map<string, number>();
      const newPath = () => {
        const path = pathOf(++serial);
        paths.set(path, serial);
        return path;
      };
      for (const path of await adoptFiles(folder, newPath)) {
        const number = paths.get(path)!;
        const text = await readFile(path);
        const frames = readFrames(text);
        files.set(number, { path, size: text.length, live: frames.length });
        removeIfDone(number);
        for (const { length } of frames) bytes += length;
        for (const { offset, length, blob } of frames) yield { kept: { file: number, offset, length }, blob };
      }
    },
    bytes: () => bytes,
    async close() {
      await writing;
      await leave();
      if (files.size === 0) await lease.release();
      else await lease.giveUp();
    },
  };
}

function missing(error: NodeJS.ErrnoException): null {
  if (error.code === 'ENOENT') return null;
  throw error;
}
