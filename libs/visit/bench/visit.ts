/*
npm run bench -- visit [START-URL] [--pages N] [--dns ADDRESS:PORT] [--profile FILE]

What a visit costs: finds the pages of a site (docs-web's java.test unless named), then visits N of them, evenly spread, with politeness off and a
real archive. As in a worker, links told once are known. CPU time per page is that of the process, the median of three rounds; a
fourth round under a sampling profiler, which costs time of its own, divides it among the stages. `user_cpu_us_per_page` is the part that is
not the kernel's. After each round the same URLs are fetched by a bare undici loop: `raw_undici_ratio` is visits per second over bare
requests per second, `bare_undici_cpu_us` what a bare request costs; medians too.
*/
import { hash } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { openArchiveWriter } from '@trunkline/archive';
import { type Policy, policySchema } from '@trunkline/policy';
import { hostKey, origin } from '@trunkline/web/url';
import { Pool } from 'undici';
import { createVisits, type VisitConfig, type Visits } from '../src/index.ts';
import { readPage } from '../src/stages/extract/page.ts';
import { profileStages } from './parts/profile-stages.ts';

const CONCURRENCY = 32;
const ROUNDS = 3;
const MOST = 20_000;
const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    pages: { type: 'string', default: '3000' },
    dns: { type: 'string', default: process.env['TRUNKLINE_DNS'] ?? '127.0.0.1:5300' },
    profile: { type: 'string' },
  },
});
const start = positionals[0] ?? 'http://java.test:8080/';
const wanted = Number(values.pages);
const policy: Policy = policySchema.parse({ allowPrivateNetworks: true, robots: { obey: false } });
const config: VisitConfig = {
  policy,
  scope: { kind: 'host', of: [hostKey(start)], include: [], exclude: [] },
};
const archived = { pages: 0, bytes: 0 };
const known = new Set([start]);
const dir = mkdtempSync(join(tmpdir(), 'trunkline-bench-'));
const archive = await openArchiveWriter({ dir, writer: 'bench' });
const visits = createVisits({
  archive,
  worker: 'bench',
  isKnown: (_run, url) => known.has(url),
  robots: async () => ({ state: 'allowAll' }),
  dns: { servers: [values.dns] },
});
const signal = new AbortController().signal;

const pages = await findPages(visits);
const rounds: { cpuUs: number; userUs: number; seconds: number; bareSeconds: number; bareUs: number }[] = [];
for (let round = 0; round < ROUNDS; round++) {
  const used = await timeVisits();
  rounds.push({ ...used, ...(await bareLoop(pages)) });
}
const cpuUs = median(rounds.map((round) => round.cpuUs));
const userUs = median(rounds.map((round) => round.userUs));
const bareUs = median(rounds.map((round) => round.bareUs));
const seconds = median(rounds.map((round) => round.seconds));
const bareSeconds = median(rounds.map((round) => round.bareSeconds));
const { shares, profile } = await profileStages(() => all(pages, (url) => visit(visits, url)));
if (values.profile) writeFileSync(values.profile, JSON.stringify(profile));
const extractUs = await timeExtract(pages);
const sha1Us = timeSha1();
await visits.close();
await archive.close();
rmSync(dir, { recursive: true });

const perPage = (total: number) => Math.round(total / pages.length);
console.log(
  JSON.stringify({
    bench: 'visit',
    site: start,
    pages: pages.length,
    mean_bytes: Math.round(archived.bytes / archived.pages),
    pages_per_s: Math.round(pages.length / seconds),
    cpu_us_per_page: perPage(cpuUs),
    user_cpu_us_per_page: perPage(userUs),
    stage_cpu_us: Object.fromEntries(
      Object.entries(shares).map(([name, share]) => [name, perPage(share * cpuUs)]),
    ),
    // How fast this machine is right now: 13 where the goals were set.
    sha1_us_19kb: Math.round(sha1Us * 10) / 10,
    extract_us_per_page_19kb: Math.round(extractUs),
    bare_undici_cpu_us: perPage(bareUs),
    bare_undici_pages_per_s: Math.round(pages.length / bareSeconds),
    raw_undici_ratio:
      Math.round(median(rounds.map((round) => round.bareSeconds / round.seconds)) * 1000) / 1000,
  }),
);

