import { setTimeout as delay } from 'node:timers/promises';
import { createArchiveReader } from '@trunkline/archive';
import { fixShards, openDatabase, ShardsFixed } from '@trunkline/database';
import { createFrontier, FrontierUnavailable, openFrontier } from '@trunkline/frontier';
import { firstAttempt, openRedis } from '@trunkline/redis';
import { createLogger, startHealth, untilSignal } from '@trunkline/service';
import { createBus } from '@trunkline/telemetry';
import { createRereader } from '@trunkline/visit/reread';
import { createApplyHostPauses } from './apply/apply-host-pauses.ts';
import { createApplyHostRules } from './apply/apply-host-rules.ts';
import { createApply } from './apply/apply-runs.ts';
import { createAudit } from './audit/audit.ts';
import { createBulk } from './bulk/run-bulk.ts';
import { readConfig } from './config.ts';
import { createEnding } from './ending/end-runs.ts';
import { createRelease } from './ending/release-runs.ts';
import { createStageTotals } from './ending/stage-totals.ts';
import { startIndex } from './index/start-index.ts';
import { startLoop } from './loop.ts';
import { conductorMetrics } from './metrics/conductor-metrics.ts';
import { createDeliver } from './notify/deliver.ts';
import { createFindEvents } from './notify/find-events.ts';
import { createPurge } from './purge/purge-jobs.ts';
import { createQuotas } from './quota/keep-quotas.ts';
import { createRecorder } from './record/recorder.ts';
import { createLinkReader } from './repair/links.ts';
import { createLostPromises } from './repair/lost-promises.ts';
import { createRebuild } from './repair/rebuild.ts';
import { createEpochWatch } from './repair/watch-epochs.ts';
import { createOperations } from './repair/work.ts';
import { createRetention } from './retain/retain-runs.ts';
import { createSchedules } from './schedule/run-schedules.ts';
import { createSweep } from './sweep/sweep.ts';

/** Whoever stops us waits five seconds; what is not finished by then is repeated by the next conductor. */
const GRACE_MS = 4000;
/** A conductor that was stopped in the middle of a transaction keeps others from its rows for so long. */
const IDLE_MS = 15_000;

const config = readConfig();
const log = createLogger('conductor', config.logLevel);
const asked = untilSignal();

const once = new Set<string>();
/** Of a lost connection the loops tell; the clients' own complaints are kept for those who look closely. */
const quiet = (error: Error) => {
  if (!once.has(error.message)) log.debug({ err: error }, 'connection');
  once.add(error.message);
};

const database = openDatabase(config.databaseUrl, { idleMs: IDLE_MS, onIdleError: quiet });
const shards = await fixShards(database.db, config.shards).catch((error: Error) => {
  if (error instanceof ShardsFixed) throw error;
  log.error({ err: error }, 'Postgres is away; the duties wait for it');
  return config.shards ?? 1; // Redis refuses another number than the one its keys were made with
});
const onWarning = (warning: string) => {
  log.warn(warning);
  console.log(warning); // whoever started it on a terminal reads no log
};
const redisOptions = { url: config.redisUrl, shards, onWarning };
const frontier = await openFrontier(redisOptions).catch((error: Error) => {
  if (!(error instanceof FrontierUnavailable)) throw error;
  log.error({ err: error }, 'Redis is away; the duties wait for it');
  return createFrontier(redisOptions);
});
const bus = createBus(config.redisUrl, { onTrouble: quiet });
const redis = openRedis(config.redisUrl, 'commands', { onTrouble: quiet });
await firstAttempt(redis);

