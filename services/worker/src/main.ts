import { createArchiveReader, openArchiveWriter, openSpool } from '@trunkline/archive';
import { createFrontier } from '@trunkline/frontier';
import type { Access } from '@trunkline/policy';
import { createLogger, createSealer, privateFiles, startHealth, untilSignal } from '@trunkline/service';
import { createBus, createReporter, openTracer } from '@trunkline/telemetry';
import manifest from '../package.json' with { type: 'json' };
import { readConfig } from './config.ts';
import { workerMetrics } from './metrics/metrics.ts';
import { startWorker } from './worker.ts';

privateFiles();
const config = readConfig();
const log = createLogger('worker', config.logLevel);
const { name, redisUrl, slots, nameServers, bytesPerSecond } = config;
const sealer = config.secretKey === null ? null : createSealer(config.secretKey);
const secrets = sealer && {
  openAccess: (sealed: string, project: string) => JSON.parse(sealer.open(sealed, project)) as Access,
};
await using open = new AsyncDisposableStack();

const onError = (err: Error) => log.warn({ err }, err.message);
const archive = open.adopt(
  await openArchiveWriter({ dir: config.archiveDir, writer: name, onError }),
  (one) => one.close(),
);
const spool = open.adopt(await openSpool(config.archiveDir, name), (one) => one.close());
const onWarning = (warning: string) => log.warn(warning);
const frontier = open.adopt(createFrontier({ url: redisUrl, shards: config.shards, onWarning }), (one) =>
  one.close(),
);
const bus = open.adopt(createBus(redisUrl, { onTrouble: onError }), (one) => one.close());
/** Of a hundred visits one is traced, unless the environment says another share. */
const tracer = await openTracer({
  settings: config.traces,
  service: 'trunkline-worker',
  version: manifest.version,
  kind: 'client',
  ratio: 0.01,
  onTrouble: onError,
});
if (tracer) open.adopt(tracer, (one) => one.close());
const worker = open.adopt(
  startWorker({
    frontier,
    bus,
    archive,
    spool,
    stored: createArchiveReader(config.archiveDir),
    log,
    name,
    slots,
    nameServers,
    contact: config.contact,
    bytesPerSecond,
    tracer,
    ...secrets,
  }),
  (one) => one.drain(),
);
const { healthHost: host, healthPort: port } = config;
const metrics = port === null ? null : await workerMetrics({ crawler: worker, archive, onTrouble: onError });
const health = open.adopt(await startHealth({ host, port, ...worker, metrics }), (one) => one.close());
const session = await worker.opened();
open.adopt(
  createReporter({
    redisUrl,
    bus,
    worker: session,
    name,
    version: manifest.version,
    clock: worker.clock,
    read: () => worker.report(),
    readVisits: () => worker.visits(),
    onOrder: (drained) => worker.hold(drained),
    onTrouble: onError,
  }),
  (one) => one.close(),
);

console.log(JSON.stringify({ ready: true, session, name, healthPort: health.port }));
const signal = await Promise.race([untilSignal(), worker.ended]);
log.info({ signal }, 'Stopping');
