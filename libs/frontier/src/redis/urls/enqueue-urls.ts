import { fingerprint, looksLikeTrap, registrableDomain } from '@trunkline/web/url';
import { grant } from '../../scripts/limits/grant.ts';
import { enqueue } from '../../scripts/urls/enqueue.ts';
import { shardOf } from '../../shard-of.ts';
import { formatEntry, splitUrl } from '../../stored/entry.ts';
import { packValidators } from '../../stored/validators.ts';
import type { EnqueueResult, NewUrl } from '../../types/urls.ts';
import type { Frontier } from '../../types.ts';
import { type Connection, isOutOfMemory } from '../connection.ts';
import type { KeyOf } from './fingerprint-keys.ts';
import type { Room } from './room.ts';

/** URLs of one call; more take several, as do long ones. Keeps a call under a few milliseconds of Redis' time. */
const BATCH = 256;
/** And bytes, about: a call is one entry for the recorder, who reads hundreds of them at once. */
const BATCH_BYTES = 24_000;

/** What becomes of the URLs of a group: to the head or the tail of the list, or only marked as seen. */
type How = 'urgent' | 'normal' | 'notDue';
/** What the URLs of a group have in common, beside their origin. */
type Kind = { how: How; parent: string; depth: number; hops: number };
type Group = { host: string; kind: Kind; prints: number[]; entries: string[] };
type Batch = {
  groups: Group[];
  latest: Map<string, Group>;
  kind: Kind | undefined;
  size: number;
  bytes: number;
};

const emptyBatch = (): Batch => ({ groups: [], latest: new Map(), kind: undefined, size: 0, bytes: 0 });

/** `enqueue` of types.ts: fingerprints here, grouped by origin, a call per shard and batch. */
export function createEnqueue(
  connection: Connection,
  keyOf: KeyOf,
  room: Room,
  maxBacklog: number,
): Frontier['enqueue'] {
  return async (run, urls) => {
    const result: EnqueueResult = { accepted: 0, known: 0, refused: 0 };
    const key = await keyOf(run);
    if (!key) return { ...result, refused: urls.length };

    const open = new Map<number, Batch>();
    const leave = (batch: Batch, by: NonNullable<EnqueueResult['fullBy']>) => {
      result.full = (result.full ?? 0) + batch.size;
      result.fullBy ??= by;
    };
    const send = async (shard: number, batch: Batch) => {
      if (await room.isFull()) return leave(batch, 'REDIS_FULL');
      const limits = { maxBacklog, maxBytes: await room.mostUntold() };
      try {
        const reply = await takeIn(connection, shard, { run, ...pack(batch), ...limits });
        if (reply === 'lags') return leave(batch, 'RECORDER');
        result.accepted += reply.accepted;
        result.known += reply.known;
        result.refused += reply.refused;
      } catch (error) {
        if (!isOutOfMemory(error)) throw error;
        room.refused();
        leave(batch, 'REDIS_FULL');
      }
    };
    for (const url of urls) {
      if (url.depth > 0 && looksLikeTrap(url.url)) {
        result.refused++;
        continue;
      }
      const { host, scheme, path } = splitUrl(url.url);
      const shard = shardOf(host, connection.shards.length);
      let batch = open.get(shard);
      if (!batch) {
        batch = emptyBatch();
        open.set(shard, batch);
      }
      const { depth, hops, sitemap = 0, tries = 0 } = url;
      const validators = url.validators ? packValidators(url.validators) : '';
      const entry = formatEntry({ scheme, recoveries: 0, sitemap, depth, hops, tries, path, validators });
      const group = groupOf(batch, url, host, scheme);
      group.prints.push(fingerprint(url.url, key));
      group.entries.push(entry);
      batch.size++;
      batch.bytes += entry.length;
      if (batch.size === BATCH || batch.bytes >= BATCH_BYTES) {
        open.delete(shard);
        await send(shard, batch);
      }
    }
    for (const [shard, batch] of open) await send(shard, batch);
    return result;
  };
}

type Input = ReturnType<typeof pack> & { run: string; maxBacklog: number; maxBytes: number };

/** Asks the shard; where it lacks some of a limit of URLs or hosts the first one gives it more, if there is any. */
async function takeIn(connection: Connection, shard: number, input: Input): Promise<EnqueueResult | 'lags'> {
  const shards = connection.shards.length;
  let portions = shards > 1 ? 1 : 0;
  let given = '';
  for (;;) {
    const reply = await connection.run(enqueue, shard, { ...input, portions, given });
    if (reply === 'lags' || !('needs' in reply)) return reply;
    const had = await connection.run(grant, 0, { run: input.run, shard, shards, ...reply.needs });
    given = JSON.stringify(had.portions);
    if (!had.enough) portions = 2;
  }
}

/** The group of the origin that this URL belongs to; a new one where its kind changes, so that the order of its URLs stays. */
function groupOf(batch: Batch, url: NewUrl, host: string, scheme: string): Group {
  const { parent = '', urgent = false, notDue = false, depth, hops } = url;
  const how: How = notDue ? 'notDue' : urgent ? 'urgent' : 'normal';
  const last = batch.kind;
  const same = last?.parent === parent && last.how === how && last.depth === depth && last.hops === hops;
  const kind = same ? last : { how, parent, depth, hops };
  if (last?.parent !== parent) batch.bytes += parent.length;
  batch.kind = kind;
  const origin = scheme + host;
  const latest = batch.latest.get(origin);
  if (latest?.kind === kind) return latest;
  const group = { host, kind, prints: [], entries: [] };
  batch.latest.set(origin, group);
  batch.groups.push(group);
  return group;
}

const domainLengths = new Map<string, number>();

/** Characters of the host's registrable domain; looked up once for many links of a site. */
function domainLength(host: string): number {
  const known = domainLengths.get(host);
  if (known !== undefined) return known;
  if (domainLengths.size >= 10_000) domainLengths.clear();
  const { length } = registrableDomain(host);
  domainLengths.set(host, length);
  return length;
}

/** As enqueue.lua reads them. */
const codes: Record<How, number> = { normal: 0, urgent: 1, notDue: 2 };

/** Few long strings: each argument costs more than its bytes, and of a known URL nothing but its fingerprint is looked at. */
function pack(batch: Batch) {
  // Urgent ones first: of a URL that is found both ways in one call, the urgent one counts.
  const groups = batch.groups.toSorted((a, b) => codes[b.kind.how] - codes[a.kind.how]);
  const kinds = new Map<Kind, number>();
  const parents = new Map<string, number>();
  const numberOf = <T>(map: Map<T, number>, value: T) => {
    const known = map.get(value);
    if (known !== undefined) return known;
    map.set(value, map.size);
    return map.size - 1;
  };
  const kind = groups.map((group) => numberOf(kinds, group.kind) + 1);
  const facts = {
    kinds: [...kinds.keys()].map(({ how, parent, depth, hops }) => [
      codes[how],
      numberOf(parents, parent),
      depth,
      hops,
    ]),
    host: groups.map(({ host }) => host),
    domain: groups.map(({ host }) => domainLength(host)),
    kind,
    count: groups.map(({ prints }) => prints.length),
  };
  return {
    parents: [...parents.keys()].join('\n'),
    groups: JSON.stringify(facts),
    prints: `["${groups.map(({ prints }) => prints.join('","')).join('","')}"]`,
    entries: `${groups.map(({ entries }) => entries.join('\n')).join('\n')}\n`,
  };
}
