import {
  captures,
  ensureProject,
  holds,
  jobSeeds,
  jobs,
  migrate,
  openDatabase,
  pageStates,
  pages,
  policies,
  runs,
  shortRun,
  visits,
} from '@trunkline/database';
import { type Claim, createFrontier, type Frontier, type SettleItem } from '@trunkline/frontier';
import type { VisitRecord } from '@trunkline/policy';
import { testDatabase } from '@trunkline/test-support';
import { eq } from 'drizzle-orm';

/** A migrated database with a job on `seeds` and a run of it that the API would just have started. */
export async function startedRun(options: { seeds: string[]; maxPages?: number; databaseUrl?: string }) {
  const url = options.databaseUrl ?? (await testDatabase({ migrated: true })).url;
  await migrate(url);
  const { projectId } = await ensureProject(url);
  const database = openDatabase(url);
  const { db } = database;
  const rules = { pace: { mode: 'rate', perSecond: 10_000, concurrency: 64 }, allowPrivateNetworks: true };
  const [policy] = await db.insert(policies).values({ projectId, name: 'fast', rules }).returning();
  const scope = { kind: 'any', of: [], include: [], exclude: [] };
  const [job] = await db
    .insert(jobs)
    .values({ projectId, name: 'j', scope, policyId: policy!.id, maxPages: options.maxPages ?? null })
    .returning();
  await db.insert(jobSeeds).values(options.seeds.map((seed) => ({ jobId: job!.id, url: seed })));
  const [run] = await db.insert(runs).values({ jobId: job!.id, policyVersion: 1 }).returning();
  await db.insert(holds).values({ runId: run!.id, kind: 'seeds' });
  const { id, serial } = run!;
  return {
    databaseUrl: url,
    database,
    db,
    run: { id, serial, short: shortRun(serial) },
    row: async () => (await db.select().from(runs).where(eq(runs.id, id)))[0]!,
    rows: async () => ({
      pages: await db.select().from(pages).where(eq(pages.jobSerial, job!.serial)),
      states: await db.select().from(pageStates).where(eq(pageStates.jobSerial, job!.serial)),
      visits: await db.select().from(visits).where(eq(visits.runSerial, serial)),
      captures: await db.select().from(captures).where(eq(captures.runSerial, serial)),
    }),
  };
}

/** Page n of the site that `fakeWorker` sees links to its children in a tree of this many pages. */
const children = (n: number, size: number) =>
  [3 * n + 1, 3 * n + 2, 3 * n + 3].filter((child) => child < size);

export type FakeWorker = { stop(): Promise<void>; settled: () => number };

/**
 * Claims, "visits" and settles what it is given, as a worker does, without a network. Every seventh page fails once and is
 * tried again; page n has the links of `children`.
 */
export function fakeWorker(
  frontier: Frontier,
  options: { size: number; pause?: () => Promise<void> },
): FakeWorker {
  const session = `fake-${Math.random().toString(36).slice(2)}`;
  let stopped = false;
  let settled = 0;

  async function work() {
    await frontier.openSession(session, 10_000);
    for (let n = 0; !stopped; n++) {
      await options.pause?.();
      await frontier.renewSession(session, 10_000);
      const reply = await frontier.claim(session, `c${n}`, 32);
      if (reply.state !== 'granted') throw new Error(`claim: ${reply.state}`);
      if (reply.claims.length === 0) {
        await new Promise((resolve) => setTimeout(resolve, Math.min(20, reply.nextDueMs)));
        continue;
      }
      for (const claim of reply.claims) await discover(claim);
      const items = reply.claims.map((claim) => settleItem(claim));
      settled += (await frontier.settle(session, `s${n}`, items)).settled;
    }
    await frontier.closeSession(session);
  }

  async function discover({ kind, url, run, depth }: Claim) {
    if (kind !== 'page') return;
    const links = children(Number(new URL(url).pathname.slice(1)), options.size);
    const urls = links.map((n) => ({ url: pageUrl(n), depth: depth + 1, hops: 0, parent: url }));
    if (urls.length > 0) await frontier.enqueue(run, urls);
  }

  const done = work();
  return {
    settled: () => settled,
    async stop() {
      stopped = true;
      await done;
    },
  };
}

/** The pages of the fake site lie on eight hosts. */
export const pageUrl = (n: number) => `http://h${n % 8}.test/${n}`;

function settleItem(claim: Claim): SettleItem {
  const { token, run, host } = claim;
  const base = { token, run, host, startedAfterMs: 1, hostSignal: { kind: 'answered' }, bytes: 100 } as const;
  if (claim.kind === 'robots') {
    const robots = { origin: new URL(claim.url).origin, verdict: { state: 'allowAll' } } as const;
    return { ...base, outcome: 'fetched', next: { do: 'settle' }, record: null, robots };
  }
  const retry = Number(new URL(claim.url).pathname.slice(1)) % 7 === 6 && claim.attempt === 1;
  return {
    ...base,
    outcome: retry ? 'failed' : 'fetched',
    next: retry ? { do: 'retry', delayMs: 10 } : { do: 'settle' },
    record: JSON.stringify(visitRecord(claim, retry)),
  };
}

function visitRecord(claim: Claim, retry: boolean): VisitRecord {
  const { url, depth, hops, attempt } = claim;
  const tls = url === pageUrl(5) ? { tlsFault: 'CERT_HAS_EXPIRED' } : {};
  const who = { address: '127.0.0.1', ...tls, worker: 'fake' };
  const base = { url, depth, hops, attempt, startedAt: Date.now(), ...who };
  if (retry) {
    const outcome = { kind: 'failed', code: 'RESET', detail: 'closed early' } as const;
    return { ...base, final: false, outcome, timings: {}, capture: null };
  }
  return {
    ...base,
    final: true,
    outcome: { kind: 'fetched', status: 200 },
    timings: { dns: [0, 1], body: [0.1, 2.5] },
    capture: {
      at: 1_795_000_000_000,
      status: 200,
      contentType: 'text/html',
      charset: 'utf-8',
      wireBytes: 100,
      bytes: 100,
      digest: 'sha1:AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA',
      title: `Page ${url}`,
      language: null,
      etag: null,
      lastModified: null,
      truncated: null,
      links: 3,
      refersTo: null,
      location: { segment: `${claim.run}/s.warc.gz`, offset: 0, length: 100 },
    },
  };
}

/** Makes clients of a frontier of a test's own on a shared Redis. */
export function frontierMaker(url: string): () => Frontier {
  const name = `t${Math.random().toString(36).slice(2)}`;
  return () => createFrontier({ url, name });
}
