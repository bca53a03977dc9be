import { FrontierMisuse, FrontierUnavailable } from '../../errors.ts';
import { claim, type Deal } from '../../scripts/claims/claim.ts';
import { confirm } from '../../scripts/claims/confirm.ts';
import { hop } from '../../scripts/claims/hop.ts';
import { requeue } from '../../scripts/claims/requeue.ts';
import { loosen } from '../../scripts/hosts/loosen.ts';
import { close } from '../../scripts/sessions/close.ts';
import { heard } from '../../scripts/sessions/heard.ts';
import { open } from '../../scripts/sessions/open.ts';
import { renew } from '../../scripts/sessions/renew.ts';
import { sweep } from '../../scripts/sessions/sweep.ts';
import { shardOf, shardOfToken } from '../../shard-of.ts';
import { hopTo } from '../../stored/entry.ts';
import type { Claim, ReturnedClaim, Share } from '../../types/claims.ts';
import type { Frontier } from '../../types.ts';
import type { Connection } from '../connection.ts';
import { LOOSENED } from '../hosts/hosts.ts';
import { dealLimits } from '../limits/deal-limits.ts';
import type { Room } from '../urls/room.ts';
import { createSuspects } from './suspects.ts';
import { createTurns } from './turns.ts';

/** Claims and delayed URLs a sweep moves in one call. */
const SWEPT = 256;
const MOST_WANTED = 256;
/** Times a claim deals anew for one shard: a run may lack of several limits, one after the other. */
const MOST_DEALS = 3;

type ClaimInput = Record<(typeof claim)['args'][number], string | number>;

type SessionVerbs = Pick<
  Frontier,
  | 'openSession'
  | 'renewSession'
  | 'closeSession'
  | 'sessions'
  | 'countSessions'
  | 'claim'
  | 'hop'
  | 'confirm'
  | 'requeue'
  | 'sweep'
>;

