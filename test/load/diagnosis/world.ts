import { readFileSync } from 'node:fs';
import { setTimeout as pause } from 'node:timers/promises';
import { openRedis } from '@trunkline/redis';
import { lockTable, ownRedis, type Stack, startStack } from '@trunkline/test-support';
import { changePace, control, createJobs, progress } from '../../crawl/job.ts';
import { mountDisk } from './disk.ts';
import { ADDRESSES } from './faults.ts';
import { startOrigin, startWire } from './threads.ts';

export type Options = { server: string; hosts: number; workers: number; perSecond: number };
export type World = Awaited<ReturnType<typeof startWorld>>;

/** URLs of each host that are known from the start. */
const URLS = 30;
/** Pages of docs-web that are seeds. */
const PATHS = 600;
/** New links of a page: the run grows slowly, and has work to the end. */
const NEW_LINKS = 1;
/** Delays there are: with one for all, hosts that a fault held up would come in waves ever after. */
const GROUPS = 24;
/** A bound of everything that is waited for. */
const PATIENCE_MS = 60_000;

/** A stack whose origins, names, Redis and disk are ours, and a crawl of mirrors of docs-web that goes on in it, far from the bounds of the machine. */
export async function startWorld(options: Options) {
  const { server, hosts, workers, perSecond } = options;
  await using open = new AsyncDisposableStack();
  const disk = open.adopt(mountDisk(), (one) => one.remove());
  const redis = await ownRedis();
  const wire = open.adopt(await startWire(redis.port), async (one) => void (await one.end()));
  const origin = open.adopt(await startOrigin(server), async (one) => void (await one.end()));
  const paths = await pathsOf(origin.ready).catch((error: Error) => {
    throw new Error(
      `docs-web does not answer at ${server} (${error.message}): start it (docs-web up), or name it: --server`,
    );
  });
  const way = new URL(redis.url);
  way.port = String(wire.ready.redisPort);
  const stack = await startStack({
    home: disk.home,
    env: {
      TRUNKLINE_DNS: wire.ready.dns,
      TRUNKLINE_WORKERS: String(workers),
      TRUNKLINE_SLOTS: String(Math.round((SLOT_SECONDS * perSecond) / workers)),
      REDIS_URL: way.href,
    },
  });
  // Whoever is told to stop in the middle leaves nothing behind: the launcher ends what it started.
  const leave = () => {
    process.kill(stack.pid, 'SIGINT');
    disk.remove();
  };
  process.once('exit', leave);
  open.defer(async () => {
    process.off('exit', leave);
    await stack.interrupt();
  });
  const admin = open.adopt(openRedis(redis.url, 'commands'), async (one) => void (await one.quit()));
  const databaseUrl = databaseOf(stack.services()['conductor']!);
  /** Names that were used: each job has others, so that what a host remembers is of this job. */
  let used = 0;
  // Delays from one to seven and a half times the least, evenly by their logarithm, have this mean of starts.
  const delayMs = Math.round(((0.43 * hosts) / perSecond) * 1000);
  for (let group = 0; group < GROUPS; group++)
    await setRule(stack, `*.g${group}.java.test`, Math.round(delayMs * 7.5 ** (group / (GROUPS - 1))));
  const end = open.move();

  const world = {
    ...{ stack, disk, wire, origin, admin, options, paths },
    /** The crawl into which faults are injected. */
    job: '',
    /** The pace that it has. */
    pace: { delayMs },
    url: (name: string, path: string) => `http://${name}:${origin.ready}${path}`,
    /** Names of mirrors that nobody has used. */
    names(count: number, prefix: string): string[] {
      used += count;
      return Array.from({ length: count }, (_, i) => `${prefix}${used - count + i}.java.test`);
    },
    /** More seeds than one mutation takes, of a job that it answers. `as`: under another key. */
    async upload(job: string, urls: readonly string[], as = stack.key): Promise<void> {
      const response = await fetch(`${stack.url}/jobs/${job}/seeds`, {
        method: 'POST',
        headers: { authorization: `Bearer ${as}`, 'content-type': 'application/x-ndjson' },
        body: urls.map((url) => JSON.stringify(url)).join('\n'),
      });
      if (!response.ok) throw new Error(`Seeds: ${response.status} ${await response.text()}`);
      await response.text();
    },
    /** A job over URLs, which goes. */
    async start(urls: readonly string[], pace: object, rules: object = {}): Promise<string> {
      const job = await createJobs(stack, urls.slice(0, 1), pace as Record<string, unknown>, {
        rules: { allowPrivateNetworks: true, pace, ...rules },
        scope: { kind: 'DOMAIN' },
        start: false,
      });
      if (urls.length > 1) await world.upload(job, urls.slice(1));
      await control(stack, 'Start', job);
      return job;
    },
    /** Changes rules of the crawl's policy. */
    setRules: (rules: object): Promise<void> => changeRules(stack, world.job, rules),
    /** Nobody writes a table until what comes back was called. */
    lock: (table: string) => lockTable(databaseUrl, table),
    setPace: (pace: Record<string, unknown>) => changePace(stack, world.job, pace),
    /** Another crawl in place of the one before: hosts remember for long what was done to them. */
    async renew(): Promise<void> {
      if (world.job) await control(stack, 'Cancel', world.job);
      const urls = world.names(hosts, 'n').flatMap((plain, n) => {
        const name = plain.replace('.', `.g${n % GROUPS}.`);
        const from = Math.floor(Math.random() * paths.length);
        return Array.from({ length: URLS }, (_, i) => world.url(name, paths[(from + i) % paths.length]!));
      });
      world.job = await world.start(urls, world.pace, { limits: { newLinks: NEW_LINKS } });
      const until = performance.now() + PATIENCE_MS + 2 * delayMs;
      for (;;) {
        const { counters } = await progress(stack, world.job);
        const ended = (counters['finished'] ?? 0) + (counters['delayed'] ?? 0);
        if (ended >= hosts * 0.75) return;
        if (performance.now() > until)
          throw new Error(`The crawl did not get going: ${JSON.stringify(counters)}`);
        await pause(500);
      }
    },
    end: () => end.disposeAsync(),
  };
  return world;
}

