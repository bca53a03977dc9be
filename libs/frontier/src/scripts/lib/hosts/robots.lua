-- What is kept of robots.txt files (robots-kept.ts), at most so many bytes of a shard. When there is no room the largest go first, of
-- these the oldest: whoever fills it with large files pushes out his own. A file that is let go is asked for again, at its pace.
-- robotsSizes has a member of each, which says what it takes; its score is the time it was stored, less CLASS for each doubling.
local keepRules, keepLonger, forgetExpired
do
local KEPT, CLASS, CLASSES, OVERHEAD = 90000000, 1e13, 20, 200

local function sizeOf(length, letter, name, origin)
  return format('%d %s%s %s', length, letter, name, origin)
end

-- Bytes of the value, of the names it has in Redis, and of what Redis keeps beside them.
local function taken(member)
  return string.match(member, '^%d+') + 2 * #member + OVERHEAD
end

local function classOf(length)
  local _, doublings = math.frexp(length)
  return doublings
end

local function countRobots(bytes)
  return redis.call('HINCRBY', KEYS[1], 'robotsBytes', format('%d', bytes))
end

-- The rules of that member, if they are still what is kept, are asked for again before the next page.
local function letGo(member)
  local length, letter, name, origin = string.match(member, '^(%d+) (%a)(%S+) (%S+)$')
  local place = key.robots(origin)
  if redis.call('STRLEN', place) == tonumber(length) then
    redis.call('DEL', place)
    redis.call('HINCRBY', KEYS[1], 'robotsEvicted', 1)
    local host = loadHost(name)
    if hostField(host, STORED[letter]) > 0 then
      setHostField(host, STORED[letter], 0)
      setHostField(host, FRESH[letter], 0)
    end
  end
  redis.call('ZREM', key.robotsSizes(), member)
  return countRobots(-taken(member))
end

function keepRules(host, letter, robots, text)
  local place, sizes = key.robots(robots.origin), key.robotsSizes()
  local value, bytes = format('%d', now) .. text, 0
  if redis.call('EXISTS', sizes) == 0 then redis.call('HDEL', KEYS[1], 'robotsBytes') end
  local before = redis.call('STRLEN', place)
  if before > 0 and before ~= #value then
    local member = sizeOf(before, letter, host.name, robots.origin)
    bytes = -redis.call('ZREM', sizes, member) * taken(member)
  end
  redis.call('SET', place, value, 'PX', format('%d', KEPT))
  local own = sizeOf(#value, letter, host.name, robots.origin)
  if redis.call('ZADD', sizes, format('%d', now - CLASS * classOf(#value)), own) == 1 then bytes = bytes + taken(own) end
  redis.call('PEXPIRE', sizes, format('%d', KEPT)) -- nothing it names lives longer
  local all = countRobots(bytes)
  while all > robots.most do
    local first = redis.call('ZRANGE', sizes, 0, 1)
    local member = first[1] ~= own and first[1] or first[2]
    if not member then break end
    all = letGo(member)
  end
end

-- A good copy stays in force.
function keepLonger(host, letter, robots)
  local place = key.robots(robots.origin)
  local length = redis.call('STRLEN', place)
  if length == 0 then return end
  redis.call('PEXPIRE', place, format('%d', KEPT))
  redis.call('PEXPIRE', key.robotsSizes(), format('%d', KEPT))
  redis.call('ZADD', key.robotsSizes(), 'XX', format('%d', now - CLASS * classOf(length)), sizeOf(length, letter, host.name, robots.origin))
end

-- Those that have expired take no room any more.
function forgetExpired(most)
  local sizes = key.robotsSizes()
  if redis.call('ZCARD', sizes) == 0 then return end
  local bytes = 0
  for class = 1, CLASSES do
    local last = format('%d', now - KEPT - CLASS * class)
    for _, member in ipairs(redis.call('ZRANGE', sizes, format('%d', -CLASS * class), last, 'BYSCORE', 'LIMIT', 0, most)) do
      redis.call('ZREM', sizes, member)
      bytes = bytes - taken(member)
    end
  end
  if bytes < 0 then countRobots(bytes) end
end
end
