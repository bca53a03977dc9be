import type { Redis } from '@trunkline/redis';
import { ack } from '../../scripts/settle/ack.ts';
import { releaseRecorders } from '../../scripts/settle/release-recorders.ts';
import { joinUrl, parseEntry } from '../../stored/entry.ts';
import { placeOf } from '../../stored/entry-place.ts';
import { unpackRecords } from '../../stored/records.ts';
import type { DiscoveredUrl, OutcomeEntry } from '../../types/outcomes.ts';
import type { Frontier } from '../../types.ts';
import type { Connection } from '../connection.ts';

/** What a consumer left unacknowledged for so long is given to another one, ms. */
const ABANDONED = 15_000;
const LOOK_FOR_ABANDONED = 5000;
/** A recorder that lives reads several times a second; one that has not for so long is gone, ms. */
const GONE = 60_000;

type RawEntry = [id: Buffer, fields: Buffer[] | null];

/** The outcomes streams of all shards, read through the consumer group `recorder`. An id is `<shard>:<stream id>@<epoch>` (entry-place.ts). */
export function createOutcomes(
  connection: Connection,
): Pick<Frontier, 'readOutcomes' | 'ackOutcomes' | 'outcomesSpan' | 'outcomesBacklog'> {
  const { shards } = connection;
  // After a start, and after a reply may have been lost, a consumer first reads what it was given already.
  const resumeAt = new Map<string, string>();
  const lookedAt = new Map<string, number>();
  /** Bytes of what was read and is not acknowledged, by id: whoever did not read it (it was read in an earlier life) says nothing. */
  const bytesOf = new Map<string, number>();
  let turn = 0;

  async function readShard(shard: number, consumer: string, count: number): Promise<RawEntry[]> {
    const stream = shards[shard]!.outcomes();
    const who = `${shard} ${consumer}`;
    const read = (redis: Redis, from: string) =>
      redis.xreadgroupBuffer('GROUP', 'recorder', consumer, 'COUNT', count, 'STREAMS', stream, from);
    try {
      const own = resumeAt.get(who) ?? '0';
      if (own !== '>') {
        const entries = entriesOf(await connection.ask('read outcomes', (redis) => read(redis, own)));
        resumeAt.set(who, entries.at(-1)?.[0].toString() ?? '>');
        if (entries.length > 0) return entries;
      }
      if (Date.now() - (lookedAt.get(who) ?? 0) >= LOOK_FOR_ABANDONED) {
        lookedAt.set(who, Date.now());
        const reply = await connection.ask('take over outcomes', (redis) =>
          redis.callBuffer('XAUTOCLAIM', stream, 'recorder', consumer, ABANDONED, '0-0', 'COUNT', count),
        );
        await connection.run(releaseRecorders, shard, { self: consumer, gone: GONE });
        const entries = (reply as unknown as [Buffer, RawEntry[]])[1];
        if (entries.length > 0) {
          lookedAt.delete(who);
          return entries;
        }
      }
      return entriesOf(await connection.ask('read outcomes', (redis) => read(redis, '>')));
    } catch (error) {
      resumeAt.set(who, '0');
      throw error;
    }
  }

  return {
    async readOutcomes(consumer, count) {
      const found: OutcomeEntry[] = [];
      const first = turn++;
      for (let i = 0; i < shards.length && found.length < count; i++) {
        const shard = (first + i) % shards.length;
        const entries = await readShard(shard, consumer, count - found.length);
        for (const [id, fields] of entries) {
          if (!fields) continue;
          const entry = readEntry(`${shard}:${id}`, fields);
          bytesOf.set(entry.id, bytesIn(fields));
          found.push(entry);
        }
      }
      return found;
    },

    async ackOutcomes(ids) {
      const byShard = new Map<number, (string | number)[]>();
      for (const id of new Set(ids)) {
        const { shard, entry } = placeOf(id);
        const list = byShard.get(shard) ?? [];
        list.push(entry, bytesOf.get(id) ?? 0);
        byShard.set(shard, list);
      }
      for (const [shard, list] of byShard) {
        for (let i = 0; i < list.length; i += 2000) {
          await connection.run(ack, shard, {}, list.slice(i, i + 2000));
        }
      }
      for (const id of ids) bytesOf.delete(id);
    },

    outcomesSpan: () =>
      Promise.all(
        shards.map(async (shard) => {
          const info = await connection.ask('measure outcomes', (redis) =>
            redis.xinfo('STREAM', shard.outcomes()),
          );
          const flat = info as unknown[];
          const of = (field: string) => flat[flat.indexOf(field) + 1];
          const first = of('first-entry') as [string, ...unknown[]] | null;
          return { first: first?.[0] ?? null, last: String(of('last-generated-id')) };
        }),
      ),

    async outcomesBacklog() {
      const shardsOf = await Promise.all(
        shards.map((shard) =>
          connection.ask('measure outcomes', (redis) =>
            Promise.all([
              redis.xlen(shard.outcomes()),
              redis.xpending(shard.outcomes(), 'recorder'),
              redis.hget(shard.meta(), 'untoldBytes'),
              // What is acknowledged is deleted, so the first entry is the oldest; its id begins with the time of the server.
              redis.xrange(shard.outcomes(), '-', '+', 'COUNT', 1),
              redis.time(),
            ]),
          ),
        ),
      );
      let [length, pending, oldestMs, bytes] = [0, 0, 0, 0];
      for (const [entries, [given], untold, [first], [seconds]] of shardsOf) {
        length += entries;
        pending += Number(given);
        bytes += Number(untold);
        if (first) oldestMs = Math.max(oldestMs, Number(seconds) * 1000 - Number.parseInt(first[0], 10));
      }
      return { length, lag: Math.max(0, length - pending), oldestMs, ...(bytes > 0 && { bytes }) };
    },
  };
}

