import { fingerprint, looksLikeTrap, registrableDomain } from '@trunkline/web/url';
import { readClaim } from '../../scripts/claims/claim.ts';
import { causes, type GroupOfHosts } from '../../scripts/runs/causes.ts';
import { inspectUrl } from '../../scripts/urls/inspect-url.ts';
import { shardOf } from '../../shard-of.ts';
import { type Entry, formatEntry, joinUrl, lettersOf, parseEntry, splitUrl } from '../../stored/entry.ts';
import { robotsState } from '../../stored/robots-kept.ts';
import type { ClaimOut } from '../../types/claims.ts';
import type { OriginState, UrlState } from '../../types/urls.ts';
import type { Frontier } from '../../types.ts';
import type { Connection } from '../connection.ts';
import { sumCauses } from '../runs/sum-causes.ts';
import type { KeyOf } from './fingerprint-keys.ts';

/** Hosts of a group that are looked at; more are sampled. */
const HOSTS = 2000;
/** Entries of a list looked at in one call, and calls. */
const ENTRIES = 1000;
const CALLS = 50;
/** Entries Redis compares with one: it does nothing else meanwhile, some ms. */
const FARTHEST = 1_000_000;
const MAX_HOPS = 10;

const GROUPS = ['rests', 'held', 'overdue', 'later'] as const;

