import {
  memoryTroubles,
  openRedis,
  plainAddress,
  type Redis,
  RedisRefused,
  readServer,
} from '@trunkline/redis';
import { bytes, duration } from '../../output/format.ts';
import { type Finding, failure, ok, reasonOf, skipped, warning } from './finding.ts';
import type { Place } from './places.ts';

const TIMEOUT_MS = 3000;

/** Is Redis there, may it lose or evict what the frontier holds, and is its clock right. */
export async function checkRedis(place: Place): Promise<Finding[]> {
  if (place === null) return [skipped('Redis', 'never started here, and REDIS_URL names none')];
  let redis: Redis | undefined;
  let trouble: unknown;
  try {
    redis = openRedis(place.url, 'probe', { timeoutMs: TIMEOUT_MS, onTrouble: (error) => (trouble = error) });
    await redis.connect();
    const sent = Date.now();
    const [seconds, micros] = await redis.time();
    const offset = skewOf(Number(seconds) * 1000 + Number(micros) / 1000, sent);
    const told = await readServer(redis);
    const info = Object.fromEntries(told);
    const settings = await readSettings(redis);
    return [
      version(place, info),
      ...(settings === null
        ? [skipped('Redis settings', 'CONFIG may not be asked for here')]
        : durability(settings)),
      ...memory(told, settings !== null),
      ...state(info, settings),
      clock('Redis clock', offset),
    ];
  } catch (error) {
    if (error instanceof RedisRefused)
      return [failure('Redis', 'not of a kind that is supported', error.message)];
    return [
      failure(
        'Redis',
        `no answer at ${plainAddress(place.url)} (${reasonOf(trouble ?? error)})`,
        `Is it running? The address comes from ${place.from}. \`trunkline up\` starts one.`,
      ),
    ];
  } finally {
    redis?.disconnect();
  }
}

type Info = Record<string, string>;

/** Null where the server is managed by others and CONFIG is renamed or forbidden. */
async function readSettings(redis: Redis): Promise<Info | null> {
  const names = ['appendonly', 'appendfsync', 'maxmemory-policy', 'maxmemory', 'min-replicas-to-write'];
  try {
    const answers = await Promise.all(names.map((name) => redis.config('GET', name)));
    return Object.fromEntries(names.map((name, at) => [name, String((answers[at] as string[])[1] ?? '')]));
  } catch (error) {
    if (error instanceof Error && /unknown command|NOPERM/i.test(error.message)) return null;
    throw error;
  }
}

function version(place: NonNullable<Place>, info: Info): Finding {
  const name = info['valkey_version'] ? `Valkey ${info['valkey_version']}` : `Redis ${info['redis_version']}`;
  const found = `${name} at ${plainAddress(place.url)}`;
  return Number.parseInt(info['redis_version'] ?? '0', 10) < 7
    ? failure('Redis', found, 'Trunkline needs Redis 7 or newer, or Valkey.')
    : ok('Redis', found);
}

function durability(settings: Info): Finding[] {
  const { appendonly, appendfsync } = settings;
  const eviction = settings['maxmemory-policy'];
  return [
    appendonly === 'yes'
      ? ok('Redis AOF', `on, appendfsync ${appendfsync}`)
      : failure(
          'Redis AOF',
          'off: a restart of Redis loses the frontier',
          'CONFIG SET appendonly yes, and appendfsync everysec; the same in redis.conf.',
        ),
    ...(appendonly === 'yes' && appendfsync === 'no'
      ? [
          warning(
            'Redis fsync',
            'appendfsync no: a crash of the machine loses up to 30 s',
            'CONFIG SET appendfsync everysec',
          ),
        ]
      : []),
    eviction === 'noeviction'
      ? ok('Redis eviction', 'noeviction')
      : failure(
          'Redis eviction',
          `${eviction}: when memory is short, URLs disappear`,
          'CONFIG SET maxmemory-policy noeviction; the same in redis.conf.',
        ),
  ];
}

/** `settingsTold`: of eviction it was said before. */
function memory(info: ReadonlyMap<string, string>, settingsTold: boolean): Finding[] {
  const troubles = memoryTroubles(info).filter(({ code }) => !(settingsTold && code === 'REDIS_EVICTS'));
  if (troubles.length === 0) {
    const [used, limit] = ['used_memory', 'maxmemory'].map((field) => bytes(Number(info.get(field))));
    return [ok('Redis memory', `${used} of ${limit}`)];
  }
  return troubles.map(({ code, found, advice }) =>
    code === 'REDIS_EVICTS'
      ? failure('Redis eviction', found, advice)
      : warning('Redis memory', found, advice),
  );
}

function state(info: Info, settings: Info | null): Finding[] {
  const replicas = Number(info['connected_slaves'] ?? 0);
  return [
    ...(info['aof_enabled'] === '1' && info['aof_last_write_status'] !== 'ok'
      ? [failure('Redis AOF', 'the last write of its log failed', 'Is its disk full? See the log of Redis.')]
      : []),
    ...(replicas > 0 && settings?.['min-replicas-to-write'] === '0'
      ? [
          warning(
            'Redis replicas',
            `${replicas}, min-replicas-to-write 0: a failover may lose what was not copied`,
            'CONFIG SET min-replicas-to-write 1',
          ),
        ]
      : []),
  ];
}

/** How far a clock is ahead, ms; what the way there and back may explain is not counted. */
export function skewOf(told: number, sent: number, now = Date.now()): number {
  const off = told - (sent + now) / 2;
  return Math.sign(off) * Math.max(0, Math.abs(off) - (now - sent) / 2);
}

/** Leases and paces hang on clocks that agree. */
export function clock(what: string, skewMs: number): Finding {
  const off = Math.abs(skewMs);
  const found = `${duration(off)} ${skewMs > 0 ? 'ahead of' : 'behind'} this machine`;
  if (off < 500) return ok(what, 'agrees with this machine');
  return (off < 5000 ? warning : failure)(
    what,
    found,
    'Let both machines follow NTP: timedatectl set-ntp true',
  );
}
