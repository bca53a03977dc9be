/*
npm run bench -- traps [--seed 1] [--size 1500] [--workers 2] [--most 6000]

Twelve traps and twelve healthy deep sites (others for each seed), served on addresses of this machine, crawled at full speed by so many
crawlers over one memory frontier. A trap counts as held when its run ends by itself; `within_urls` is the most requests any of them had
by then. Of healthy sites no page may be held, and every page is fetched. One that goes on is stopped after `--most` requests.
*/
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { openArchiveWriter } from '@trunkline/archive';

import { createMemoryFrontier } from '@trunkline/frontier';
import { policySchema, type VisitRecord } from '@trunkline/policy';
import { type ServedSite, startTrapSites } from '@trunkline/test-support';
import { startCrawler } from '../src/start-crawler.ts';

const { values } = parseArgs({
  options: {
    seed: { type: 'string', default: '1' },
    size: { type: 'string', default: '1500' },
    workers: { type: 'string', default: '2' },
    most: { type: 'string', default: '6000' },
  },
});
const quiet = () => {};
const log = { debug: quiet, info: quiet, warn: quiet, error: console.error };
const { sites, close } = await startTrapSites(values.seed, Number(values.size));
const results = [];
for (const site of sites) {
  const { held, done, shapes } = await crawl(site);
  const { requests, pages } = site.asked();
  const missing = site.kind === 'healthy' ? site.all().size - pages.size : 0;
  results.push({ site: site.name, kind: site.kind, requests, held, done, missing, shapes });
  console.error(
    `${site.kind.padEnd(8)} ${site.name.padEnd(17)} ${requests} requests, ${held} held${done ? '' : ', goes on'}${missing > 0 ? `, ${missing} missing` : ''}  ${shapes.join(' | ')}`,
  );
}
await close();
const traps = results.filter(({ kind }) => kind === 'trap');
const healthy = results.filter(({ kind }) => kind === 'healthy');
const held = traps.filter((one) => one.done && one.held > 0);
const [quarantined, healthyHeld] = [
  held.length,
  healthy.reduce((sum, one) => sum + one.held + one.missing, 0),
];
const within = Math.max(...held.map(({ requests }) => requests));
const ok = quarantined >= 11 && within <= 2000 && healthyHeld === 0;
console.log(
  JSON.stringify({
    bench: 'traps',
    ok,
    seed: values.seed,
    quarantined,
    of: traps.length,
    within_urls: within,
    healthy_held: healthyHeld,
  }),
);
process.exit(ok ? 0 : 1);

async function crawl({ seed, asked, kind }: ServedSite) {
  const frontier = createMemoryFrontier();
  const pace = { mode: 'rate', perSecond: 10_000, concurrency: 32 } as const;
  const config = {
    ...{ projectId: 'p', jobId: 'j', runId: 'r', maxPages: null, maxDepth: null },
    scope: { kind: 'any' as const, of: [], include: [], exclude: [] },
    policy: policySchema.parse({ pace, allowPrivateNetworks: true }),
  };
  const desired = { run: 'r', version: 1, state: 'running', weight: 1, config } as const;
  await frontier.applyRun(desired);
  await frontier.enqueue('r', [{ url: seed, depth: 0, hops: 0 }]);
  const dir = await mkdtemp(join(tmpdir(), 'trunkline-traps-'));
  const workers = await Promise.all(
    Array.from({ length: Number(values.workers) }, async (_, n) => {
      const archive = await openArchiveWriter({ dir, writer: `w${n}` });
      const crawler = startCrawler({ frontier, archive, log, name: `w${n}`, slots: 64, nameServers: [] });
      return async () => {
        await crawler.drain();
        await archive.close();
      };
    }),
  );
  let heldUrls = 0;
  const shapes = new Set<string>();
  let done = false;
  while (!done && (kind === 'healthy' || asked().requests < Number(values.most))) {
    const entries = await frontier.readOutcomes('b', 10_000);
    await frontier.ackOutcomes(entries.map(({ id }) => id));
    for (const entry of entries) {
      if (entry.kind !== 'settled') continue;
      for (const text of entry.records) {
        const { outcome, traps: found = [] } = JSON.parse(text) as VisitRecord;
        if (outcome.kind === 'refused' && outcome.by === 'quarantine') heldUrls++;
        for (const { shape } of found) shapes.add(shape.slice(shape.indexOf(' ') + 1));
      }
    }
    const { counters, discovering } = (await frontier.sizes('r'))!;
    done = counters.accepted === counters.finished && discovering === 0 && entries.length === 0;
    await sleep(20);
  }
  await frontier.applyRun({ ...desired, version: 2, state: 'cancelled' });
  await Promise.all(workers.map((stop) => stop()));
  await frontier.close();
  await rm(dir, { recursive: true, force: true });
  return { held: heldUrls, done, shapes: [...shapes] };
}
