import { fingerprint, looksLikeTrap } from '@trunkline/web/url';
import { formatEntry, splitUrl } from '../entry.ts';
import { enqueue } from '../scripts/enqueue.ts';
import { shardOf } from '../shard-of.ts';
import type { EnqueueResult, Frontier, NewUrl } from '../types.ts';
import { packValidators } from '../validators.ts';
import type { Connection } from './connection.ts';
import type { KeyOf } from './fingerprint-keys.ts';

/** URLs of one call; more take several. Keeps a call under a few milliseconds of Redis' time. */
const BATCH = 400;

/** What becomes of the URLs of a group: to the head or the tail of the list, or only marked as seen. */
type How = 'urgent' | 'normal' | 'notDue';
type Group = { host: string; how: How; parent: number; urls: string[] };
type Batch = { parents: Map<string, number>; groups: Map<string, Group>; size: number };

const emptyBatch = (): Batch => ({ parents: new Map(), groups: new Map(), size: 0 });

/** `enqueue` of types.ts: fingerprints here, grouped by host, a call per shard and batch. */
export function createEnqueue(connection: Connection, keyOf: KeyOf): Frontier['enqueue'] {
  return async (run, urls) => {
    const result: EnqueueResult = { accepted: 0, known: 0, refused: 0 };
    const key = await keyOf(run);
    if (!key) return { ...result, refused: urls.length };

    const open = new Map<number, Batch>();
    const send = async (shard: number, batch: Batch) => {
      const rest = flatten(batch);
      const parents = [...batch.parents.keys()].join('\n');
      const { accepted, known, refused } = await connection.run(enqueue, shard, { run, parents }, rest);
      result.accepted += accepted;
      result.known += known;
      result.refused += refused;
    };
    for (const url of urls) {
      if (url.depth > 0 && looksLikeTrap(url.url)) {
        result.refused++;
        continue;
      }
      const { host, scheme, path } = splitUrl(url.url);
      const shard = shardOf(host, connection.shards.length);
      const batch = open.get(shard) ?? emptyBatch();
      open.set(shard, batch);
      const { depth, hops, sitemap = 0 } = url;
      const validators = url.validators ? packValidators(url.validators) : '';
      const entry = formatEntry({ scheme, recoveries: 0, sitemap, depth, hops, tries: 0, path, validators });
      addTo(batch, url, host, [String(fingerprint(url.url, key)), entry]);
      if (batch.size === BATCH) {
        open.delete(shard);
        await send(shard, batch);
      }
    }
    for (const [shard, batch] of open) await send(shard, batch);
    return result;
  };
}

function addTo(
  batch: Batch,
  { parent = '', urgent = false, notDue = false }: NewUrl,
  host: string,
  pair: [string, string],
): void {
  let line = batch.parents.get(parent);
  if (line === undefined) {
    line = batch.parents.size;
    batch.parents.set(parent, line);
  }
  const how: How = notDue ? 'notDue' : urgent ? 'urgent' : 'normal';
  const id = `${host} ${line} ${how}`;
  const group = batch.groups.get(id);
  if (group) group.urls.push(...pair);
  else batch.groups.set(id, { host, how, parent: line, urls: pair });
  batch.size++;
}

/** As enqueue.lua reads them. */
const codes: Record<How, number> = { normal: 0, urgent: 1, notDue: 2 };

function flatten({ groups }: Batch): (string | number)[] {
  const rest: (string | number)[] = [];
  // Urgent ones first: of a URL that is found both ways in one call, the urgent one counts.
  const inOrder = [...groups.values()].sort((a, b) => codes[b.how] - codes[a.how]);
  for (const { host, how, parent, urls } of inOrder) {
    rest.push(host, codes[how], parent, urls.length / 2, ...urls);
  }
  return rest;
}
