import type { OutcomeKind } from '@trunkline/policy';
import { fingerprint, registrableDomain } from '@trunkline/web/url';
import type { ShardKeys } from '../../keys.ts';
import { known } from '../../scripts/urls/known.ts';
import { reconcile } from '../../scripts/urls/reconcile.ts';
import { shardOf } from '../../shard-of.ts';
import { joinUrl, parseEntry, schemes, splitUrl } from '../../stored/entry.ts';
import type { Epoch } from '../../types/shards.ts';
import type { Frontier } from '../../types.ts';
import { batches } from '../batches.ts';
import type { Connection } from '../connection.ts';
import type { KeyOf } from './fingerprint-keys.ts';

/** URLs of one call: each may make it look through the head of a list. */
const BATCH = 200;
const PRINTS = 2000;
const LISTED = 1000;

const letters: Record<OutcomeKind, string> = {
  fetched: 'f',
  notModified: 'm',
  redirected: 'r',
  refused: 'x',
  throttled: 't',
  failed: 'e',
};

/** What brings a shard that lost its last moments, or everything, in line with Postgres again. */
export function createReconcile(
  connection: Connection,
  keyOf: KeyOf,
): Pick<Frontier, 'reconcile' | 'known' | 'waiting' | 'epochs'> {
  const { shards } = connection;

  async function* listOf(
    shard: ShardKeys,
    run: string,
    letter: string,
    host: string,
  ): AsyncGenerator<string[]> {
    for (let from = 0; ; from += LISTED) {
      const entries = await connection.ask('look through a list', (redis) =>
        redis.lrange(shard.queue(run, letter + host), from, from + LISTED - 1),
      );
      if (entries.length > 0) yield entries.map((entry) => urlOf(host, entry));
      if (entries.length < LISTED) return;
    }
  }

  return {
    async reconcile(run, urls) {
      const key = await keyOf(run);
      if (!key) return null;
      const byShard = new Map<number, string[][]>();
      for (const { url, outcomes, dead, bytes } of urls) {
        const { host, scheme, path } = splitUrl(url);
        const ends = outcomes.map((kind) => letters[kind]).join('') + (dead ? '!' : '');
        const shard = shardOf(host, shards.length);
        const list = byShard.get(shard) ?? [];
        byShard.set(shard, list);
        const domain = String(registrableDomain(host).length);
        list.push([host, String(fingerprint(url, key)), domain, `${scheme} ${path}`, ends, String(bytes)]);
      }
      const result = { missing: 0, waiting: 0, known: 0 };
      for (const [shard, list] of byShard) {
        for (const some of batches(list, BATCH, ([, , path = '']) => path.length)) {
          const reply = await connection.run(reconcile, shard, { run }, some.flat());
          if (!reply) return null;
          result.missing += reply.missing;
          result.waiting += reply.waiting;
          result.known += reply.known;
        }
      }
      return result;
    },

    async known(run, urls) {
      const key = await keyOf(run);
      const answers = new Array<boolean>(urls.length).fill(false);
      if (!key) return answers;
      const byShard = Map.groupBy(urls.keys(), (i) => shardOf(splitUrl(urls[i]!).host, shards.length));
      for (const [shard, places] of byShard) {
        for (let i = 0; i < places.length; i += PRINTS) {
          const some = places.slice(i, i + PRINTS);
          const prints = some.map((place) => String(fingerprint(urls[place]!, key)));
          const replies = await connection.run(known, shard, { run }, prints);
          some.forEach((place, n) => {
            answers[place] = replies[n] ?? false;
          });
        }
      }
      return answers;
    },

    async *waiting(run) {
      for (const shard of shards) {
        for (const place of ['ready', 'later', 'held'] as const) {
          let cursor = '0';
          do {
            const [next, members] = await connection.ask('look through a run', (redis) =>
              place === 'held'
                ? redis.sscan(shard.held(run), cursor, 'COUNT', 200)
                : redis.zscan(shard[place](run), cursor, 'COUNT', 200),
            );
            const hosts = place === 'held' ? members : members.filter((_, i) => i % 2 === 0);
            for (const host of hosts) for (const letter of schemes) yield* listOf(shard, run, letter, host);
            cursor = next;
          } while (cursor !== '0');
        }
      }
    },

    async epochs() {
      const read = () => Promise.all(shards.map(readEpoch));
      const found = await read();
      if (found.every(({ began }) => began !== 0)) return found;
      await connection.found();
      return read();
    },
  };

  async function readEpoch(shard: ShardKeys): Promise<Epoch> {
    const [epoch, server, began, lostAt, untold, lastEntry] = await connection.ask(
      'read the epoch',
      (redis) => redis.hmget(shard.meta(), 'epoch', 'server', 'began', 'lostAt', 'untold', 'lastEntry'),
    );
    return {
      epoch: Number(epoch),
      server: server ?? '',
      began: Number(began),
      lostAt: lostAt ? Number(lostAt) : null,
      untold: untold === '1',
      lastEntry: lastEntry ?? '0-0',
    };
  }
}

function urlOf(host: string, text: string): string {
  const { scheme, path } = parseEntry(text);
  return joinUrl(host, scheme, path);
}
