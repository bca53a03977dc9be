import { mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { isGone, ownIdentity, type ProcessIdentity } from '@trunkline/archive';
import { exitCodes } from '../../shell/exit-codes.ts';
import { CliError } from '../../shell/failure.ts';
import type { CrawlOptions } from './options.ts';

/** What of a command line a crawl is continued with. */
export type Saved = { version: 1; urls: string[]; options: CrawlOptions };

/**
 * The folder a crawl is remembered in: `crawl.json` (what to do), `journal` (what was done), `lock` (who is at it). One
 * process at a time; the lock of one that was killed does not count.
 */
export function openStateFolder(dir: string) {
  mkdirSync(dir, { recursive: true });
  const lock = join(dir, 'lock');
  takeLock(lock, dir);
  return {
    journal: join(dir, 'journal'),
    saved: readSaved(dir),
    save(saved: Saved): void {
      const draft = join(dir, 'crawl.json.draft');
      writeFileSync(draft, `${JSON.stringify(saved, null, 2)}\n`);
      renameSync(draft, join(dir, 'crawl.json'));
    },
    close: () => rmSync(lock, { force: true }),
  };
}

export type StateFolder = ReturnType<typeof openStateFolder>;

function takeLock(lock: string, dir: string): void {
  for (let tries = 0; tries < 3; tries++) {
    try {
      writeFileSync(lock, JSON.stringify(ownIdentity()), { flag: 'wx' });
      return;
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
    }
    const holder = readJson(lock) as ProcessIdentity | null;
    if (holder !== null && !isGone(holder))
      throw new CliError(
        exitCodes.state,
        'STATE_IN_USE',
        `Process ${holder.pid} is crawling with the state in ${dir}.`,
        `Wait for it, stop it with \`kill ${holder.pid}\`, or choose another --state folder.`,
      );
    rmSync(lock, { force: true });
  }
  throw new CliError(exitCodes.state, 'STATE_IN_USE', `Another process has just taken the state in ${dir}.`);
}

function readSaved(dir: string): Saved | null {
  const saved = readJson(join(dir, 'crawl.json')) as Saved | null;
  if (saved === null || saved.version === 1) return saved;
  throw new CliError(
    exitCodes.state,
    'STATE_UNKNOWN',
    `${join(dir, 'crawl.json')} is of another version of trunkline.`,
    'Choose another --state folder.',
  );
}

function readJson(path: string): unknown {
  try {
    return JSON.parse(readFileSync(path, 'utf8'));
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT' || error instanceof SyntaxError) return null;
    throw error;
  }
}
