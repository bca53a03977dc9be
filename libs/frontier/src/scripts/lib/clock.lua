-- The clock of a shard: ms that never run backwards. When TIME jumps back, `offset` takes up the difference, so delays go on
-- passing. `floor` is when nothing of the last epoch can start any more: no host may be asked before floor + its delay. `fake` replaces TIME in tests.
local meta = redis.call('HMGET', KEYS[1], 'clock', 'offset', 'floor', 'token', 'pass', 'rules', 'fake', 'paused')
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

local now = wall + (tonumber(meta[2]) or 0)
if now < (tonumber(meta[1]) or 0) then
  now = tonumber(meta[1])
  redis.call('HSET', KEYS[1], 'offset', string.format('%d', now - wall))
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
