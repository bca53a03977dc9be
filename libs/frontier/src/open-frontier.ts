import { createHash } from 'node:crypto';
import { createConnection } from './redis/connection.ts';
import { createCookieVerbs } from './redis/hosts/cookies.ts';
import { createHostVerbs } from './redis/hosts/hosts.ts';
import { createBacklogs } from './redis/runs/backlogs.ts';
import { createRunVerbs } from './redis/runs/runs.ts';
import { createSessionVerbs } from './redis/sessions/sessions.ts';
import { createOutcomes } from './redis/settle/outcomes.ts';
import { createSettle } from './redis/settle/settle-claims.ts';
import { createEnqueue } from './redis/urls/enqueue-urls.ts';
import { createKeyOf } from './redis/urls/fingerprint-keys.ts';
import { createInspectVerbs } from './redis/urls/inspect.ts';
import { createReconcile } from './redis/urls/reconcile-urls.ts';
import { createRetryDead } from './redis/urls/retry-dead.ts';
import { createRoom } from './redis/urls/room.ts';
import { shardOf } from './shard-of.ts';
import { splitUrl } from './stored/entry.ts';
import { ROBOTS_BYTES, robotsReply, unpackRobots } from './stored/robots-kept.ts';
import type { Frontier } from './types.ts';

export type FrontierOptions = {
  /** `redis://host:port/database` */
  url: string;
  /** Fixed when an installation is made; the same in every process. */
  shards?: number;
  /** Stands in every key, so that installations (and tests) on one Redis do not meet. */
  name?: string;
  /** Entries of the outcomes stream of a shard the recorder may lag behind before claims and discovery stop; redis/urls/room.ts bounds bytes. */
  maxBacklog?: number;
  /** Bytes of robots rules a shard keeps; what is let go is asked for again. */
  robotsBytes?: number;
  /** ms after which an unanswered call is given up and the connection opened anew. */
  timeoutMs?: number;
  /** Told, with each connection, what is wrong with the server's configuration though not forbidden. */
  onWarning?: (warning: string) => void;
};

/**
 * The frontier on Redis; connects with the first call. Calls reject with `FrontierUnavailable` while Redis is away and with
 * `FrontierMisconfigured` when it may evict keys.
 *
 *      enqueue          claim             settle
 *     ─────────▶ ready ───────▶ in flight ──────▶ gone
 *                  ▲                │
 *                  └────────────────┘
 *     requeue · sweep (session lost) · settle with retry, after a delay
 */
export function createFrontier(options: FrontierOptions | string): Frontier {
  return build(options).frontier;
}

/** `createFrontier`, connected: rejects when Redis is away or may not hold a frontier. */
export async function openFrontier(options: FrontierOptions | string): Promise<Frontier> {
  const { frontier, connection } = build(options);
  try {
    await connection.connect();
  } catch (error) {
    await connection.close();
    throw error;
  }
  return frontier;
}

function build(options: FrontierOptions | string) {
  const given = typeof options === 'string' ? { url: options } : options;
  const { url, shards = 1, name = '', maxBacklog = 50_000, timeoutMs = 5000, onWarning } = given;
  const { robotsBytes = ROBOTS_BYTES } = given;
  const connection = createConnection({ url, shards, name, timeoutMs, onWarning });
  const room = createRoom(connection);
  const runs = createRunVerbs(connection);
  const keyOf = createKeyOf(runs.runConfig);
  const frontier: Frontier = {
    // An address may hold a password.
    id: createHash('sha256')
      .update(JSON.stringify([url, name]))
      .digest('hex')
      .slice(0, 32),
    ...createSessionVerbs(connection, room, maxBacklog),
    ...runs,
    ...createCookieVerbs(connection),
    ...createHostVerbs(connection),
    ...createInspectVerbs(connection, keyOf),
    backlogs: createBacklogs(connection),
    ...createOutcomes(connection),
    enqueue: createEnqueue(connection, keyOf, room, maxBacklog),
    retryDead: createRetryDead(connection, keyOf, room),
    ...createReconcile(connection, keyOf),
    settle: createSettle(connection, robotsBytes),

    memory: () => room.memory(),

    async robots(origin) {
      const keys = connection.shards[shardOf(splitUrl(`${origin}/`).host, shards)]!;
      const text = await connection.ask('read robots rules', (redis) => redis.get(keys.robots(origin)));
      if (text === null) return null;
      const { at, kept } = unpackRobots(text);
      return robotsReply(at, kept);
    },

    async robotsKept() {
      const sum = { bytes: 0, origins: 0, evicted: 0 };
      for (const shard of connection.shards) {
        const [origins, [bytes, evicted]] = await connection.ask('measure robots rules', (redis) =>
          Promise.all([
            redis.zcard(shard.robotsSizes()),
            redis.hmget(shard.meta(), 'robotsBytes', 'robotsEvicted'),
          ]),
        );
        sum.origins += origins;
        sum.bytes += origins === 0 ? 0 : Number(bytes ?? 0);
        sum.evicted += Number(evicted ?? 0);
      }
      return sum;
    },

    close: () => connection.close(),
  };
  return { frontier, connection };
}
