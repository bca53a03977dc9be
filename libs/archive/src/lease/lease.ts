import { mkdir, readdir, readFile, rm, stat, utimes, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { isGone, ownIdentity, type ProcessIdentity } from './process-identity.ts';

const FOLDER = '.writers';
const BEAT_MS = 2000;
/** A writer whose last beat is older stops writing: its files may be taken over. */
const HELD_MS = 20_000;
/** A writer on another machine is taken for dead after this. Three times HELD_MS, for clocks and slow disks. */
const STALE_MS = 60_000;

/** Both clocks in ms: the monotonic one may stand still while the machine sleeps, the wall clock may be set back. */
type Clocks = { monotonic(): number; wall(): number };

const clocksOfThisMachine: Clocks = { monotonic: () => performance.now(), wall: () => Date.now() };

/**
 * A writer's claim on its open segments: a file in `.writers` that is touched every two seconds. While it is fresh, or
 * its process lives, nobody else touches the writer's files.
 */
export async function takeLease(dir: string, writer: string, clocks = clocksOfThisMachine) {
  await mkdir(join(dir, FOLDER), { recursive: true });
  const path = join(dir, FOLDER, writer);
  const now = () => ({ monotonic: clocks.monotonic(), wall: clocks.wall() });
  let beat = now();
  let lost = false;
  await writeFile(path, JSON.stringify(ownIdentity()), { flag: 'wx' });

  /** Once lost it stays lost: others may be at the files already, and a late beat would not stop them. */
  function held(): boolean {
    const { monotonic, wall } = now();
    if (monotonic - beat.monotonic > HELD_MS || wall - beat.wall > HELD_MS) lost = true;
    return !lost;
  }

  const timer = setInterval(() => {
    if (!held()) return;
    const at = now();
    const time = new Date(at.wall);
    utimes(path, time, time).then(
      () => {
        beat = at;
      },
      // A missed beat shows in `held`: an unreachable file system, or a lease that others took for lost.
      () => {},
    );
  }, BEAT_MS);
  timer.unref();

  return {
    writer,
    /** False when this process slept so long that others may have taken its files over. */
    held,
    /** Ends the lease; every segment must be sealed. */
    async release() {
      clearInterval(timer);
      await rm(path, { force: true });
    },
    /** Stops the beat and leaves the file: others take over what is open. */
    abandon: () => clearInterval(timer),
    /** The same, said aloud: it counts as dead at once, though its process may live. */
    async giveUp() {
      clearInterval(timer);
      await utimes(path, 0, 0).catch(missing(undefined));
    },
  };
}

export type Lease = Awaited<ReturnType<typeof takeLease>>;

/** Every writer that has a lease file, and whether it is dead. */
export async function knownWriters(dir: string): Promise<{ writer: string; dead: boolean }[]> {
  const names = await readdir(join(dir, FOLDER)).catch(missing<string[]>([]));
  return Promise.all(
    names.map(async (writer) => ({ writer, dead: await isDead(join(dir, FOLDER, writer)) })),
  );
}

/** Forgets a dead writer whose files have all been sealed. */
export async function forgetWriter(dir: string, writer: string): Promise<void> {
  await rm(join(dir, FOLDER, writer), { force: true });
}

async function isDead(path: string): Promise<boolean> {
  const found = await stat(path).catch(missing(null));
  if (!found) return false;
  if (Date.now() - found.mtimeMs > STALE_MS) return true;
  const identity = parseIdentity(await readFile(path, 'utf8').catch(missing('')));
  return identity !== null && isGone(identity);
}

/** Null for a file that is still being written, or was when its writer died: then only its age counts. */
function parseIdentity(text: string): ProcessIdentity | null {
  try {
    return JSON.parse(text) as ProcessIdentity;
  } catch {
    return null;
  }
}

function missing<T>(value: T) {
  return (error: NodeJS.ErrnoException): T => {
    if (error.code === 'ENOENT') return value;
    throw error;
  };
}
