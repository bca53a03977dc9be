import { type FileHandle, mkdir, open } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { OPEN } from './name.ts';
import { sealSegment } from './seal.ts';
import { syncFolder } from './sync-folder.ts';

type Appended = { offset: number } | { error: unknown };

/** A segment that is written to, by one caller at a time. */
export type OpenSegment = {
  name: string;
  createdAt: number;
  /** Lines of the index that is written with the seal. */
  lines: string[];
  /** Bytes that are durable: where the next record will lie. */
  length(): number;
  /** Appends all or nothing, durably. */
  append(buffers: Buffer[], total: number): Promise<void>;
  /**
   * Appends things whose bytes come one after the other, each of them whole or not at all, with one sync for all; answers for each where
   * it begins, or why it is not there.
   */
  appendEach(things: readonly AsyncIterable<Buffer>[]): Promise<Appended[]>;
  /** Whether it holds a file descriptor; `release` gives that back until the next append. */
  opened(): boolean;
  release(): Promise<void>;
  /** Finishes it: from then on it is complete, under its name and with its index. */
  seal(): Promise<void>;
};

/** Creates a segment `<name>.open` in the archive and keeps it until it is sealed. One call at a time. */
export async function createSegment(dir: string, name: string): Promise<OpenSegment> {
  const path = join(dir, name);
  const folder = dirname(path);
  await mkdir(folder, { recursive: true });
  let handle: FileHandle | null = await open(path + OPEN, 'ax');
  let durable = 0;
  const createdAt = Date.now();
  const lines: string[] = [];

  async function write(file: FileHandle, buffers: Buffer[], total: number) {
    let { bytesWritten } = await file.writev(buffers);
    if (bytesWritten === total) return;
    const all = Buffer.concat(buffers);
    while (bytesWritten < total) bytesWritten += (await file.write(all, bytesWritten)).bytesWritten;
  }

  async function release(): Promise<void> {
    await handle?.close();
    handle = null;
  }

  return {
    name,
    createdAt,
    lines,
    length: () => durable,
    opened: () => handle !== null,
    /**
     * Appends all or nothing, durably. When it rejects, the file ends where it ended before, unless `cutBack` of the
     * error is false: then nobody may append to it any more.
     */
    append(buffers: Buffer[], total: number): Promise<void> {
      return keep(async (file) => {
        await write(file, buffers, total);
        return total;
      });
    },
    async appendEach(things: readonly AsyncIterable<Buffer>[]): Promise<Appended[]> {
      const appended: Appended[] = [];
      await keep(async (file) => {
        let total = 0;
        for (const chunks of things) {
          const before = total;
          try {
            for await (const chunk of chunks) {
              await write(file, [chunk], chunk.length);
              total += chunk.length;
            }
            appended.push({ offset: durable + before });
          } catch (error) {
            total = before;
            await file.truncate(durable + total);
            appended.push({ error });
          }
        }
        return total;
      });
      return appended;
    },
    release,
    async seal(): Promise<void> {
      await release();
      await sealSegment(path, lines);
    },
  };

  async function keep(writing: (file: FileHandle) => Promise<number>): Promise<void> {
    handle ??= await open(path + OPEN, 'a');
    try {
      const total = await writing(handle);
      await handle.datasync();
      if (durable === 0) {
        await syncFolder(folder);
        await syncFolder(dir);
      }
      durable += total;
    } catch (cause) {
      throw new AppendFailed(name, cause, await cutBack(handle, cause));
    }
  }

  /** After a failed fsync the kernel may have dropped dirty pages: only a failed write can be undone in place. */
  async function cutBack(file: FileHandle, cause: unknown): Promise<boolean> {
    if ((cause as NodeJS.ErrnoException).syscall === 'fdatasync') return false;
    try {
      await file.truncate(durable);
      return true;
    } catch {
      return false;
    }
  }
}

/** An append that did not happen. `cutBack`: the segment is as it was before. */
export class AppendFailed extends Error {
  override readonly name = 'AppendFailed';
  readonly code: string;
  readonly cutBack: boolean;
  constructor(segment: string, cause: unknown, cutBack: boolean) {
    const { code, message } = cause as NodeJS.ErrnoException;
    super(`Cannot append to ${segment}: ${message}`, { cause });
    this.code = code ?? 'UNKNOWN';
    this.cutBack = cutBack;
  }
}
