/** What is wrong with the memory of a server: a stable code, what was found, and what to do. */
type MemoryTrouble = {
  code: 'REDIS_EVICTS' | 'REDIS_NO_LIMIT' | 'REDIS_LIMIT_TOO_HIGH' | 'REDIS_NEARLY_FULL';
  found: string;
  advice: string;
};

/** From this share of its limit on it is said: at nine tenths the frontier takes no new URLs. */
const NEAR = 0.8;

/** What the server says of itself (INFO) that will make URLs disappear, have it killed, or stop discovery; empty: all is well. */
export function memoryTroubles(info: ReadonlyMap<string, string>): MemoryTrouble[] {
  const number = (field: string) => Number(info.get(field) ?? 0);
  const [limit, machine] = [number('maxmemory'), number('total_system_memory')];
  const used = number('used_memory') - number('mem_not_counted_for_evict');
  const policy = info.get('maxmemory_policy') ?? 'noeviction';
  const troubles: MemoryTrouble[] = [];
  if (policy !== 'noeviction')
    troubles.push({
      code: 'REDIS_EVICTS',
      found: `maxmemory-policy ${policy}: when memory is short, URLs disappear`,
      advice: 'CONFIG SET maxmemory-policy noeviction; the same in redis.conf.',
    });
  if (limit === 0)
    troubles.push({
      code: 'REDIS_NO_LIMIT',
      found: `${gigabytes(used)}, no maxmemory: it grows until the machine kills it`,
      advice: `CONFIG SET maxmemory ${machine > 0 ? Math.floor(machine / 2) : '<bytes>'}, half of its machine or what you give it; the same in redis.conf. Near it new URLs wait, and nothing is lost.`,
    });
  else if (machine > 0 && limit > machine)
    troubles.push({
      code: 'REDIS_LIMIT_TOO_HIGH',
      found: `maxmemory is ${gigabytes(limit)}, more than the ${gigabytes(machine)} of its machine`,
      advice: `CONFIG SET maxmemory ${Math.floor(machine / 2)}; the same in redis.conf.`,
    });
  if (limit > 0 && used >= NEAR * limit)
    troubles.push({
      code: 'REDIS_NEARLY_FULL',
      found: `${gigabytes(used)} of ${gigabytes(limit)}`,
      advice:
        'At nine tenths it takes no new URLs (REDIS_FULL) until some of what waits was fetched. Give it more memory, or end runs that are not needed.',
    });
  return troubles;
}

const gigabytes = (bytes: number) =>
  bytes >= 1e9 ? `${(bytes / 1e9).toPrecision(3)} GB` : `${(bytes / 1e6).toPrecision(3)} MB`;