function visit(by: Visits, url: string) {
  const claim = { run: 'bench', host: hostKey(url), url, depth: 0, hops: 0, attempt: 1 };
  return by.visit(claim, config, { at: performance.now(), uncertainMs: 0 }, signal);
}

async function timeVisits() {
  const before = process.cpuUsage();
  const began = performance.now();
  await all(pages, (url) => visit(visits, url));
  const { user, system } = process.cpuUsage(before);
  return { cpuUs: user + system, userUs: user, seconds: (performance.now() - began) / 1000 };
}

function median(numbers: number[]): number {
  return numbers.toSorted((a, b) => a - b)[numbers.length >> 1]!;
}

function timeSha1(): number {
  const bytes = Buffer.alloc(19_000, 'a');
  const before = process.cpuUsage();
  for (let i = 0; i < 2000; i++) hash('sha1', bytes);
  const { user, system } = process.cpuUsage(before);
  return (user + system) / 2000;
}

/** Follows links until there are enough pages; it warms everything up as well. */
async function findPages(by: Visits): Promise<string[]> {
  const found: string[] = [];
  const next = [start];
  while (next.length > 0 && found.length < MOST) {
    const now = next.splice(0, MOST);
    await all(now, async (url) => {
      const { record, discovered } = await visit(by, url);
      const { capture } = record;
      if (capture?.status === 200 && capture.contentType === 'text/html') {
        found.push(url);
        archived.pages++;
        archived.bytes += capture.bytes;
      }
      for (const { url: link } of discovered) {
        if (known.has(link)) continue;
        known.add(link);
        next.push(link);
      }
    });
  }
  // Pages near the start are larger than most: indexes, overviews.
  const step = Math.max(1, found.length / wanted);
  return Array.from({ length: Math.min(wanted, found.length) }, (_, i) => found[Math.floor(i * step)]!);
}

async function all(urls: readonly string[], work: (url: string) => Promise<unknown>): Promise<void> {
  let at = 0;
  const lane = async () => {
    while (at < urls.length) await work(urls[at++]!);
  };
  await Promise.all(Array.from({ length: CONCURRENCY }, lane));
}

async function bareLoop(urls: readonly string[]) {
  const base = origin(urls[0]!);
  const lookup = (_name: string, { all: every }: { all?: boolean }, done: (...args: never[]) => void) =>
    every
      ? done(...([null, [{ address: '127.0.0.1', family: 4 }]] as never[]))
      : done(...([null, '127.0.0.1', 4] as never[]));
  const pool = new Pool(base, { connections: CONCURRENCY, connect: { lookup: lookup as never } });
  const before = process.cpuUsage();
  const began = performance.now();
  await all(urls, async (url) => {
    const { body } = await pool.request({ path: url.slice(base.length), method: 'GET' });
    await body.arrayBuffer();
  });
  const bareSeconds = (performance.now() - began) / 1000;
  const { user, system } = process.cpuUsage(before);
  await pool.close();
  return { bareSeconds, bareUs: user + system };
}

/** CPU time to decode and read a page, µs, per 19 kB, over the pages of the bench. */
async function timeExtract(urls: readonly string[]): Promise<number> {
  const bodies: { url: string; bytes: Uint8Array }[] = [];
  const keeping = createVisits({
    worker: 'bench',
    robots: async () => ({ state: 'allowAll' }),
    dns: { servers: [values.dns] },
    archive: {
      append: async (_run, { url, body }) => {
        bodies.push({ url, bytes: Buffer.from(body) });
        return { segment: '', offset: 0, length: 0 };
      },
      full: () => false,
      close: async () => {},
    },
  });
  await all(urls.slice(0, 500), (url) => visit(keeping, url));
  await keeping.close();
  const usable = bodies.filter(({ bytes }) => bytes.length > 2000 && bytes.length < 200_000);
  const read = () => {
    for (const { url, bytes } of usable)
      readPage({ bytes, url, kind: 'html', charset: null, product: 'trunkline', most: 100_000 });
  };
  read();
  const before = process.cpuUsage();
  read();
  const { user, system } = process.cpuUsage(before);
  const total = usable.reduce((sum, { bytes }) => sum + bytes.length, 0);
  return ((user + system) / total) * 19_000;
}
