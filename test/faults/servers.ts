import { existsSync, globSync, readFileSync, statSync, truncateSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import type { Stack } from '@trunkline/test-support';

/** Processes of a stack that a test may end, as its launcher started them. */
export const victims = ['worker', 'api', 'conductor', 'redis', 'postgres'] as const;
export type Victim = (typeof victims)[number];

const EXEC = Buffer.from('*1\r\n$4\r\nEXEC\r\n');

/** Pid of a process of the stack; a worker by any of its names. */
export function pidOf(stack: Stack, victim: Victim | string): number {
  if (victim === 'redis') return redisState(stack).mark.pid;
  if (victim === 'postgres') {
    // Where its own user may not enter the data folder it lies elsewhere (infra/servers, postgres.ts).
    const moved = join(stack.home, 'postgres/moved-to');
    const folder = existsSync(moved) ? readFileSync(moved, 'utf8').trim() : join(stack.home, 'postgres');
    return Number(readFileSync(join(folder, 'data/postmaster.pid'), 'utf8').split('\n')[0]);
  }
  const services = stack.services();
  const pid = services[victim] ?? services[`${victim}-1`];
  if (pid === undefined) throw new Error(`The stack has no ${victim}`);
  return pid;
}

/** Address of the stack's Redis, with its password. */
export function redisUrl(stack: Stack): string {
  const { port, password } = redisState(stack);
  return `redis://:${password}@127.0.0.1:${port}`;
}

/**
 * Ends a process without warning; resolves when it is gone. Postgres is stopped as `pg_ctl -m immediate` does: its server is
 * told by SIGQUIT, and neither finishes nor writes anything.
 */
export async function kill(stack: Stack, victim: Victim): Promise<number> {
  const pid = pidOf(stack, victim);
  process.kill(pid, victim === 'postgres' ? 'SIGQUIT' : 'SIGKILL');
  while (runs(pid)) await pause(1);
  return pid;
}

/** Resolves when the launcher has started what was killed again. */
export async function restarted(stack: Stack, victim: Victim, before: number): Promise<void> {
  for (;;) {
    try {
      const pid = pidOf(stack, victim);
      if (pid !== before && runs(pid)) return;
    } catch {
      // between two lives its pid is nowhere
    }
    await pause(20);
  }
}

/** Bytes of Redis' append-only file so far: a moment to which `killAndForget` can go back. */
export const logged = (stack: Stack): number => statSync(appendOnlyFile(stack)).size;

/**
 * Kills Redis and takes the end of its append-only file: what a write that fsync held up (two seconds at most) takes with it. What
 * is to be left of the file is given as bytes from its beginning, or as the bytes that go. Answers how many went.
 */
export async function killAndForget(
  stack: Stack,
  end: { lose: number } | { keep: number },
): Promise<{ pid: number; forgot: number }> {
  const pid = await kill(stack, 'redis');
  const file = appendOnlyFile(stack);
  // What is held up is whole buffers of Redis, so the cut is where a transaction ends. (Torn within one, Redis 7.0 leaves its
  // beginning in the file, and carries it out when it starts once more.)
  const whole = readFileSync(file);
  const wanted = 'keep' in end ? end.keep : whole.length - end.lose;
  const kept = whole.lastIndexOf(EXEC, wanted) + EXEC.length;
  truncateSync(file, kept);
  return { pid, forgot: whole.length - kept };
}

function appendOnlyFile(stack: Stack): string {
  const files = globSync('redis/appendonlydir/*.incr.aof', { cwd: stack.home }).sort();
  return join(stack.home, files.at(-1)!);
}

function redisState(stack: Stack): { mark: { pid: number }; port: number; password: string } {
  return JSON.parse(readFileSync(join(stack.home, 'redis/server.json'), 'utf8'));
}

/** Whether a process lives; one that has ended and whose parent has not looked yet does not. */
function runs(pid: number): boolean {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    return !/^[ZX]/.test(stat.slice(stat.lastIndexOf(')') + 2));
  } catch {
    return false;
  }
}
