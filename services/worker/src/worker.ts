import type { FileArchiveWriter } from '@trunkline/archive';
import type { Frontier } from '@trunkline/frontier';
import { LocalFault, stages } from '@trunkline/policy';
import type { Logger } from '@trunkline/service';
import { type Bus, createStageClock, type WorkerState } from '@trunkline/telemetry';
import { createVisits } from '@trunkline/visit';
import { createClosing } from './crawl/closing.ts';
import { startCrawlLoop } from './crawl/crawl-loop.ts';
import { createRestingHosts } from './crawl/resting-hosts.ts';
import { createSettler } from './crawl/settler.ts';
import { createSlots } from './crawl/slots.ts';
import { createWork } from './crawl/work.ts';
import { createRobotsRules } from './runs/robots-rules.ts';
import { createRunConfigs } from './runs/run-configs.ts';
import { sealEndedRuns } from './runs/seal-ended-runs.ts';
import { createToldUrls } from './runs/told-urls.ts';
import { keepSession } from './session/sessions.ts';

export type WorkerParts = {
  frontier: Frontier;
  bus: Pick<Bus, 'publish' | 'subscribe'>;
  archive: FileArchiveWriter;
  log: Logger;
  name: string;
  slots: number;
  nameServers: readonly string[];
};

/** How long visits in flight may take to end once the worker drains, ms. */
const GRACE_MS = 3500;

/** Everything a worker does between the frontier and the web. */
export function startWorker({ frontier, bus, archive, log, name, slots: most, nameServers }: WorkerParts) {
  const clock = createStageClock(stages);
  const slots = createSlots(most);
  const told = createToldUrls();
  const closing = createClosing(archive);
  const robots = createRobotsRules(frontier);
  const resting = createRestingHosts(bus);
  const sealing = sealEndedRuns(archive, bus, (err) => log.warn({ err }, err.message));
  const sessions = keepSession(frontier, log);
  let draining = false;

  const onAway = () => told.forget();
  const settler = createSettler(frontier, told, {
    onAway,
    onSettled: (count) => slots.give(count),
    onStale: (count) => log.warn({ count }, 'Claims were settled too late: they had been given to others'),
  });
  const visits = createVisits({
    archive,
    clock,
    worker: name,
    robots: (origin) => robots.get(origin),
    isKnown: (run, url) => told.has(run, url),
    dns: { servers: nameServers },
    onThrottled: (host, retryAfterMs) => resting.said(host, retryAfterMs),
    mayStart: (host) => sessions.mayStart() && !resting.has(host),
  });
  const { work, totals } = createWork({
    visits,
    clock,
    robots,
    settler,
    name,
    configs: createRunConfigs(frontier),
    onFault(fault) {
      if (fault instanceof LocalFault) log.debug({ code: fault.code }, fault.message);
      else log.error({ err: fault }, 'A visit broke: this is a bug');
      closing.onFault(fault);
    },
  });
  const { closedBy } = closing;
  const loop = startCrawlLoop({ frontier, sessions, slots, closedBy, work, onAway });

  return {
    /** Resolves with the first session's id. */
    opened: async () => (await sessions.current()).id,
    /** Rejects when the worker cannot go on. */
    ended: Promise.all([loop.ended, sessions.ended]),
    clock,
    state(): WorkerState {
      return {
        session: sessions.id(),
        state: draining ? 'draining' : 'running',
        blockedBy: loop.blockedBy(),
        slots: most,
        inFlight: slots.held(),
        ...totals,
      };
    },
    /** Claims nothing more, lets what was started end within the grace time, and gives the rest back. */
    async drain(): Promise<void> {
      draining = true;
      sessions.drain();
      await loop.stop();
      const end = performance.now() + GRACE_MS;
      while (slots.held() > 0 && performance.now() < end) {
        slots.look();
        await slots.changed(Math.max(1, end - performance.now()));
      }
      const returned = await sessions.close();
      log.info({ returned }, 'Drained');
      await settler.flush();
      await visits.close();
      await resting.close();
      await sealing.close();
    },
  };
}
