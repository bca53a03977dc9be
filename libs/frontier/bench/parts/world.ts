import { randomBytes } from 'node:crypto';
import { policySchema } from '@trunkline/policy';
import type { Claim, DesiredRun, Frontier, NewUrl, SettleItem } from '../../src/index.ts';

/** A run as large sites need it: no delay of its own, so that only the frontier's speed counts; robots obeyed. */
export function benchRun(run: string): DesiredRun {
  const policy = policySchema.parse({ pace: { mode: 'delay', delayMs: 0 } });
  const scope = { kind: 'any' as const, of: [], include: [], exclude: [] };
  const config = {
    projectId: 'p',
    jobId: 'j',
    runId: `bench-${run}`,
    scope,
    policy,
    maxPages: 1_000_000_000,
    maxDepth: 1000,
  };
  return { run, version: 1, state: 'running', weight: 1, config };
}

const mixed = (n: number, times: number) => (Math.imul(n + 1, times) >>> 0).toString(36).padStart(7, 'q');

export const hostOf = (host: number) => `www.${mixed(host, 2_654_435_761)}.example`;

/** A URL of 70 characters whose parts differ as those of real sites do, not in the last digit only. */
export function urlOf(host: number, page: number): string {
  const url = `https://${hostOf(host)}/${mixed(page * 31 + host, 2_246_822_519)}/article-${page}`;
  return url.padEnd(70, mixed(page * 7 + host, 3_266_489_917));
}

const parent = 'https://www.example.com/section/index-of-all-the-articles-of-this-site';

export function* urlsOf(hosts: number, pages: number, firstPage = 0): Generator<NewUrl> {
  for (let page = firstPage; page < firstPage + pages; page++) {
    for (let host = 0; host < hosts; host++) yield { url: urlOf(host, page), depth: 3, hops: 0, parent };
  }
}

/** Enqueues in calls of `size`, `lanes` at a time; answers how many URLs, and in how many ms. */
export async function enqueueAll(
  frontier: Frontier,
  run: string,
  urls: Iterable<NewUrl>,
  { size = 256, lanes = 4 } = {},
): Promise<{ urls: number; ms: number }> {
  const iterator = urls[Symbol.iterator]();
  const started = performance.now();
  let count = 0;
  const lane = async () => {
    for (;;) {
      const batch: NewUrl[] = [];
      while (batch.length < size) {
        const next = iterator.next();
        if (next.done) break;
        batch.push(next.value);
      }
      if (batch.length === 0) return;
      await frontier.enqueue(run, batch);
      count += batch.length;
    }
  };
  await Promise.all(Array.from({ length: lanes }, lane));
  return { urls: count, ms: performance.now() - started };
}

/** Made before the clock starts: what a page was like is the work of its visit, not of the frontier. */
const RECORDS = 4096;
const records: string[] = [];

function recordOf(token: number): string {
  while (records.length < RECORDS) records.push(record(records.length));
  return records[token % RECORDS]!;
}

/** A record whose parts differ as much from others' as those of real pages do, so that packing them is not flattered. */
function record(number: number): string {
  const n = Math.imul(number + 1, 2_654_435_761) >>> 0;
  const ms = (times: number) => ((Math.imul(n, times) >>> 8) % 100_000) / 1000;
  return JSON.stringify({
    url: urlOf(number, number),
    depth: 3,
    hops: 0,
    attempt: 1,
    final: true,
    outcome: { kind: 'fetched', status: 200 },
    startedAt: 1_795_480_000_000 + n,
    timings: {
      queue: [ms(3), 0],
      dns: [0, ms(5)],
      connect: [ms(7), ms(11)],
      headers: [0, ms(13)],
      body: [0, ms(17)],
      store: [ms(19), ms(23)],
    },
    address: `192.0.2.${n % 256}`,
    worker: 'worker-1',
    capture: {
      at: 1_795_000_000_000,
      status: 200,
      contentType: 'text/html',
      charset: 'utf-8',
      wireBytes: n % 60_000,
      bytes: n % 240_000,
      digest: `sha1:${randomBytes(20).toString('base64').toUpperCase()}`,
      title: `${mixed(n, 31)} ${mixed(n, 37)} of the ${mixed(n, 41)} ${mixed(n, 43)}`,
      language: 'en',
      etag: null,
      lastModified: null,
      truncated: null,
      links: n % 200,
      refersTo: null,
      location: { segment: 'bench-00001', offset: n, length: n % 30_000 },
    },
  });
}

export function settled(claim: Claim): SettleItem {
  const { token, run, host } = claim;
  const item = { token, run, host, startedAfterMs: 0.4, bytes: 8123 };
  const end = { outcome: 'fetched', next: { do: 'settle' }, hostSignal: { kind: 'answered' } } as const;
  if (claim.kind === 'page') return { ...item, ...end, record: recordOf(Number(token)) };
  const origin = claim.url.slice(0, claim.url.lastIndexOf('/'));
  const verdict = {
    state: 'rules' as const,
    body: 'User-agent: *\nDisallow: /private/\n',
    crawlDelayMs: null,
  };
  return { ...item, ...end, record: null, robots: { origin, verdict } };
}

/** Claims and settles in batches until `most` pages are settled or nothing is left. */
export async function crawl(
  frontier: Frontier,
  most: number,
  lanes = 4,
): Promise<{ urls: number; ms: number; claimMs: number[] }> {
  recordOf(0);
  const started = performance.now();
  const claimMs: number[] = [];
  let pages = 0;
  const lane = async (_: unknown, number: number) => {
    const session = `bench-${number}-${performance.now()}`;
    await frontier.openSession(session, 600_000);
    for (let call = 0; pages < most; call++) {
      const before = performance.now();
      const reply = await frontier.claim(session, `c${call}`, 64);
      claimMs.push(performance.now() - before);
      if (reply.state === 'recorder') await skipOutcomes(frontier);
      if (reply.state !== 'granted' || reply.claims.length === 0) {
        if (
          reply.state === 'granted' &&
          (await frontier.sizes(reply.claims[0]?.run ?? 'b'))?.counters.waiting === 0
        )
          break;
        continue;
      }
      await frontier.settle(session, `s${call}`, reply.claims.map(settled));
      pages += reply.claims.filter(({ kind }) => kind === 'page').length;
    }
    await frontier.closeSession(session);
  };
  await Promise.all(Array.from({ length: lanes }, lane));
  return { urls: pages, ms: performance.now() - started, claimMs };
}

/** Stands in for the recorder, so that the stream does not grow. */
export async function skipOutcomes(frontier: Frontier): Promise<void> {
  for (;;) {
    const entries = await frontier.readOutcomes('bench', 1000);
    if (entries.length === 0) return;
    await frontier.ackOutcomes(entries.map(({ id }) => id));
  }
}
