import assert from 'node:assert/strict';
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { after } from 'node:test';
import type { Redis } from '@trunkline/redis';

const children: ChildProcess[] = [];
after(() => {
  for (const child of children) child.kill('SIGKILL');
});

/** Starts a conductor process; resolves when it says that it is ready. */
export async function startConductor(env: { REDIS_URL: string; DATABASE_URL: string }) {
  const child = spawn(process.execPath, [join(import.meta.dirname, 'main.ts')], {
    env: { ...process.env, ...env, TRUNKLINE_LOG_LEVEL: 'silent' },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  children.push(child);
  const [line] = await once(child.stdout!, 'data');
  assert.equal(JSON.parse(String(line)).ready, true);
  return {
    signal: (signal: NodeJS.Signals) => child.kill(signal),
    /** How many entries of the outcomes it was given and has not acknowledged. */
    async inHand(redis: Redis) {
      const consumers = (await redis.xinfo('CONSUMERS', '{f0}:outcomes', 'recorder')) as unknown[][];
      const own = consumers.find(([, name]) => String(name).includes(`:${child.pid}:`));
      return Number(own?.[own.indexOf('pending') + 1] ?? 0);
    },
    async end(signal: NodeJS.Signals) {
      const closed = once(child, 'exit');
      child.kill(signal);
      return (await closed)[0] as number | null;
    },
  };
}

/** Looks again and again until it is good. */
export async function until<T>(look: () => Promise<T>, good: (value: T) => boolean): Promise<T> {
  for (;;) {
    const value = await look();
    if (good(value)) return value;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}