const { db } = database;
const stages = createStageTotals(redis);
const apply = startLoop({
  name: 'apply',
  everyMs: 1000,
  log,
  work: createApply({ frontier, db, bus, log }),
});
const ending = startLoop({
  name: 'ending',
  everyMs: 500,
  log,
  work: createEnding({ frontier, database, bus, stages, log }),
});
const rereader = createRereader();
const archive = createArchiveReader(config.archiveDir);
const rebuild = createRebuild({
  database,
  frontier,
  bus,
  links: createLinkReader(archive, rereader),
});
const audit = createAudit({ database, frontier, archive, archiveDir: config.archiveDir });
const operations = startLoop({
  name: 'operations',
  everyMs: 1000,
  log,
  work: createOperations({
    db,
    bus,
    log,
    owner: config.consumer,
    work: { reconcile: rebuild, repair: rebuild, audit },
  }),
});
const loops = [
  apply,
  ending,
  operations,
  startLoop({ name: 'epochs', everyMs: 500, log, work: createEpochWatch({ frontier, db, bus, log }) }),
  startLoop({
    name: 'record',
    everyMs: 100,
    log,
    work: createRecorder({ frontier, database, bus, log, consumer: config.consumer }),
  }),
  startLoop({
    name: 'retain',
    everyMs: 60_000,
    log,
    work: createRetention({ db, archive: config.archiveDir, log }),
  }),
  startLoop({ name: 'host rules', everyMs: 1000, log, work: createApplyHostRules({ frontier, db, log }) }),
  startLoop({ name: 'host pauses', everyMs: 1000, log, work: createApplyHostPauses({ frontier, db, log }) }),
  startLoop({ name: 'quota', everyMs: 1000, log, work: createQuotas({ frontier, db, bus, log }) }),
  startLoop({ name: 'schedule', everyMs: 1000, log, work: createSchedules({ db, bus, log }) }),
  startLoop({ name: 'events', everyMs: 1000, log, work: createFindEvents(db) }),
  startLoop({ name: 'notify', everyMs: 1000, log, work: createDeliver({ db, log }) }),
  startLoop({ name: 'bulk', everyMs: 1000, log, work: createBulk({ db, frontier, bus, log }) }),
  startLoop({ name: 'purge', everyMs: 2000, log, work: createPurge({ db, log }) }),
  startLoop({
    name: 'release',
    everyMs: 2000,
    log,
    work: createRelease({ frontier, database, stages, log }),
  }),
  startLoop({
    name: 'promises',
    everyMs: 15_000,
    log,
    work: createLostPromises({ db, bus, frontier, archiveDir: config.archiveDir, log }),
  }),
  startLoop({ name: 'sweep', everyMs: 500, log, work: createSweep(frontier, log) }),
];

const index = startIndex({ ...config, log });

const changes = bus.subscribe('runChanged');
const listening = (async () => {
  for await (const _ of changes) {
    apply.wake();
    ending.wake();
    operations.wake();
  }
})();

/** A duty that has failed for so long is no hiccup of a store, ms. */
const LONG_MS = 10_000;
const failing = (longerThanMs: number) => {
  const names = loops.filter((loop) => loop.failingMs() > longerThanMs).map((loop) => loop.name);
  if (names.length === 0) return null;
  return { code: 'DUTY', message: `These duties fail, the log says why: ${names.join(', ')}` };
};
const health = await startHealth({
  host: config.healthHost,
  port: config.healthPort,
  trouble: () => failing(LONG_MS),
  unready: () => failing(0),
  metrics:
    config.healthPort === null ? null : await conductorMetrics({ frontier, db, loops, onTrouble: quiet }),
});

process.stdout.write(`${JSON.stringify({ ready: true, service: 'conductor', healthPort: health.port })}\n`);
log.info({ signal: await asked }, 'stopping');

async function close(): Promise<void> {
  await health.close();
  await changes.return?.();
  await Promise.all([listening, ...loops.map((loop) => loop.stop()), index.stop()]);
  await Promise.all([frontier.close(), bus.close(), database.close()]);
  await rereader.close();
  redis.disconnect();
}
const inTime = await Promise.race([close().then(() => true), delay(GRACE_MS).then(() => false)]);
if (!inTime) log.warn({ ms: GRACE_MS }, 'something did not end in time and is left; others take it over');
process.exit(0);
