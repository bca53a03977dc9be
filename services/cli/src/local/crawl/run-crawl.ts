import { hostname } from 'node:os';
import { setTimeout as sleep } from 'node:timers/promises';
import { type ArchiveWriter, adoptSegments, dropRecords, openArchiveWriter } from '@trunkline/archive';
import { type CrawlerLog, startCrawler } from '@trunkline/crawl';
import { createMemoryFrontier, type RunCounters } from '@trunkline/frontier';
import type { Omission, VisitRecord } from '@trunkline/policy';
import type { StageReport } from '@trunkline/telemetry';
import { type CrawlLedger, ledgerOf } from './ledger.ts';
import type { Plan } from './plan.ts';
import { attemptOf, type Tally } from './tally.ts';

/** The one run there is; also the folder of its segments. */
export const RUN = 'crawl';
/** How often outcomes are taken and the end is looked for, and delayed URLs are released, ms. */
const TURN_MS = 20;
const SWEEP_MS = 100;
const ENTRIES = 10_000;

export type Look = {
  counters: RunCounters;
  stages: StageReport;
  blockedBy: string | null;
  /** URLs that were left out because the frontier is full. */
  leftOut: number;
};

export type CrawlParts = {
  plan: Plan;
  tally: Tally;
  ledger: CrawlLedger | null;
  /** Folder of the archive; null: nothing is kept. */
  out: string | null;
  nameServers: readonly string[];
  log: CrawlerLog;
  onVisit(record: VisitRecord): void;
  signal: AbortSignal;
};

export type CrawlEnd = { how: 'done' | 'budget' | 'stopped'; look: Look };

/** Starts a crawl in this process; `end` resolves when it is over and everything of it is written. */
export async function startCrawl(parts: CrawlParts) {
  const { plan, tally, ledger, log, signal } = parts;
  const { giveUpMs } = plan;
  const patience = { robotsRetryMs: 1000, robotsMs: giveUpMs, unreachableMs: 1000, hostMs: giveUpMs };
  const frontier = createMemoryFrontier({ maxUrls: plan.maxUrls, patience });
  const desired = { run: RUN, version: 1, state: 'running', weight: 1, config: plan.config } as const;
  await frontier.applyRun(desired);
  if (ledger) {
    for (const attempt of ledger.past.attempts) tally.attempt(attempt);
    frontier.restore(RUN, ledgerOf(ledger.past));
    await frontier.widen(RUN, ledger.past.led);
  }
  const archive = parts.out === null ? nowhere : await openOut(parts.out, ledger, log);
  ledger?.forgetPast();
  const crawler = startCrawler({
    frontier,
    archive,
    log,
    name: `${hostname()}:${process.pid}`,
    slots: plan.slots,
    nameServers: parts.nameServers,
    onRobots: (claim, result) => tally.robots(claim.host, result),
  });

  async function record(): Promise<void> {
    for (;;) {
      const entries = await frontier.readOutcomes('here', ENTRIES);
      if (entries.length === 0) return;
      for (const entry of entries) {
        if (entry.kind === 'discovered') ledger?.discovered(entry.urls);
        else if (entry.kind === 'dropped') tally.dropped(entry);
        else if (entry.kind === 'leftOut') tally.leftOut(JSON.parse(entry.record) as Omission[]);
        else if (entry.kind === 'settled')
          settled(entry.records.map((text) => JSON.parse(text) as VisitRecord));
      }
      await frontier.ackOutcomes(entries.map(({ id }) => id));
    }
  }

  function settled(records: VisitRecord[]): void {
    const attempts = records.map(attemptOf);
    ledger?.ended(attempts);
    for (const attempt of attempts) tally.attempt(attempt);
    for (const one of records) parts.onVisit(one);
  }

  async function untilOver(): Promise<CrawlEnd['how']> {
    let sweptAt = 0;
    for (;;) {
      await record();
      if (signal.aborted) return 'stopped';
      const now = performance.now();
      if (now - sweptAt >= SWEEP_MS) {
        sweptAt = now;
        await frontier.sweep();
      }
      const { counters, exhausted } = (await frontier.sizes(RUN))!;
      if (counters.accepted === counters.finished) return 'done';
      if (exhausted) return 'budget';
      await sleep(TURN_MS, undefined, { signal }).catch(() => {}); // the loop sees the abort
    }
  }

  async function crawl(): Promise<CrawlEnd> {
    try {
      for (let at = 0; at < plan.seeds.length; at += 1000) {
        await frontier.enqueue(RUN, plan.seeds.slice(at, at + 1000));
      }
      const how = await Promise.race([untilOver(), crawler.ended.then(() => 'stopped' as const)]);
      await crawler.drain();
      await record();
      const last = await look();
      if (how === 'budget') {
        await frontier.applyRun({ ...desired, version: 2, state: 'ending' });
        await frontier.drop(RUN, 'budget');
        await record();
      }
      return { how, look: last };
    } finally {
      await archive.close();
    }
  }

  async function look(): Promise<Look> {
    const { counters } = (await frontier.sizes(RUN))!;
    const { blockedBy } = crawler.state();
    return { counters, stages: crawler.clock.report(), blockedBy, leftOut: frontier.full() };
  }

  return { look, end: crawl() };
}

/** Where nothing is kept there is nothing to read back either. */
const nowhere: ArchiveWriter = {
  append: async () => ({ segment: '', offset: 0, length: 1 }),
  full: () => false,
  close: async () => {},
};

/** Opens the archive. What a killed crawl stored without noting it goes: it is fetched again, and stood there twice. */
async function openOut(dir: string, ledger: CrawlLedger | null, log: CrawlerLog): Promise<ArchiveWriter> {
  if (ledger) {
    await adoptSegments(dir).catch((error: NodeJS.ErrnoException) => {
      if (error.code !== 'ENOENT') throw error;
    });
    const { urls } = ledger.past;
    const dropped = await dropRecords(
      dir,
      RUN,
      (url) => urls.get(url)?.finished === true || url.endsWith('/robots.txt'),
    );
    if (dropped > 0) log.info({ dropped }, 'Records of unfinished visits were taken out of the archive');
  }
  return openArchiveWriter({
    dir,
    writer: `${hostname()}:${process.pid}`,
    onError: (error) => log.warn({ err: error }, error.message),
  });
}
