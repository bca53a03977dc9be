import { AsyncLocalStorage } from 'node:async_hooks';
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { createArchiveReader } from '@trunkline/archive';
import { fixShards, openDatabase, ownSecret } from '@trunkline/database';
import { openFrontier } from '@trunkline/frontier';
import { memoryTroubles, openRedis, readServer } from '@trunkline/redis';
import { createSealer, type Logger, startHealth } from '@trunkline/service';
import { createBus, openTracer, telemetryKeys } from '@trunkline/telemetry';
import manifest from '../package.json' with { type: 'json' };
import { createKeys } from './auth/keys.ts';
import type { Config } from './config.ts';
import { createGate } from './http/gate.ts';
import { createHostCheck } from './http/host-check.ts';
import { createRouter } from './http/router.ts';
import { serveSockets } from './http/sockets.ts';
import { createUnread } from './http/unread.ts';
import { createBudgets, noBudgets } from './limits/cost/budget.ts';
import { openPersistedDocuments } from './limits/documents/persisted.ts';
import { beginningsPerSecond, readingBytes, rooms as roomBounds, unreadBytes } from './limits/limits.ts';
import { createPace } from './limits/room/pace.ts';
import { createReadingMemory, createTurn } from './limits/room/reading.ts';
import { createRoom } from './limits/room/room.ts';
import { createAdmission } from './live/admission.ts';
import { createLive } from './live/live.ts';
import { createLooks } from './live/looks/looks.ts';
import { createCaptureTails } from './live/readers/capture-tails.ts';
import { createFeeds } from './live/readers/feeds.ts';
import { followRuns } from './live/runs/follow-runs.ts';
import { createRunFollowers } from './live/runs/run-followers.ts';
import { standIn } from './live/stand-in.ts';
import { apiMetrics } from './metrics/api-metrics.ts';
import type { Operation } from './metrics/operations-plugin.ts';
import { traceOperation } from './metrics/trace-operation.ts';
import type { Context } from './schema/kit/context.ts';
import { createStores } from './stores/create-stores.ts';
import { createLinkReader } from './stores/export/link-reader.ts';
import type { Parts } from './stores/parts.ts';
import { createForecasts } from './stores/run/forecast/forecasts.ts';
import type { Caller } from './stores/values.ts';
import { createGraphql } from './yoga.ts';

/** Statements end after this, so that no request holds a connection for ever. ms */
const STATEMENT_MS = 10_000;

export type Api = {
  url: string;
  /** What is followed for somebody: one reader each. `listens`: to news of the logs of runs. */
  following(): {
    runs: number;
    logs: number;
    feeds: number;
    tails: number;
    admitted: number;
    listens: boolean;
  };
  /** Where health and metrics are answered; null: nowhere. */
  healthPort: number | null;
  close(): Promise<void>;
  [Symbol.asyncDispose](): Promise<void>;
};

