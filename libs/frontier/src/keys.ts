/**
 * Every Redis key of one shard, its type and content. `<r>` is a run's short id, `<h>` a politeness key. An origin is a
 * scheme's letter (entry.ts) and a politeness key. Only this file spells a key: TypeScript through `shardKeys`, Lua through the prelude that `luaKeys` generates.
 */
const keySpec = {
  meta: [], // hash  clock, offset, tick (ms of the last sweep), floor, token, pass, ruledAt (ms of the last rule), server, epoch, began, lostAt, untold, lastEntry, format, shards, numbers of rules, of those of suffixes (suffixes), and of paused hosts, untoldBytes of outcomes, robotsBytes, robotsSpareBytes, robotsEvicted; always exists
  void: [], // never exists: while a cluster slot moves, asking for it stops the script before it writes
  runs: [], // zset  run -> pass: runs that may have a due host
  asleep: [], // zset  run -> ms at which its next host falls due
  run: ['run'], // hash  state, compiled policy, counters, config (JSON)
  cookies: ['run', 'host'], // hash  cookie -> JSON of it; expires
  jars: [], // zset  "<run> <host>" that has cookies -> ms of the last write
  places: ['run'], // zset  place that redirects of a seed end at, or `-` and a shape that is held -> 0; on the first shard
  known: [], // zset  run -> 0: every run of this shard, in the order of names
  rules: [], // hash  host or *.suffix -> "<delayMs> <concurrency> <version> <JSON>"; delay `-`: removed
  loosening: [], // hash  pattern of a changed rule -> how far its hosts were placed again (scripts/hosts/loosen.lua)
  paused: ['run'], // hash  host -> version it was paused in, `-<version>` resumed; of the run, or of all (`*`)
  gone: [], // zset  `rules <pattern>` or `:<run> <host>` -> ms at which it was removed or resumed (scripts/lib/hosts/words.lua)
  ready: ['run'], // zset  host -> ms of its last start (0: never): hosts at the run's own delay
  later: ['run'], // zset  host -> ms due: back-off, longer delay, not its turn
  rests: ['run'], // zset  host -> ms until which it, or one of its origins, is left alone
  held: ['run'], // set   hosts at their concurrency limit; whoever frees one puts it back
  queue: ['run', 'origin'], // list  waiting entries of an origin, oldest first (entry.ts)
  delayed: [], // zset  "<r> <h> <entry>" -> ms due
  host: ['host'], // string  packed: last start, in flight, back-off, robots, … (scripts/lib/hosts/hosts.lua)
  sharers: ['host'], // zset  run -> turns taken / weight; only while two or more runs wait at the host
  asked: ['host'], // hash  run -> ms of its own last start, of runs that share the host or did; expires
  spent: ['run'], // hash  budget (host, domain or pattern) -> pages fetched
  out: ['run'], // hash  budget -> pages granted and not settled yet; none of 0
  workers: [], // zset  session -> lease deadline, ms of the frontier's clock
  holds: [], // hash  session -> claims it has in flight
  inflight: ['session'], // hash  token -> "<granted> <startIn> <kind> <run> <host> <entry>"
  recovered: ['session'], // set  "<run> <host> <scheme><path>" taken from it when it was lost; expires
  pardons: ['run'], // hash  "<host> <scheme><path>" -> recoveries that do not count, since the process answered later
  replies: ['session'], // hash  claim, settle: last id and what it was answered; suspect: token; number; late: 1
  seen: ['run', 'bucket'], // set   53-bit fingerprints, an intset
  retried: ['run', 'attempts', 'part'], // set  fingerprints of URLs that were asked for again after they had ended with so many attempts; expires
  promises: ['run'], // set  "<owner>:<n>": found URLs that are safe with a worker and not all here yet
  projects: [], // hash  "<project> Urls", "<project> Hosts" -> how many its runs know here; "<project> portion…", "… dealt…" (scripts/lib/limits/growth.lua)
  robots: ['origin'], // string  "<at> <state> <digest> <Crawl-delays>", then compact rules (robots-kept.ts); expires
  robotsSizes: [], // zset  "<length> <scheme><host> <origin>" -> which goes first, least first (scripts/lib/hosts/robots.lua)
  robotsSpare: [], // zset  as robotsSizes, of copies that nobody has asked for in a day -> when they were read
  outcomes: [], // stream  for the recorder
} as const satisfies Record<string, readonly string[]>;

/** Rises with every change after which keys of before cannot be read any more. */
export const FORMAT = 3;

type KeyName = keyof typeof keySpec;

/**
 * Keys that are there per host are spelled short: Lua 5.1 hashes only every second character of a string of 32 or more, and
 * what then collides stands in chains that are walked for each new string.
 */
const short: Partial<Record<KeyName, string>> = { queue: 'q', host: 'h', seen: 's' };
const spelled = (name: KeyName) => short[name] ?? name;
type Parts<T extends readonly string[]> = { [I in keyof T]: string | number };
type Spell<N extends KeyName> = (...parts: Parts<(typeof keySpec)[N]>) => string;
export type ShardKeys = { readonly [N in KeyName]: Spell<N> };

const keyNames = Object.keys(keySpec) as KeyName[];

/** The hash tag of a shard: one cluster slot for all of its keys. `name` keeps installations (and tests) apart. */
function shardRoot(name: string, shard: number): string {
  return `{${name}f${shard}}`;
}

export function shardKeys(name: string, shard: number): ShardKeys {
  const root = shardRoot(name, shard);
  const spell = (key: KeyName) => [key, (...parts: unknown[]) => [root, spelled(key), ...parts].join(':')];
  return Object.fromEntries(keyNames.map(spell)) as ShardKeys;
}

/** Lua that spells the keys `body` uses, as `key.<name>(parts…)`; its root is taken from KEYS[1]. */
export function luaKeys(body: string): string {
  const used = keyNames.filter((name) => body.includes(`key.${name}(`));
  const spell = (name: KeyName) => {
    const parts: readonly string[] = keySpec[name];
    const tail = parts.map((part, i) => `${i === 0 ? '' : " .. ':'"} .. ${part}`).join('');
    const text = parts.length === 0 ? `root .. '${spelled(name)}'` : `root .. '${spelled(name)}:'${tail}`;
    return `function key.${name}(${parts.join(', ')}) return ${text} end`;
  };
  return ['local root, key = string.sub(KEYS[1], 1, -5), {}', ...used.map(spell), ''].join('\n');
}