/** What the control plane asks to explain a run or a URL. */
export function createInspectVerbs(
  connection: Connection,
  keyOf: KeyOf,
): Pick<Frontier, 'causes' | 'inspectUrl' | 'inFlight'> {
  const { shards } = connection;

  type Sought = Pick<Entry, 'scheme' | 'path' | 'depth' | 'hops' | 'tries'>;

  /** Goes on through the long list of an origin; null: not found. Redis finds a whole entry at once, of others each is looked at here. */
  async function positionInList(
    shard: number,
    run: string,
    host: string,
    sought: Sought,
    isSettled: boolean,
  ) {
    const { scheme, path, hops } = sought;
    const queue = shards[shard]!.queue(run, scheme + host);
    for (const tried of isSettled ? [hops] : new Set([hops, 0, 1])) {
      const whole = { ...sought, hops: tried, recoveries: 0, sitemap: 0, validators: '' };
      const text = formatEntry(whole);
      const position = await connection.ask('look into a queue', (redis) =>
        redis.lpos(queue, text, 'MAXLEN', FARTHEST),
      );
      if (position !== null) return { position, text };
    }
    if (isSettled) return null;
    for (let from = ENTRIES; from < CALLS * ENTRIES; from += ENTRIES) {
      const entries = await connection.ask('look into a queue', (redis) =>
        redis.lrange(queue, from, from + ENTRIES - 1),
      );
      const at = entries.findIndex((text) => {
        // Reading each would cost more than all else.
        if (!text.startsWith(scheme) || !text.includes(path)) return false;
        return parseEntry(text).path === path;
      });
      if (at >= 0) return { position: from + at, text: entries[at]! };
      if (entries.length < ENTRIES) return null;
    }
    return null;
  }

  return {
    async causes(run) {
      // All at once: how far away Redis is may be what there is to tell.
      const replies = await Promise.all(
        shards.map((_, shard) =>
          Promise.all(GROUPS.map((group) => connection.run(causes, shard, { run, group, most: HOSTS }))),
        ),
      );
      const groups: GroupOfHosts[][] = replies
        .map((found) => found.filter((reply) => reply !== null))
        .filter(({ length }) => length > 0);
      // A shard whose portion of the pages is used up waits for what the others have; all together wait for a quota.
      const others = groups.flat().find(({ whole }) => whole !== 'QUOTA');
      if (others) for (const group of groups.flat()) if (group.whole === 'QUOTA') group.whole = others.whole;
      return groups.length === 0 ? null : sumCauses(groups);
    },

    async inFlight(wanted) {
      const found: ClaimOut[] = [];
      for (const keys of shards) {
        const sessions = await connection.ask('list sessions', (redis) =>
          redis.zrange(keys.workers(), '0', '-1'),
        );
        for (const session of sessions) {
          const claims = await connection.ask('read claims', (redis) =>
            redis.hgetall(keys.inflight(session)),
          );
          for (const [token, text] of Object.entries(claims)) {
            const out = claimOut(session, token, text);
            if (!wanted || wanted.includes(out.run)) found.push(out);
          }
        }
      }
      return found.sort((a, b) => a.since - b.since || (a.token < b.token ? -1 : 1));
    },

    async inspectUrl(run, { url, depth = 0, hops = 0, tries = 0, isSettled = false }) {
      const key = await keyOf(run);
      if (!key) return null;
      const { host, scheme, path } = splitUrl(url);
      const shard = shardOf(host, shards.length);
      const print = String(fingerprint(url, key));
      const letters = lettersOf(host);
      const fields = await connection.run(inspectUrl, shard, {
        run,
        host,
        print,
        scheme,
        path,
        looks: ENTRIES,
        domain: registrableDomain(host).length,
        letters: letters.join(''),
      });
      if (!fields) return null;
      const number = (field: string) => Number(fields.get(field) ?? 0);
      const originOf = (letter: Entry['scheme']): OriginState => ({
        origin: joinUrl(host, letter, ''),
        due: number(`due${letter}`),
        backoffUntil: number(`backoff${letter}`),
        robotsOut: number(`robotsOut${letter}`) === 1,
        robots: robotsState(
          number(`robotsStored${letter}`),
          number(`robotsSince${letter}`),
          number('copyAge'),
        ),
        waiting: number(`waiting${letter}`),
      });
      const own = originOf(scheme);
      let at = readPlace(fields);
      if (at.state === 'finished' && own.waiting > ENTRIES) {
        const sought = { scheme, path, depth, hops, tries };
        const found = await positionInList(shard, run, host, sought, isSettled);
        if (found)
          at = { state: 'waiting', position: found.position, attempts: parseEntry(found.text).tries };
        else if (own.waiting > CALLS * ENTRIES && !isSettled) at = { state: 'unfound' };
      }
      const tooDeep = number('maxDepth') >= 0 && depth > number('maxDepth');
      const state = fields.get('run');
      const verdict = (): UrlState['ifEnqueued'] => {
        if (state !== 'running' && state !== 'paused') return 'run';
        if (depth > 0 && looksLikeTrap(url)) return 'trap';
        if (tooDeep) return 'depth';
        if (hops > MAX_HOPS) return 'hops';
        if (at.state !== 'unknown') return 'known';
        return number('spent') === 1 ? 'budget' : 'accepted';
      };
      return {
        at,
        ifEnqueued: verdict(),
        host: {
          ...own,
          origins: letters.map(originOf),
          place: (fields.get('place') ?? 'none') as UrlState['host']['place'],
          delayMs: number('delay'),
          inFlight: number('atHost'),
          limit: number('limit'),
          crawlDelay: { askedMs: number('crawlDelay'), capped: number('capped') === 1 },
          sharers: number('sharers'),
        },
        pages: { used: number('used'), most: number('maxPages') < 0 ? null : number('maxPages') },
        now: number('now'),
      };
    },
  };
}

function claimOut(session: string, token: string, text: string): ClaimOut {
  const { run, host, kind, url, depth, attempt, recoveries, startInMs } = readClaim(token, text, 0, 0);
  const since = Number(text.slice(0, text.indexOf(' ')));
  return {
    token,
    session,
    run,
    host,
    kind,
    url,
    depth,
    attempt,
    recoveries,
    since,
    startsAt: since + startInMs,
  };
}

function readPlace(fields: Map<string, string>): UrlState['at'] {
  const attempts = parseEntry(fields.get('entry') ?? '').tries;
  const number = (field: string) => Number(fields.get(field) ?? 0);
  switch (fields.get('state')) {
    case 'waiting':
      return { state: 'waiting', position: number('position'), attempts };
    case 'inFlight':
      return {
        state: 'inFlight',
        ...{ session: fields.get('session') ?? '', token: fields.get('token') ?? '' },
        ...{ since: number('since'), attempts },
      };
    case 'delayed':
      return { state: 'delayed', until: number('until'), attempts };
    case 'finished':
      return fields.has('partial') ? { state: 'unfound' } : { state: 'finished' };
    default:
      return { state: 'unknown' };
  }
}