/** Slots, as seconds of its pace: a visit that takes longer than that on average keeps them all. */
const SLOT_SECONDS = 0.8;

async function setRule(stack: Stack, pattern: string, delayMs: number): Promise<void> {
  const { hostRuleSet } = await stack.query<{ hostRuleSet: { __typename: string; message?: string } }>(
    'mutation ($input: HostRuleSetInput!) { hostRuleSet(input: $input) { __typename ... on UserError { message } } }',
    { input: { pattern, pace: { delayMs } } },
  );
  if (hostRuleSet.__typename !== 'HostRule') throw new Error(hostRuleSet.message);
}

async function changeRules(stack: Stack, job: string, rules: object): Promise<void> {
  const found = await stack.query<{ job: { policy: { id: string } } }>(
    'query ($id: ID!) { job(id: $id) { policy { id } } }',
    { id: job },
  );
  const { policyUpdate } = await stack.query<{ policyUpdate: { __typename: string; message?: string } }>(
    'mutation ($input: PolicyUpdateInput!) { policyUpdate(input: $input) { __typename ... on UserError { message } } }',
    { input: { id: found.job.policy.id, rules } },
  );
  if (policyUpdate.__typename !== 'Policy') throw new Error(policyUpdate.message);
}

/** The database as a service has it. */
function databaseOf(pid: number): string {
  const environment = readFileSync(`/proc/${pid}/environ`, 'utf8').split('\0');
  return environment.find((pair) => pair.startsWith('DATABASE_URL='))!.slice('DATABASE_URL='.length);
}

/** Paths of pages of java.test, from its start page on. */
async function pathsOf(port: number): Promise<string[]> {
  const found = new Set(['/index.html']);
  const missing = new Set<string>();
  for (const path of found) {
    const page = await fetch(`http://${ADDRESSES[0]}:${port}${path}`);
    if (!page.ok) {
      found.delete(path);
      missing.add(path);
      continue;
    }
    for (const [, href = ''] of (await page.text()).matchAll(/<a[^>]* href="([^"#?]+\.html)"/g)) {
      const { host, pathname } = new URL(href, `http://java.test${path}`);
      if (host === 'java.test' && !missing.has(pathname)) found.add(pathname);
      if (found.size >= PATHS) return [...found];
    }
  }
  return [...found];
}
