import { spawn } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TestContext } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { createFrontier, type RunConfig } from '@trunkline/frontier';
import { type PolicyInput, policySchema } from '@trunkline/policy';
import { ownRedis, type ProgramName } from '@trunkline/test-support';

const main = new URL('../main.ts', import.meta.url).pathname;

/** A Redis and a folder of a test's own, with real worker processes on them. */
export async function installation(t: TestContext) {
  const redis = await ownRedis();
  const home = await mkdtemp(join(tmpdir(), 'trunkline-worker-'));
  const frontier = createFrontier(redis.url);
  const children: ReturnType<typeof spawn>[] = [];
  t.after(async () => {
    for (const child of children) child.kill('SIGKILL');
    await frontier.close();
    await redis.stop();
    await rm(home, { recursive: true, force: true });
  });

  /** Resolves when the worker is ready. `prefix`: a command that starts it, such as prlimit. */
  async function worker(
    env: Record<string, string> = {},
    prefix: readonly [] | readonly [ProgramName, ...string[]] = [],
  ) {
    const [command, ...args] = [...prefix, process.execPath, main];
    const child = spawn(command!, args, {
      env: { ...process.env, REDIS_URL: redis.url, TRUNKLINE_HOME: home, TRUNKLINE_DNS: '', ...env },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    children.push(child);
    const said = { out: '', err: '' };
    child.stderr!.on('data', (chunk) => (said.err += chunk));
    const exited = new Promise<number | null>((resolve) => child.once('exit', resolve));
    await new Promise<void>((resolve, reject) => {
      child.stdout!.on('data', (chunk) => {
        said.out += chunk;
        if (said.out.includes('\n')) resolve();
      });
      void exited.then((code) => reject(new Error(`The worker ended with ${code}: ${said.err}`)));
    });
    const { session, healthPort } = JSON.parse(said.out) as { session: string; healthPort: number | null };
    return { child, session, healthPort, said, exited };
  }

  /** A run with these seeds, under a short id. */
  async function crawl(
    run: string,
    urls: readonly string[],
    policy: PolicyInput = {},
    more: Partial<RunConfig> = {},
  ) {
    const config: RunConfig = {
      ...{ projectId: 'p', jobId: 'j', runId: randomUUID(), maxPages: null, maxDepth: null },
      scope: { kind: 'any', of: [], include: [], exclude: [] },
      policy: policySchema.parse({ allowPrivateNetworks: true, robots: { obey: false }, ...policy }),
      ...more,
    };
    await frontier.applyRun({ run, version: 1, state: 'running', weight: 1, config });
    await frontier.enqueue(
      run,
      urls.map((url) => ({ url, depth: 0, hops: 0 })),
    );
  }

  return { redis, home, frontier, worker, crawl };
}

/** Asks again until it holds. */
export async function until(holds: () => boolean | Promise<boolean>): Promise<void> {
  while (!(await holds())) await sleep(20);
}
