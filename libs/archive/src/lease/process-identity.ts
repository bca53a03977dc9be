import { readFileSync, readlinkSync } from 'node:fs';
import { hostname } from 'node:os';

/** Who a process is, as far as another one can check it. */
export type ProcessIdentity = {
  /** Machine, boot and process-id space: only within one of these do process ids say something. */
  space: string;
  pid: number;
  /** Start time in the kernel's ticks, so that a reused id is not taken for the old process; empty where unknown. */
  started: string;
};

export function ownIdentity(): ProcessIdentity {
  return { space: processSpace(), pid: process.pid, started: startedAt(process.pid) ?? '' };
}

/** True when the process is certainly gone; false when it lives, or nobody here can tell. */
export function isGone(identity: ProcessIdentity): boolean {
  if (identity.space !== processSpace()) return false;
  try {
    process.kill(identity.pid, 0);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ESRCH') return true;
  }
  const started = startedAt(identity.pid);
  if (started === DEAD) return true;
  return started !== null && identity.started !== '' && started !== identity.started;
}

function processSpace(): string {
  const boot = attempt(() => readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim());
  const pids = attempt(() => readlinkSync('/proc/self/ns/pid'));
  return [hostname(), boot, pids].join(' ');
}

/** What `startedAt` says of a process that has ended and whose parent has not looked yet. */
const DEAD = 'dead';

/** Field 22 of /proc/PID/stat; null where there is no such file (other systems, or the process is gone). */
function startedAt(pid: number): string | null {
  const stat = attempt(() => readFileSync(`/proc/${pid}/stat`, 'utf8'));
  if (stat === '') return null;
  const [state, ...rest] = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  return state === 'Z' || state === 'X' ? DEAD : (rest[18] ?? null);
}

/** The system need not have these files: then the fact is unknown, which is safe. */
function attempt(read: () => string): string {
  try {
    return read();
  } catch {
    return '';
  }
}
