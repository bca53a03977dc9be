--[[
keep-cookies: store what a host set in a run.

ARGV  run     short id
      host    politeness key
      count   cookies of a host that are kept
      bytes   and their bytes
      jars    hosts of a shard whose cookies are kept
      ttl     how long they are kept after the last write, ms
      *key    of a cookie
      *value  what it is; empty: it is forgotten
REPLY how many the host has now; 0 of a run that is not known

What is over the bounds is not stored: the host's own worker lets the oldest go first. Of too many hosts those go that were written first.
]]
local run, host, count, bytes = loadRun(ARGV[1]), ARGV[2], tonumber(ARGV[3]), tonumber(ARGV[4])
local jars, ttl = tonumber(ARGV[5]), tonumber(ARGV[6])
if not run then return 0 end
local place, jar = key.cookies(run.id, host), run.id .. ' ' .. host

local function letGo(member)
  local id, name = string.match(member, '^(%S+) (%S+)$')
  redis.call('UNLINK', key.cookies(id, name))
  redis.call('ZREM', key.jars(), member)
end

for i = 7, #ARGV, 2 do
  if ARGV[i + 1] == '' then redis.call('HDEL', place, ARGV[i]) end
end
local have = 0
for _, value in ipairs(redis.call('HVALS', place)) do have = have + #value end
for i = 7, #ARGV, 2 do
  local value = ARGV[i + 1]
  local grows = #value - redis.call('HSTRLEN', place, ARGV[i])
  local isNew = redis.call('HEXISTS', place, ARGV[i]) == 0
  if value ~= '' and have + grows <= bytes and (not isNew or redis.call('HLEN', place) < count) then
    redis.call('HSET', place, ARGV[i], value)
    have = have + grows
  end
end
for _, member in ipairs(redis.call('ZRANGE', key.jars(), '-inf', now - ttl, 'BYSCORE', 'LIMIT', 0, 100)) do letGo(member) end
local left = redis.call('HLEN', place)
if left == 0 then
  redis.call('ZREM', key.jars(), jar)
  return 0
end
redis.call('PEXPIRE', place, ttl)
redis.call('ZADD', key.jars(), now, jar)
if redis.call('ZCARD', key.jars()) > jars then letGo(redis.call('ZRANGE', key.jars(), 0, 0)[1]) end
return left
