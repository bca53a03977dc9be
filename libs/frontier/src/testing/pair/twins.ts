import assert from 'node:assert/strict';
import { shardKeys } from '../../keys.ts';
import type { ClaimReply, Share } from '../../types/claims.ts';
import type { Frontier } from '../../types.ts';
import { hostReads } from '../host-reads.ts';
import { memoryWorld, type redisWorld, type World } from '../rule.ts';
import type { Worker } from './pace-rules.ts';

/** Of scripts/lib/clock.lua. */
const LIMIT = 3000;
const GONE = 60_000;
export const LEASE = 10_000;

/** The frontier on Redis and its twin in memory, asked alike, under one clock. */
export class Twins {
  readonly redis: Awaited<ReturnType<typeof redisWorld>>;
  readonly memory: World;
  readonly worlds: readonly World[];
  readonly shards: number;
  /** The frontiers' clock: it stands still while the wall's jumps back. */
  now: number;
  /** When the last lease ends. */
  lease: number;

  constructor(redis: Awaited<ReturnType<typeof redisWorld>>, shards: number) {
    this.redis = redis;
    this.memory = memoryWorld();
    this.worlds = [redis, this.memory];
    this.shards = shards;
    this.now = redis.now();
    this.lease = this.now + LEASE;
  }

  /** Asks both, and holds their answers against each other; over several shards, Redis alone. */
  async ask<R>(ask: (frontier: Frontier) => Promise<R>): Promise<R> {
    return this.shards === 1 ? this.always(ask) : ask(this.redis.frontier);
  }

  /** What both answer alike, however many shards there are. */
  async always<R>(ask: (frontier: Frontier) => Promise<R>): Promise<R> {
    const [redis, memory] = [await ask(this.redis.frontier), await ask(this.memory.frontier)];
    assert.deepEqual(redis, memory);
    return redis;
  }

  async advance(ms: number): Promise<void> {
    // Nobody was heard of for long: every lease ends, and then time passes. All at once it would be a jump.
    const first = ms > GONE ? LEASE + 1 : ms;
    for (const part of [first, ms - first]) {
      if (part === 0) continue;
      this.now += part;
      for (const world of this.worlds) await world.advance(part);
      if (ms > GONE) await this.look();
    }
  }

  /** The clock on the wall jumps: back, or so far forward that no lease would be left. */
  async jump(ms: number): Promise<void> {
    // A jump shows only against a clock that was stored.
    await this.look();
    const jumped = ms < 0 || (this.lease > this.now && this.now + ms > this.lease + GONE);
    this.now += jumped ? (ms < 0 ? 0 : LIMIT) : ms;
    for (const world of this.worlds) await world.advance(ms);
    await this.look();
  }

  /** Changes nothing but that the clock is stored. */
  async look(): Promise<void> {
    await this.ask((frontier) => frontier.closeSession('nobody'));
  }

  /** However many hosts wait, a claim reads at most five for each URL it may hand out. */
  async claim(session: string, id: string, want: number, share?: Share): Promise<ClaimReply> {
    const { redis, name } = this.redis;
    const before = await hostReads(redis, name, this.shards);
    const reply = await this.ask((frontier) => frontier.claim(session, id, want, share));
    const after = await hostReads(redis, name, this.shards);
    const reads = after.map((count, shard) => count - before[shard]!);
    assert.ok(Math.max(...reads) <= 5 * want, `a claim of ${want} read ${reads} hosts`);
    return reply;
  }

  /** Nothing is in flight at a session that its worker was not told of: nobody would ever ask for it. */
  async checkTold(worker: Worker): Promise<void> {
    const told = new Set(worker.claims.map(({ token }) => token));
    for (let shard = 0; shard < this.shards; shard++) {
      const inFlight = shardKeys(this.redis.name, shard).inflight(worker.session);
      const untold = (await this.redis.redis.hkeys(inFlight)).filter((token) => !told.has(token));
      assert.deepEqual(untold, [], `${worker.session} was not told of what it holds on shard ${shard}`);
    }
  }
}
