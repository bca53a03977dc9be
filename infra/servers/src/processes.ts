import { type ChildProcess, spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';

/** A process that can be recognised later: a pid alone may have been given to another one. */
export type ProcessMark = { pid: number; startedAt: string };

/** Marks a live process; null when there is none of that pid. */
export function markProcess(pid: number): ProcessMark | null {
  try {
    // Field 22 of /proc/PID/stat: start time in clock ticks since boot (proc(5)); the name before it may hold spaces.
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    const afterName = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    if (afterName[0] === 'Z') return null;
    return { pid, startedAt: afterName[19] ?? '' };
  } catch {
    const { stdout } = spawnSync('ps', ['-o', 'lstart=', '-p', String(pid)], { encoding: 'utf8' });
    return stdout?.trim() ? { pid, startedAt: stdout.trim() } : null;
  }
}

/** True while exactly that process runs. */
export function isAlive(mark: ProcessMark): boolean {
  return markProcess(mark.pid)?.startedAt === mark.startedAt;
}

/** Asks a process to stop and makes sure of it: SIGKILL after `graceMs`. Resolves when it is gone. */
export async function stopProcess(mark: ProcessMark, signal: NodeJS.Signals, graceMs: number): Promise<void> {
  if (!isAlive(mark)) return;
  process.kill(mark.pid, signal);
  const deadline = performance.now() + graceMs;
  while (isAlive(mark) && performance.now() < deadline) await poll();
  if (isAlive(mark)) process.kill(mark.pid, 'SIGKILL');
  while (isAlive(mark)) await poll();
}

/** Resolves when the process is gone; waiting for that keeps nothing alive. */
export async function untilGone(mark: ProcessMark): Promise<void> {
  while (isAlive(mark)) await new Promise((resolve) => setTimeout(resolve, 250).unref());
}

/** Resolves with the exit code of a child; a signal counts as 1. */
export function exitOf(child: ChildProcess): Promise<number> {
  return new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('exit', (code) => resolve(code ?? 1));
  });
}

/** There is no event for the end of a process that is not our child. */
function poll(): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, 20));
}