/** Opens everything the API needs and listens; `close` ends live subscriptions properly first. */
export async function openApi(config: Config, log: Logger): Promise<Api> {
  await using open = new AsyncDisposableStack();
  /** In force while a query runs: what it asks of Postgres ends with it. */
  const signals = new AsyncLocalStorage<AbortSignal>();
  const database = open.adopt(
    openDatabase(withTimeout(config.databaseUrl), {
      max: 20,
      signals,
      onIdleError: (err) => log.warn({ err }, 'a Postgres connection was lost'),
    }),
    (d) => d.close(),
  );
  const { db } = database;
  const shards = await fixShards(db, config.shards);
  const onWarning = (warning: string) => log.warn(warning);
  const frontier = open.adopt(await openFrontier({ url: config.redisUrl, shards, onWarning }), (f) =>
    f.close(),
  );
  const onOutage = { onTrouble: (err: Error) => log.warn({ err }, 'Redis') };
  const redis = open.adopt(openRedis(config.redisUrl, 'commands', { ...onOutage, lazy: true }), (r) =>
    r.disconnect(),
  );
  await redis.connect();
  const bus = open.adopt(createBus(config.redisUrl, onOutage), (b) => b.close());
  const sealer = config.secretKey === null ? null : createSealer(config.secretKey);
  const archive = createArchiveReader(config.archive);
  const linkReader = open.adopt(createLinkReader(config.archive), (r) => r.close());
  const looks = createLooks({ frontier, redis });
  const forecasts = createForecasts({ db, frontier, redis });
  const turn = createTurn();
  const secret = await ownSecret(db);
  const parts: Parts = {
    ...{ secret, db, frontier, bus, redis, archive, turn, linkReader, looks, forecasts, sealer, log },
  };
  const keys = createKeys(db);
  open.adopt(standIn(parts), (diagnosing) => diagnosing.close());
  const { watches, row } = followRuns(parts);
  const onTrouble = (err: unknown) => log.warn({ err }, 'a live view could not be read; trying again');
  const followers = createRunFollowers({ redis, bus, looks, row, onTrouble });
  const [feeds, tails] = [createFeeds(onTrouble), createCaptureTails(onTrouble)];
  const admission = createAdmission({
    stillGood: keys.stillGood,
    onTrouble: (err) => log.warn({ err }, 'could not look keys of live subscriptions up'),
  });

  const { costPerSecond: perSecond, queryMs } = config;
  const budgets =
    perSecond === 0 ? noBudgets : createBudgets(redis, { perSecond, log, key: telemetryKeys.budget });
  const patient = { waitMs: config.patience.waitMs };
  const memory = createRoom('stored bodies', readingBytes, patient);
  const pace = createPace(beginningsPerSecond, patient);
  const rooms = {
    downloads: createRoom('downloads', roomBounds.downloads, patient),
    exports: createRoom('exports', roomBounds.exports, patient),
    uploads: createRoom('uploads', roomBounds.uploads, patient),
  };
  const contextOf = (caller: Caller): Context => {
    const held = createReadingMemory(memory, caller, { pace });
    const stores = createStores(parts, caller, held.take);
    const live = createLive({ watches, followers, feeds, tails, admission }, caller, () =>
      createStores(parts, caller, held.take),
    );
    const budget = () => budgets.charge(caller.keyId, 0);
    const again = () => keys.again(caller.keyId);
    return { caller, again, stores, live, budget, close: held.close };
  };
  const following = () => ({
    ...{ runs: watches.size(), logs: followers.size(), feeds: feeds.size(), tails: tails.size() },
    ...{ admitted: admission.size(), listens: followers.listens() },
  });
  const measured =
    config.healthPort === null
      ? null
      : await apiMetrics({
          pool: database.pool,
          subscriptions: admission.size,
          readers: following,
          onTrouble: (err) => log.warn({ err }, 'metrics'),
        });
  const tracer = await openTracer({
    settings: config.traces,
    service: 'trunkline-api',
    version: manifest.version,
    kind: 'server',
    ratio: 1,
    onTrouble: (err) => log.warn({ err }, err.message),
  });
  if (tracer) open.adopt(tracer, (one) => one.close());
  const operation = (seen: Operation) => {
    measured?.seen(seen);
    if (tracer) traceOperation(tracer, seen);
  };
  const persisted = await openPersistedDocuments({
    ...{ files: config.persistedDocuments, only: config.persistedOnly, log },
  });
  const graphql = createGraphql({
    ...{ keys, contextOf, budgets, persisted },
    queryMs,
    signals,
    log,
    operation: measured || tracer ? operation : null,
  });
  const ready = () => Promise.all([database.pool.query('select 1'), redis.ping()]);
  const hostCheck = createHostCheck({ listensOn: config.host, names: config.hosts });
  const unread = createUnread(unreadBytes);
  open.defer(unread.close);
  const gate = createGate({ keys, contextOf, budgets, rooms, memory, turn });
  const server = createServer(
    createRouter({
      hostCheck,
      gate: gate.enter,
      ...{ graphql, ready, unread, log },
      ...{ dashboard: config.dashboard, persistedOnly: persisted.only, patience: config.patience },
    }),
  );
  // A seed upload lasts as long as it lasts; the router bounds every other body.
  server.requestTimeout = 0;
  const sockets = serveSockets(server, {
    hostCheck,
    graphql,
    persisted,
    keys,
    patience: config.patience,
    log,
  });
  const revoked = bus.subscribe('keyRevoked');
  void (async () => {
    for await (const { keyId } of revoked) {
      keys.forget(keyId);
      sockets.endKey(keyId);
      gate.endKey(keyId);
      admission.endKey(keyId);
    }
  })();
  const health = open.adopt(
    await startHealth({
      host: config.healthHost,
      port: config.healthPort,
      trouble: () => null,
      unready: () =>
        ready().then(
          () => null,
          (error: Error) => ({ code: 'UNAVAILABLE', message: `Postgres or Redis is away: ${error.message}` }),
        ),
      warnings: async () =>
        memoryTroubles(await readServer(redis)).map(({ code, found, advice }) => ({
          code,
          message: `Redis: ${found}. ${advice}`,
        })),
      metrics: measured?.metrics ?? null,
    }),
    (h) => h.close(),
  );
  server.listen(config.port, config.host);
  await once(server, 'listening');
  open.defer(() => {
    server.close();
    server.closeIdleConnections();
    // Live subscriptions were ended already and get a moment to say so; whoever still hangs on is cut off.
    setTimeout(() => server.closeAllConnections(), 1000).unref();
    return once(server, 'close').then(() => undefined);
  });
  open.defer(() => sockets.close());
  open.defer(() => {
    for (const followed of [admission, watches, followers, feeds, tails]) followed.close();
  });
  open.defer(() => void revoked.return?.());

  const { port } = server.address() as AddressInfo;
  const host = config.host.includes(':') ? `[${config.host}]` : config.host;
  const closing = open.move();
  const close = () => closing.disposeAsync();
  const healthPort = health.port;
  return { url: `http://${host}:${port}`, healthPort, following, close, [Symbol.asyncDispose]: close };
}

function withTimeout(databaseUrl: string): string {
  const url = new URL(databaseUrl);
  if (!url.searchParams.has('options'))
    url.searchParams.set('options', `-c statement_timeout=${STATEMENT_MS}`);
  return url.href;
}
