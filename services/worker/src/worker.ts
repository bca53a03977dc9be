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
export function startWorker(parts: WorkerParts): Crawler & { state(): WorkerState } {
  const { archive, bus, log } = parts;
  const crawler = startCrawler(parts);
  const sealing = sealEndedRuns(archive, bus, (err) => log.warn({ err }, err.message));
  return {
    ...crawler,
    async drain() {
      await crawler.drain();
      await sealing.close();
    },
  };
}
