--[[
inspect-url: where one URL is, and what its host and each origin of it wait for. Changes nothing.

ARGV  run      short id
      host     politeness key
      print    fingerprint, in decimal
      scheme   its letter
      path     as in entries
      looks    entries of the list and delayed URLs to look at
      domain   how many characters at the end of the host's name are its registrable domain
      letters  of the origins the host may have
REPLY { field, value, … }, what is of an origin with its letter behind; empty when the run is not known
]]
local run = loadRun(ARGV[1])
if not run then return {} end
local host, scheme, path, looks = loadHost(ARGV[2]), ARGV[4], ARGV[5], tonumber(ARGV[6])
local list = key.queue(run.id, scheme .. host.name)
local reply = {}
local function say(field, value)
  reply[#reply + 1] = field
  reply[#reply + 1] = type(value) == 'number' and string.format('%.0f', math.floor(value)) or value
end

local function isIt(entry)
  return string.sub(entry, 1, 1) == scheme and string.match(entry, '^%S+ %d+ %d+ %d+ (%S+)') == path
end

local function inList()
  for i, entry in ipairs(redis.call('LRANGE', list, 0, looks - 1)) do
    if isIt(entry) then
      say('state', 'waiting')
      say('position', i - 1)
      say('entry', entry)
      return true
    end
  end
end

local function inFlight()
  if host.n == 0 then return false end
  local all = 0
  for _, session in ipairs(redis.call('ZRANGE', key.workers(), 0, -1)) do
    local claims = redis.call('HGETALL', key.inflight(session))
    for i = 1, #claims, 2 do
      all = all + 1
      local claim = readClaim(claims[i + 1])
      if claim.host == host and claim.run == run and claim.kind ~= 'robots' and isIt(entryOf(claim)) then
        say('state', 'inFlight')
        say('session', session)
        say('token', claims[i])
        say('since', claim.granted + tonumber(claim.startIn))
        say('entry', entryOf(claim))
        return true
      end
    end
    if all > 5 * looks then say('partial', 1) return false end
  end
end

local function isDelayed()
  if run.delayed == 0 then return false end
  local match = run.id .. ' ' .. string.gsub(host.name, '[%[%]*?\\]', '\\%0') .. ' ' .. scheme .. '*'
  local cursor, seen = '0', 0
  repeat
    local found = redis.call('ZSCAN', key.delayed(), cursor, 'MATCH', match, 'COUNT', 1000)
    cursor = found[1]
    seen = seen + 1000
    for i = 1, #found[2], 2 do
      local entry = string.match(found[2][i], '^%S+ %S+ (.*)$')
      if isIt(entry) then
        say('state', 'delayed')
        say('until', tonumber(found[2][i + 1]))
        say('entry', entry)
        return true
      end
    end
    if seen >= 5 * looks and cursor ~= '0' then say('partial', 1) return false end
  until cursor == '0'
end

local due, conc, delay = paceOf(run, host)
local later, ready = redis.call('ZSCORE', key.later(run.id), host.name), redis.call('ZSCORE', key.ready(run.id), host.name)
local held = redis.call('SISMEMBER', key.held(run.id), host.name) == 1
say('now', now)
say('run', run.state)
say('maxDepth', run.maxDepth)
say('maxPages', run.maxPages)
say('used', run.used)
say('place', later and 'later' or ready and 'ready' or held and 'held' or 'none')
say('delay', delay)
say('atHost', host.n)
say('limit', conc)
say('crawlDelay', crawlDelay(run, host))
say('capped', run.obey == 1 and crawlDelay(run, host) > run.crawlDelay and 1 or 0)
say('copyAge', run.copyAge)
for letter in string.gmatch(ARGV[8], '.') do
  local rest = restOf(host, letter)
  say('due' .. letter, math.max(due, rest))
  say('backoff' .. letter, math.max(host.b, rest))
  say('robotsOut' .. letter, has(host.p, letter) and 1 or 0)
  say('robotsStored' .. letter, keptSince(host, letter))
  say('robotsSince' .. letter, hostField(host, 'u' .. letter))
  say('waiting' .. letter, redis.call('LLEN', key.queue(run.id, letter .. host.name)))
end
if host.o == '*' then say('sharers', redis.call('ZCARD', key.sharers(host.name)) - (redis.call('ZSCORE', key.sharers(host.name), run.id) and 1 or 0))
elseif host.o ~= '-' and host.o ~= run.id then say('sharers', 1) end
setHost(host, 'e', tonumber(ARGV[7]))
local _, gone = hostRoom(run, host)
local full = gone or lacks(run, scheme .. '0 0 0 0 ' .. path) == 'spent'
say('spent', full and 1 or 0)
if redis.call('SISMEMBER', seenSet(run, ARGV[3]), ARGV[3]) == 1 then
  if not (inList() or inFlight() or isDelayed()) then say('state', 'finished') end
else
  say('state', 'unknown')
end
return reply
