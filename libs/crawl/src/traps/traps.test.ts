import assert from 'node:assert/strict';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type TestContext, test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { openArchiveWriter } from '@trunkline/archive';
import { createMemoryFrontier, type Frontier } from '@trunkline/frontier';
import { type FoundTrap, type PolicyInput, policySchema, type VisitRecord } from '@trunkline/policy';
import { startTrapSites } from '@trunkline/test-support';
import { startCrawler } from '../start-crawler.ts';

const quiet = () => {};
const log = { debug: quiet, info: quiet, warn: quiet, error: quiet };

async function startWorker(t: TestContext, frontier: Frontier, name: string): Promise<void> {
  const dir = await mkdtemp(join(tmpdir(), 'trunkline-traps-'));
  const archive = await openArchiveWriter({ dir, writer: name });
  const crawler = startCrawler({ frontier, archive, log, name, slots: 64, nameServers: [] });
  t.after(async () => {
    await crawler.drain();
    await archive.close();
    await rm(dir, { recursive: true, force: true });
  });
}

function runOf(policy: PolicyInput, more: { held?: string[]; free?: string[] } = {}) {
  const pace = { mode: 'rate', perSecond: 10_000, concurrency: 8 } as const;
  const robots = { obey: false };
  const config = {
    ...{ projectId: 'p', jobId: 'j', runId: 'r', maxPages: null, maxDepth: null, ...more },
    scope: { kind: 'any' as const, of: [], include: [], exclude: [] },
    policy: policySchema.parse({ pace, allowPrivateNetworks: true, robots, ...policy }),
  };
  return { run: 'r', version: 1, state: 'running', weight: 1, config } as const;
}

/** Every record there is until `enough`, or until the run is over. */
async function crawled(frontier: Frontier, enough: (records: VisitRecord[]) => boolean = () => false) {
  const records: VisitRecord[] = [];
  for (;;) {
    const entries = await frontier.readOutcomes('t', 10_000);
    await frontier.ackOutcomes(entries.map(({ id }) => id));
    for (const entry of entries)
      if (entry.kind === 'settled')
        records.push(...entry.records.map((text) => JSON.parse(text) as VisitRecord));
    const { counters, discovering } = (await frontier.sizes('r'))!;
    if (
      enough(records) ||
      (counters.accepted === counters.finished && discovering === 0 && entries.length === 0)
    )
      return { records, counters };
    await sleep(10);
  }
}

const some = new Set(
  'calendarPath sessionQuery growingDepth softMissing redirects apiDocs archive catalogue gitBrowser shop'.split(
    ' ',
  ),
);

test('of traps and healthy sites crawled by two workers, each trap is held and the run ends, and every healthy page is fetched', async (t) => {
  const { sites: all, close } = await startTrapSites('suite', 160);
  // All of them: npm run bench -- traps.
  const sites = all.filter(({ name }) => some.has(name));
  t.after(close);
  const frontier = createMemoryFrontier();
  t.after(() => frontier.close());
  await frontier.applyRun(runOf({}));
  await frontier.enqueue(
    'r',
    sites.map(({ seed }) => ({ url: seed, depth: 0, hops: 0 })),
  );
  await startWorker(t, frontier, 'one');
  await startWorker(t, frontier, 'two');
  const { records, counters } = await crawled(frontier);

  const held = records.filter(({ outcome }) => outcome.kind === 'refused' && outcome.by === 'quarantine');
  assert.equal(counters.dead, records.filter(({ deadReason }) => deadReason !== undefined).length);
  for (const { kind, name, host, asked, all } of sites) {
    const own = held.filter(({ url }) => new URL(url).host === host);
    if (kind === 'healthy') {
      assert.deepEqual([own.length, asked().pages.size], [0, all().size], name);
      continue;
    }
    assert.ok(own.length > 0, `${name} is held`);
    assert.ok(asked().requests <= 2000, `${name}: ${asked().requests} requests`);
  }
  const traps = records.flatMap(({ traps: found = [] }) => found as FoundTrap[]);
  const shapes = new Set(traps.map(({ shape }) => shape));
  assert.ok(held.every(({ outcome }) => shapes.has((outcome as { detail: string }).detail)));
  assert.ok(held.every(({ deadReason, capture }) => deadReason === 'quarantine' && capture === null));
});

test('what is watched is told of and fetched, what is free is neither, and what is held from the beginning is never asked for', async (t) => {
  const { sites, close } = await startTrapSites('modes', 10);
  t.after(close);
  const { host, seed } = sites.find(({ name }) => name === 'endlessPages')!;
  const shape = `${host} /list ?`;
  async function crawl(policy: PolicyInput, more: Parameters<typeof runOf>[1]) {
    const frontier = createMemoryFrontier();
    await frontier.applyRun(runOf(policy, more));
    await frontier.enqueue('r', [{ url: seed, depth: 0, hops: 0 }]);
    await startWorker(t, frontier, 'w');
    const { records } = await crawled(frontier, (some) => some.length >= 900);
    await frontier.applyRun({ ...runOf(policy, more), version: 2, state: 'cancelled' });
    return {
      traps: records.flatMap(({ traps = [] }) => traps),
      outcomes: records.map(({ outcome }) => outcome),
    };
  }
  const watched = await crawl({ traps: 'watch' }, {});
  assert.ok(watched.traps.length > 0 && watched.traps.every(({ held }) => !held));
  assert.ok(watched.outcomes.every(({ kind }) => kind === 'fetched'));
  assert.deepEqual((await crawl({}, { free: [shape], held: [shape] })).traps, []);
  const kept = await crawl({}, { held: [shape] });
  const held = kept.outcomes.filter((outcome) => outcome.kind === 'refused' && outcome.by === 'quarantine');
  assert.deepEqual([held.length, kept.outcomes.length], [2, 5]); // its seed is asked for, and two pages beside it
});
