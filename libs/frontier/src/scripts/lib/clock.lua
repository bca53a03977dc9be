-- The clock of a shard: ms that never run backwards. When TIME jumps, `offset` takes up the difference: after a jump back delays go on
-- passing, and a jump forward ends no delay, back-off or lease. A shard at work is heard of every second: the conductor's sweep leaves
-- a `tick`, sessions renew their leases. Where that was so and then nothing came for longer than LIMIT, not that time has passed but TIME
-- has jumped (or this server stood still, which makes delays longer, never shorter). Without ticks it needs more: that all sessions
-- would have been gone for as long as GONE. A jump of less than LIMIT passes for time. `floor` is when nothing of the last epoch can start any more: no host may be asked before floor + its delay. `fake` replaces TIME in tests.
local meta = redis.call('HMGET', KEYS[1], 'clock', 'offset', 'floor', 'token', 'pass', 'rules', 'fake', 'paused', 'began', 'untoldBytes', 'suffixes')
local metaChanges = {}
-- A start that was granted may come so many ms later: what a lost epoch granted may be under way so long into the next one.
local LATEST_START = 600

local function setMeta(field, value)
  metaChanges[#metaChanges + 1] = field
  metaChanges[#metaChanges + 1] = value
end

local wall = tonumber(meta[7])
if not wall then
  local time = redis.call('TIME')
  wall = time[1] * 1000 + math.floor(time[2] / 1000)
end

local last = tonumber(meta[1]) or 0
local now = wall + (tonumber(meta[2]) or 0)
do -- a script has at most 200 names of its own
local LIMIT, GONE = 3000, 60000

-- When TIME is taken for what it says, at the latest; nothing is known of a shard at which nobody was at work.
local function believed()
  local lease = tonumber(redis.call('ZRANGE', key.workers(), -1, -1, 'WITHSCORES')[2] or 0)
  if last == 0 or lease <= last then return math.huge end
  local tick = not meta[7] and tonumber(redis.call('HGET', KEYS[1], 'tick'))
  return tick and last - tick <= LIMIT and last or lease + GONE
end

local jumpsTo = now < last and last or now > last + LIMIT and now > believed() and last + LIMIT
if jumpsTo then
  now = jumpsTo
  redis.call('HSET', KEYS[1], 'offset', string.format('%d', now - wall), 'clock', string.format('%d', now))
end
end

local floor = tonumber(meta[3])
if not floor then
  floor = now
  setMeta('floor', floor)
end

-- Every script that writes ends with this: what was stored at `now` must not lie in the future of the next script.
local function saveMeta()
  setMeta('clock', string.format('%d', now))
  redis.call('HSET', KEYS[1], unpack(metaChanges))
end
