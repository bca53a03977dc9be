import { createArchiveReader } from '@trunkline/archive';
import { createDiagnose } from '@trunkline/control';
import type { OpenDatabase } from '@trunkline/database';
import type { Frontier } from '@trunkline/frontier';
import type { Redis } from '@trunkline/redis';
import type { Logger, Sealer } from '@trunkline/service';
import type { Bus } from '@trunkline/telemetry';
import type { Rereader } from '@trunkline/visit/reread';
import { createApplyHostPauses } from './apply/apply-host-pauses.ts';
import { createApplyHostRules } from './apply/apply-host-rules.ts';
import { createApply } from './apply/apply-runs.ts';
import { createAudit } from './audit/audit.ts';
import { createBulk } from './bulk/run-bulk.ts';
import { createEnding } from './ending/end-runs.ts';
import { createRelease } from './ending/release-runs.ts';
import type { StageTotals } from './ending/stage-totals.ts';
import type { Duty } from './loop.ts';
import { createDeliver } from './notify/deliver.ts';
import { createFindEvents } from './notify/find-events.ts';
import { createPurge } from './purge/purge-jobs.ts';
import { createPurgeProjects } from './purge/purge-projects.ts';
import { createRetention } from './purge/retain-runs.ts';
import { createQuotas } from './quota/keep-quotas.ts';
import { createRecorder } from './record/recorder.ts';
import { createLinkReader } from './repair/links.ts';
import { createLostPromises } from './repair/lost-promises.ts';
import { createRebuild } from './repair/rebuild.ts';
import { createEpochWatch } from './repair/watch-epochs.ts';
import { createOperations } from './repair/work.ts';
import { createSchedules } from './schedule/run-schedules.ts';
import { createSweep } from './sweep/sweep.ts';
import { createFollowRuns } from './watch/forecast/follow-runs.ts';
import { createSeries } from './watch/series/series.ts';

export type DutyParts = {
  database: OpenDatabase;
  frontier: Frontier;
  /** Read telemetry from here. */
  redis: Redis;
  bus: Bus;
  stages: StageTotals;
  rereader: Rereader;
  archiveDir: string;
  /** Opens the secrets of webhooks; null: none was given. */
  sealer: Sealer | null;
  /** Name of this conductor among all. */
  owner: string;
  log: Logger;
};

/** All that a conductor does, but for the index of text search, which has a thread of its own. */
export function createDuties(parts: DutyParts): Duty[] {
  const { database, frontier, redis, bus, stages, rereader, archiveDir, sealer, owner, log } = parts;
  const { db } = database;
  const all = { database, db, frontier, bus, stages, archiveDir, sealer, log };
  const archive = createArchiveReader(archiveDir);
  const rebuild = createRebuild({ ...all, links: createLinkReader(archive, rereader) });
  const audit = createAudit({ ...all, archive });
  const work = { reconcile: rebuild, repair: rebuild, audit };
  /** At once when somebody changed a run, for people wait for it. */
  const soon = { wakes: true };
  return [
    { name: 'apply', everyMs: 1000, work: createApply(all), ...soon },
    { name: 'ending', everyMs: 500, work: createEnding(all), ...soon },
    { name: 'operations', everyMs: 1000, work: createOperations({ ...all, owner, work }), ...soon },
    { name: 'epochs', everyMs: 500, work: createEpochWatch(all) },
    { name: 'record', everyMs: 100, work: createRecorder({ ...all, consumer: owner }) },
    { name: 'retain', everyMs: 60_000, work: createRetention({ ...all, archive: archiveDir }) },
    { name: 'host rules', everyMs: 1000, work: createApplyHostRules(all) },
    { name: 'host pauses', everyMs: 1000, work: createApplyHostPauses(all) },
    { name: 'quota', everyMs: 1000, work: createQuotas(all) },
    { name: 'schedule', everyMs: 1000, work: createSchedules(all) },
    { name: 'events', everyMs: 1000, work: createFindEvents(db) },
    { name: 'notify', everyMs: 1000, work: createDeliver(all) },
    { name: 'bulk', everyMs: 1000, work: createBulk(all) },
    { name: 'purge', everyMs: 2000, work: createPurge(all) },
    { name: 'purge projects', everyMs: 2000, work: createPurgeProjects(all) },
    { name: 'release', everyMs: 2000, work: createRelease(all) },
    { name: 'promises', everyMs: 15_000, work: createLostPromises(all) },
    { name: 'series', everyMs: 1000, work: createSeries({ database, frontier, redis, owner, log }) },
    { name: 'forecast', everyMs: 1000, work: createFollowRuns({ ...all, redis }) },
    { name: 'diagnose', everyMs: 1000, work: createDiagnose({ db, frontier, redis, bus, owner }) },
    { name: 'sweep', everyMs: 500, work: createSweep(frontier, log) },
  ];
}