/** What a worker does with its session and claims, on every shard. */
export function createSessionVerbs(connection: Connection, room: Room, maxBacklog: number): SessionVerbs {
  const { shards } = connection;
  const everyShard = <R>(call: (shard: number) => Promise<R>): Promise<R[]> =>
    Promise.all(shards.map((_, shard) => call(shard)));

  const turns = createTurns();
  const hopTurns = createTurns();
  const suspects = createSuspects(shards.length);

  /** Session → the shards that granted something under its last claim id, or may have: their answer did not come. */
  const last = new Map<string, { claimId: string; holders: Set<number> }>();
  const holdersOf = (session: string, claimId: string): Set<number> => {
    const known = last.get(session);
    if (known?.claimId === claimId) return known.holders;
    const holders = new Set<number>();
    last.set(session, { claimId, holders });
    return holders;
  };

  /** One shard's answer; what its runs lack of their limits other shards may have: it is dealt, and then claimed at once. */
  async function claimOf(shard: number, input: Omit<ClaimInput, 'barred'> & { session: string }) {
    for (let deals = 0; ; deals++) {
      const reply = await suspects.ask(input.session, shard, (barred) =>
        connection.run(claim, shard, { ...input, barred }),
      );
      if (!('short' in reply) || reply.short.length === 0) return reply;
      const got = await Promise.all(reply.short.map((one) => dealFor(shard, one)));
      if (!got.includes(true) || reply.claims.length > 0 || deals === MOST_DEALS) return reply;
    }
  }

  const dealFor = (shard: number, one: Deal) =>
    dealLimits(connection, one, shard).catch((error) => {
      if (error instanceof FrontierUnavailable) return false; // another shard is away: this one has answered
      throw error;
    });

  /** Session → of each shard, the turn of the last answer that granted something: what is granted beside these nobody heard of. */
  const heardBy = new Map<string, number[]>();
  const lastHeard = (session: string): number[] => {
    const known = heardBy.get(session) ?? [];
    heardBy.set(session, known);
    return known;
  };

  async function giveBack(session: string, claims: readonly ReturnedClaim[]): Promise<number> {
    const byShard = Map.groupBy(claims, ({ token }) => shardOfToken(token));
    let returned = 0;
    for (const [shard, list] of byShard) {
      if (!shards[shard]) continue; // no token of ours: passed over like those of others
      for (let i = 0; i < list.length; i += SWEPT) {
        const some = list.slice(i, i + SWEPT);
        const rest = some.flatMap(({ token, startedAfterMs }) => [token, startedAfterMs ?? '']);
        returned += await connection.run(requeue, shard, { session }, rest);
      }
    }
    return returned;
  }

  /** Who asks for a lost session lives: what was taken from it did not kill it. */
  const hear = (session: string) => everyShard((shard) => connection.run(heard, shard, { session }));

  return {
    async openSession(session, leaseMs) {
      if (!/^\S+$/.test(session))
        throw new FrontierMisuse(`A session's name must not have spaces: ${session}`);
      const deadlines = await everyShard((shard) => connection.run(open, shard, { session, leaseMs }));
      if (deadlines.includes(0))
        throw new FrontierMisuse(`Session ${session} is lost: open one of another name`);
      return { deadline: Math.min(...deadlines) };
    },

    async renewSession(session, leaseMs) {
      const replies = await everyShard((shard) => connection.run(renew, shard, { session, leaseMs }));
      const lost = replies.some((reply) => reply.lost);
      if (lost) await hear(session);
      return { lost };
    },

    async closeSession(session, started = []) {
      turns.forget(session);
      hopTurns.forget(session);
      suspects.forget(session);
      last.delete(session);
      heardBy.delete(session);
      const known = await giveBack(session, started);
      const all = await everyShard(async (shard) => {
        let returned = 0;
        for (;;) {
          const reply = await connection.run(close, shard, { session });
          returned += reply.returned;
          if (!reply.more) return returned;
        }
      });
      return { returned: all.reduce((sum, returned) => sum + returned, known) };
    },

    async sessions() {
      const workers = await connection.ask('list sessions', (redis) =>
        redis.zrangebyscore(shards[0]!.workers(), '-inf', '+inf', 'WITHSCORES'),
      );
      const holds = await everyShard((shard) =>
        connection.ask('list sessions', (redis) => redis.hgetall(shards[shard]!.holds())),
      );
      const found = [];
      for (let i = 0; i < workers.length; i += 2) {
        const session = workers[i] ?? '';
        const inFlight = holds.reduce((sum, counts) => sum + Number(counts[session] ?? 0), 0);
        found.push({ session, deadline: Number(workers[i + 1]), inFlight });
      }
      return found;
    },

    countSessions: () => connection.ask('count sessions', (redis) => redis.zcard(shards[0]!.workers())),

    async claim(session, claimId, want, share) {
      const turn = turns.of(session, claimId);
      const claims: Claim[] = [];
      let nextDueMs = 100;
      // Shards take turns at being asked first. A repeated id asks those first that hold grants of it, whatever has fallen due
      // elsewhere meanwhile: what they are not asked for again nobody would ever be told of.
      const first = [...claimId].reduce((sum, letter) => (sum * 31 + letter.charCodeAt(0)) % 65_521, 7);
      const order = shards.map((_, i) => (first + i) % shards.length);
      const holders = holdersOf(session, claimId);
      let behind = 0;
      let idle = 0;
      for (const shard of new Set([...holders, ...order])) {
        const left = Math.min(want, MOST_WANTED) - claims.length;
        if (left <= 0 && !holders.has(shard)) return { state: 'granted', claims, nextDueMs: 0 };
        holders.add(shard);
        const maxBytes = await room.mostUntold();
        const input = {
          session,
          claimId,
          turn,
          want: Math.max(1, left),
          maxBacklog,
          maxBytes,
          share: share ? JSON.stringify(shareLeft(share, claims)) : '',
          heard: lastHeard(session)[shard] ?? 0,
        };
        const reply = await claimOf(shard, input);
        if (reply.state === 'lost') {
          suspects.forget(session);
          await hear(session);
          return reply;
        }
        if (reply.state === 'recorder' || reply.claims.length === 0) holders.delete(shard);
        if (reply.state === 'recorder' && shards.length === 1) return reply;
        nextDueMs = Math.min(nextDueMs, reply.nextDueMs);
        if (reply.state === 'recorder') behind++;
        else if ('idle' in reply && reply.idle) idle++;
        if (reply.state !== 'granted' || reply.claims.length === 0) continue;
        claims.push(...reply.claims);
        lastHeard(session)[shard] = turn;
      }
      const waits = behind > 0 && claims.length === 0 && behind + idle === shards.length;
      return waits ? { state: 'recorder', nextDueMs } : { state: 'granted', claims, nextDueMs };
    },

    async hop(session, hopId, { run, url, hops }) {
      const { host, entry } = hopTo(url, hops);
      const input = { session, hopId, turn: hopTurns.of(session, hopId), run, host, entry };
      const reply = await connection.run(hop, shardOf(host, shards.length), input);
      if (reply.state === 'lost') await hear(session);
      return reply;
    },

    async confirm(session, claims) {
      const tokens: string[] = [];
      for (const [shard, list] of Map.groupBy(claims, ({ token }) => shardOfToken(token))) {
        if (!shards[shard]) continue;
        const rest = list.flatMap(({ token, configVersion }) => [token, configVersion]);
        const reply = await connection.run(confirm, shard, { session }, rest);
        if (reply.lost) {
          await hear(session);
          return { state: 'lost' };
        }
        tokens.push(...reply.tokens);
      }
      return { state: 'told', tokens };
    },

    requeue: async (session, claims) => ({ returned: await giveBack(session, claims) }),

    async sweep() {
      const replies = await everyShard(async (shard) => {
        const { loosening, ...swept } = await connection.run(sweep, shard, { most: SWEPT });
        if (!loosening) return swept;
        // Whoever set the rule has died, or is at it: steps of both add up.
        const { more } = await connection.run(loosen, shard, { most: LOOSENED });
        return { ...swept, more: swept.more || more };
      });
      return replies.reduce((a, b) => ({
        lostSessions: a.lostSessions + b.lostSessions,
        recovered: a.recovered + b.recovered,
        released: a.released + b.released,
        dead: a.dead + b.dead,
        more: a.more || b.more,
      }));
    },
  };
}

/** What is left of a share once other shards have granted claims of it. */
function shareLeft(share: Share, claims: readonly Claim[]): Share {
  if (claims.length === 0) return share;
  const held = { ...share.held };
  for (const { run } of claims) held[run] = (held[run] ?? 0) + 1;
  const left = { ...share, held };
  if (share.slow !== undefined) left.slow = share.slow - claims.filter(({ slow }) => slow).length;
  return left;
}
