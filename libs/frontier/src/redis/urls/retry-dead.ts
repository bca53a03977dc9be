import { fingerprint, registrableDomain } from '@trunkline/web/url';
import { FrontierFull } from '../../errors.ts';
import { retryDead } from '../../scripts/urls/retry-dead.ts';
import { shardOf } from '../../shard-of.ts';
import { formatEntry, splitUrl } from '../../stored/entry.ts';
import type { Frontier } from '../../types.ts';
import { batches } from '../batches.ts';
import { type Connection, isOutOfMemory } from '../connection.ts';
import type { KeyOf } from './fingerprint-keys.ts';
import type { Room } from './room.ts';

/** URLs of one call. */
const BATCH = 500;

/** `retryDead` of types.ts. */
export function createRetryDead(connection: Connection, keyOf: KeyOf, room: Room): Frontier['retryDead'] {
  return async (run, urls) => {
    const result = { accepted: 0, known: 0, refused: 0 };
    const key = await keyOf(run);
    if (!key) return { ...result, refused: urls.length };
    const byShard = new Map<number, string[][]>();
    for (const { url, depth, hops, sitemap = 0, attempts } of urls) {
      const { host, scheme, path } = splitUrl(url);
      const entry = { scheme, recoveries: 0, sitemap, depth, hops, path, validators: '' };
      const text = formatEntry({ ...entry, tries: attempts, uncharged: attempts });
      const shard = shardOf(host, connection.shards.length);
      const rest = byShard.get(shard) ?? [];
      byShard.set(shard, rest);
      const domain = String(registrableDomain(host).length);
      rest.push([host, domain, String(fingerprint(url, key)), String(attempts), text]);
    }
    for (const [shard, rest] of byShard) {
      for (const some of batches(rest, BATCH, ([, , , , text = '']) => text.length)) {
        if (await room.isFull()) throw new FrontierFull();
        const reply = await connection.run(retryDead, shard, { run }, some.flat()).catch((error) => {
          if (!isOutOfMemory(error)) throw error;
          room.refused();
          throw new FrontierFull({ cause: error });
        });
        result.accepted += reply.accepted;
        result.known += reply.known;
        result.refused += reply.refused;
      }
    }
    return result;
  };
}
