import type { FileArchiveWriter } from '@trunkline/archive';
import { type Crawler, type CrawlerParts, startCrawler } from '@trunkline/crawl';
import type { Frontier } from '@trunkline/frontier';
import type { Logger } from '@trunkline/service';
import type { Bus, WorkerState } from '@trunkline/telemetry';
import { sealEndedRuns } from './seal-ended-runs.ts';

export type WorkerParts = Pick<
  CrawlerParts,
  'openAccess' | 'bytesPerSecond' | 'contact' | 'tracer' | 'spool' | 'stored'
> & {
  frontier: Frontier;
  bus: Pick<Bus, 'publish' | 'subscribe'>;
  archive: FileArchiveWriter;
  log: Logger;
  name: string;
  slots: number;
  nameServers: readonly string[];
};

/** The crawler as a service: what it does is libs/crawl; here segments of runs that are over get their names. */
export function startWorker(parts: WorkerParts): Crawler & { report(): WorkerState } {
  const { archive, bus, log } = parts;
  const crawler = startCrawler(parts);
  const sealing = sealEndedRuns(archive, bus, (err) => log.warn({ err }, err.message));
  return {
    ...crawler,
    /** All that it knows of itself for a report: some of it is that since it was read last. */
    report: () => {
      const { lagMs, waiting, freeBytes } = archive.state();
      const disk = { lagMs, waiting, freeBytes, full: archive.full() };
      return { ...crawler.state(), redisMs: crawler.redisMs(), archive: disk };
    },
    async drain() {
      await crawler.drain();
      await sealing.close();
    },
  };
}
