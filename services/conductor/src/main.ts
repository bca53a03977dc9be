import { setTimeout as delay } from 'node:timers/promises';
import { fixShards, openDatabase, ShardsFixed } from '@trunkline/database';
import { createFrontier, FrontierUnavailable, openFrontier } from '@trunkline/frontier';
import { firstAttempt, openRedis } from '@trunkline/redis';
import { createLogger, createSealer, privateFiles, startHealth, untilSignal } from '@trunkline/service';
import { createBus, forgetConductor } from '@trunkline/telemetry';
import { createRereader } from '@trunkline/visit/reread';
import { readConfig } from './config.ts';
import { createDuties } from './duties.ts';
import { createStageTotals } from './ending/stage-totals.ts';
import { startIndex } from './index/start-index.ts';
import { startLoop } from './loop.ts';
import { createTellFailures } from './turns/tell-failures.ts';
import { conductorMetrics } from './watch/metrics/conductor-metrics.ts';

/** Whoever stops us waits five seconds; what is not finished by then is repeated by the next conductor. */
const GRACE_MS = 4000;
/** A conductor that was stopped in the middle of a transaction keeps others from its rows for so long. */
const IDLE_MS = 15_000;

privateFiles();
const config = readConfig();
const log = createLogger('conductor', config.logLevel);
const asked = untilSignal();
const open = new AsyncDisposableStack();

const once = new Set<string>();
/** Of a lost connection the loops tell; the clients' own complaints are kept for those who look closely. */
const quiet = (error: Error) => {
  if (!once.has(error.message)) log.debug({ err: error }, 'connection');
  once.add(error.message);
};

const database = open.adopt(
  openDatabase(config.databaseUrl, { idleMs: IDLE_MS, onIdleError: quiet }),
  (one) => one.close(),
);
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
const frontier = open.adopt(
  await openFrontier(redisOptions).catch((error: Error) => {
    if (!(error instanceof FrontierUnavailable)) throw error;
    log.error({ err: error }, 'Redis is away; the duties wait for it');
    return createFrontier(redisOptions);
  }),
  (one) => one.close(),
);
const redis = open.adopt(openRedis(config.redisUrl, 'commands', { onTrouble: quiet }), (one) =>
  one.disconnect(),
);
await firstAttempt(redis);
const bus = open.adopt(createBus(config.redisUrl, { onTrouble: quiet }), (one) => one.close());
const rereader = open.adopt(createRereader(), (one) => one.close());

const { db } = database;
const { archiveDir, consumer: owner } = config;
const sealer = config.secretKey === null ? null : createSealer(config.secretKey);
const stages = createStageTotals(redis);
const duties = createDuties({
  database,
  frontier,
  redis,
  bus,
  stages,
  rereader,
  archiveDir,
  sealer,
  owner,
  log,
});
const loops = duties.map((duty) => startLoop(duty, log));
const index = startIndex({ ...config, log });
const tell = startLoop(
  { name: 'tell', everyMs: 2000, work: createTellFailures({ db, redis, owner, loops: [index, ...loops] }) },
  log,
);
open.defer(() => forgetConductor(redis, owner).catch(quiet));
open.defer(() => Promise.all([index, tell, ...loops].map((one) => one.stop())).then(() => undefined));
const changes = open.adopt(bus.subscribe('runChanged'), (one) => one.return?.().then(() => undefined));
void (async () => {
  for await (const _ of changes) for (const loop of loops) if (loop.wakes) loop.wake();
})();

/** A duty that has failed for so long is no hiccup of a store, ms. */
const LONG_MS = 10_000;
const failing = (longerThanMs: number) => {
  const names = loops.filter((loop) => loop.failingMs() > longerThanMs).map((loop) => loop.name);
  if (names.length === 0) return null;
  return { code: 'DUTY', message: `These duties fail, the log says why: ${names.join(', ')}` };
};
const health = open.adopt(
  await startHealth({
    host: config.healthHost,
    port: config.healthPort,
    trouble: () => failing(LONG_MS),
    unready: () => failing(0),
    metrics:
      config.healthPort === null ? null : await conductorMetrics({ frontier, db, loops, onTrouble: quiet }),
  }),
  (one) => one.close(),
);

process.stdout.write(`${JSON.stringify({ ready: true, service: 'conductor', healthPort: health.port })}\n`);
log.info({ signal: await asked }, 'stopping');

const inTime = await Promise.race([open.disposeAsync().then(() => true), delay(GRACE_MS).then(() => false)]);
if (!inTime) log.warn({ ms: GRACE_MS }, 'something did not end in time and is left; others take it over');
process.exit(0);