function entriesOf(reply: unknown): RawEntry[] {
  return (reply as [stream: Buffer, entries: RawEntry[]][] | null)?.[0]?.[1] ?? [];
}

/** As `told` counts them (scripts/lib/told.lua): without the field that it adds. */
function bytesIn(fields: readonly Buffer[]): number {
  let bytes = 0;
  for (const [i, text] of fields.entries()) if (i > 1) bytes += text.length;
  return bytes;
}

/** An entry as it was told; never throws: what one of them is says nothing of the others. */
function readEntry(id: string, fields: Buffer[]): OutcomeEntry {
  const values = new Map<string, Buffer>();
  for (let i = 0; i + 1 < fields.length; i += 2) values.set(fields[i]!.toString(), fields[i + 1]!);
  const text = (field: string) => values.get(field)?.toString();
  const of = { id: `${id}@${text('o') ?? 0}`, run: text('r') ?? '' };
  const count = Number(text('n') ?? 0);
  const ends = Number.isSafeInteger(count) && count > 0 ? count : 0;
  try {
    return { ...of, ...saidBy(text, values.get('v') ?? Buffer.alloc(0)) };
  } catch (error) {
    const payload = JSON.stringify(Object.fromEntries([...values].map(([k, v]) => [k, v.toString()])));
    return { ...of, kind: 'unreadable', error: (error as Error).message, ends, payload };
  }
}

type Said = OutcomeEntry extends infer E ? (E extends unknown ? Omit<E, 'id' | 'run'> : never) : never;

function saidBy(text: (field: string) => string | undefined, packed: Buffer): Said {
  const kind = text('k');
  switch (kind) {
    case 's': {
      const skip = new Set((text('x') ?? '').split(','));
      const records = unpackRecords(packed).filter((_, line) => !skip.has(String(line)));
      return { kind: 'settled', records };
    }
    case 'r':
      return { kind: 'robots', record: unpackRecords(packed)[0] ?? '' };
    case 'l':
      return { kind: 'leftOut', record: packed.toString() };
    case 'd':
      return { kind: 'discovered', urls: readDiscovered(text('p') ?? '', text('u') ?? '') };
    case 'm': {
      const count = Number(text('n'));
      if (!Number.isSafeInteger(count) || count < 0)
        throw new Error('It says of no number how many were left out');
      const { scheme, path } = parseEntry(text('e') ?? '');
      const sample = joinUrl(text('h') ?? '', scheme, path);
      const kind = text('y') === 'Hosts' ? 'hostLimit' : 'urlLimit';
      const of = text('w') === 'project' ? 'project' : 'run';
      return { kind: 'leftOut', record: JSON.stringify([{ kind, of, count, sample }]) };
    }
    case 'x': {
      const count = Number(text('n'));
      if (!Number.isSafeInteger(count) || count < 0)
        throw new Error('It says of no number how many were dropped');
      const [host, entry] = [text('h'), text('e')];
      const { scheme, path } = parseEntry(entry ?? '');
      return {
        ...{ kind: 'dropped', count, reason: text('y') ?? '' },
        ...(host !== undefined && { host }),
        ...(host !== undefined && entry !== undefined && { url: joinUrl(host, scheme, path) }),
      };
    }
    default:
      throw new Error(`It is of no known kind: ${kind}`);
  }
}

function readDiscovered(parentLines: string, lines: string) {
  const parents = parentLines.split('\n');
  const urls: DiscoveredUrl[] = [];
  let host = '';
  let parent: string | null = null;
  for (const line of lines.split('\n')) {
    if (line.startsWith('@')) {
      const [name = '', index] = line.slice(1).split(' ');
      host = name;
      parent = parents[Number(index)] || null;
    } else {
      const { scheme, path, depth, hops, sitemap } = parseEntry(line);
      urls.push({ url: joinUrl(host, scheme, path), depth, hops, sitemap, parent });
    }
  }
  return urls;
}
