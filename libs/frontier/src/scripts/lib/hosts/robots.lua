-- What is kept of robots.txt files (robots-kept.ts), at most so many bytes of a shard. When there is no room the largest go first, of
-- these the oldest: whoever fills it with large files pushes out his own. A file that is let go is asked for again, at its pace.
-- robotsSizes has a member of each, which says what it takes; its score is the time it was stored, less CLASS for each doubling. What nobody
-- has asked for in a day is spare, in robotsSpare: it is let go before all others, and decides only where robots.txt cannot be had again.
local keepRules, keepLonger, keptSince, forgetExpired
do
local KEPT, SPARE, CLASS, CLASSES, OVERHEAD = 90000000, 2595600000, 1e13, 20, 200

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

local function countSpare(bytes)
  return redis.call('HINCRBY', KEYS[1], 'robotsSpareBytes', format('%d', bytes))
end

-- Whether it was spare, and is that no more.
local function noSpare(member)
  if redis.call('ZREM', key.robotsSpare(), member) == 0 then return false end
  countSpare(-taken(member))
  return true
end

-- When the rules of that member were read; nil when they are not what is kept any more.
local function readAt(member)
  local length, origin = string.match(member, '^(%d+) %S+ (%S+)$')
  local place = key.robots(origin)
  if redis.call('STRLEN', place) ~= tonumber(length) then return nil end
  return tonumber(string.match(redis.call('GETRANGE', place, 0, 15), '^%d+')), place
end

local function letGoSpare(member)
  local at, place = readAt(member)
  if at then redis.call('DEL', place) end
  redis.call('ZREM', key.robotsSpare(), member)
  return countSpare(-taken(member))
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
  if before > 0 then
    local member = sizeOf(before, letter, host.name, robots.origin)
    if not noSpare(member) and before ~= #value then bytes = -redis.call('ZREM', sizes, member) * taken(member) end
  end
  redis.call('SET', place, value, 'PX', format('%d', SPARE))
  local own = sizeOf(#value, letter, host.name, robots.origin)
  if redis.call('ZADD', sizes, format('%d', now - CLASS * classOf(#value)), own) == 1 then bytes = bytes + taken(own) end
  redis.call('PEXPIRE', sizes, format('%d', KEPT)) -- nothing it names lives longer
  local all, spare = countRobots(bytes), 0
  if redis.call('EXISTS', key.robotsSpare()) == 0 then redis.call('HDEL', KEYS[1], 'robotsSpareBytes') else spare = countSpare(0) end
  while all + spare > robots.most do
    local oldest = redis.call('ZRANGE', key.robotsSpare(), 0, 0)[1]
    local first = redis.call('ZRANGE', sizes, 0, 1)
    local member = first[1] ~= own and first[1] or first[2]
    if oldest then spare = letGoSpare(oldest) elseif member then all = letGo(member) else break end
  end
end

-- When the copy that is kept of an origin was read; 0: there is none. The host may have been forgotten meanwhile, the copy not: then
-- the Crawl-delay that it asks for is known again.
function keptSince(host, letter)
  local text = redis.call('GETRANGE', key.robots(originOf(host, letter)), 0, 4095)
  local at = tonumber(string.match(text, '^%d+')) or 0
  if at > 0 and hostField(host, STORED[letter]) == 0 then
    local longest, agents = 0, 0
    for ms in string.gmatch(string.match(text, '^[^\n]*'), ' %S+=(%d+)') do
      longest, agents = math.max(longest, tonumber(ms)), agents + 1
    end
    setHostField(host, 'd' .. letter, longest)
    setHostField(host, 'c' .. letter, agents > 1 and 1 or 0)
    setHost(host, 'd', math.max(host.d, longest))
    host.crawlDelays = nil
  end
  setHostField(host, STORED[letter], at)
  return at
end

-- A good copy goes on deciding.
function keepLonger(host, letter)
  local origin, sizes = originOf(host, letter), key.robotsSizes()
  local length = redis.call('STRLEN', key.robots(origin))
  if length == 0 then return end
  local member = sizeOf(length, letter, host.name, origin)
  local wasSpare = noSpare(member)
  redis.call('ZADD', sizes, wasSpare and 'NX' or 'XX', format('%d', now - CLASS * classOf(length)), member)
  redis.call('PEXPIRE', sizes, format('%d', KEPT))
  if wasSpare then countRobots(taken(member)) end
end

-- What nobody has asked for in a day is spare; spare ones that are too old for any run go.
function forgetExpired(most)
  local sizes, spare = key.robotsSizes(), key.robotsSpare()
  for _, member in ipairs(redis.call('ZRANGE', spare, '-inf', format('%d', now - SPARE), 'BYSCORE', 'LIMIT', 0, most)) do letGoSpare(member) end
  if redis.call('ZCARD', sizes) == 0 then return end
  local bytes = 0
  for class = 1, CLASSES do
    local last = format('%d', now - KEPT - CLASS * class)
    for _, member in ipairs(redis.call('ZRANGE', sizes, format('%d', -CLASS * class), last, 'BYSCORE', 'LIMIT', 0, most)) do
      redis.call('ZREM', sizes, member)
      bytes = bytes - taken(member)
      local at = readAt(member)
      if at then
        redis.call('ZADD', spare, format('%d', at), member)
        redis.call('PEXPIRE', spare, format('%d', SPARE))
        countSpare(taken(member))
      end
    end
  end
  if bytes < 0 then countRobots(bytes) end
end
end
