import type { Redis } from '@trunkline/redis';
import { shardKeys } from '../keys.ts';
import { claim } from '../scripts/claims/claim.ts';

/** Around every command of a script: adds the hosts it reads to a field of `meta`. */
const counter = `
local redis = setmetatable({ call = function(command, ...)
  if command == 'GET' or command == 'MGET' then
    local prefix, count = string.sub(KEYS[1], 1, -5) .. 'h:', 0
    for _, name in ipairs({ ... }) do
      if string.sub(name, 1, #prefix) == prefix then count = count + 1 end
    end
    redis.call('HINCRBY', KEYS[1], 'hostsRead', count)
  end
  return redis.call(command, ...)
end }, { __index = redis })
`;

/** Frontiers opened from now on count the hosts a claim reads, in Lua, where no other traffic of the server gets in. */
export function countHostReads(): void {
  // Behind the first line, which says how Redis runs the script.
  if (!claim.lua.includes(counter)) Object.assign(claim, { lua: claim.lua.replace('\n', `\n${counter}`) });
}

/** How many hosts all claims have read so far, of each shard. */
export function hostReads(redis: Redis, name: string, shards: number): Promise<number[]> {
  const keys = Array.from({ length: shards }, (_, shard) => shardKeys(name, shard).meta());
  return Promise.all(keys.map(async (key) => Number(await redis.hget(key, 'hostsRead'))));
}
