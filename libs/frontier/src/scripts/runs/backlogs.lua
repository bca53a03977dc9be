--[[
backlogs: what a run has waiting at hosts, and how fast these may be asked. Changes nothing.

ARGV  run     short id
      most    hosts to look at beside those named; of more, so many evenly spread ones
      offset  0 to 1: which of them; another one each time sees others
      *host   looked at in any case
REPLY { hosts that have something waiting or in flight, then of each that was looked at and has something waiting: its name, URLs
      waiting, ms between two starts as text, the part of them that is no wish of the run's policy as text, how many may be in flight,
      ms for which all that waits there is left alone, ms since its last start (-1: it was never asked) }
]]
local run, most, offset = loadRun(ARGV[1]), ARGV[2] + 0, ARGV[3] + 0
if not run then return {} end

local names, known = {}, {}
local function look(name)
  if not name or known[name] then return end
  known[name] = true
  names[#names + 1] = name
end
for i = 4, #ARGV do look(ARGV[i]) end

local ready, later = redis.call('ZCARD', key.ready(run.id)), redis.call('ZCARD', key.later(run.id))
local held = redis.call('SCARD', key.held(run.id))
local total = ready + later + held
local ofHeld = total > 0 and math.min(held, math.ceil(most * held / total)) or 0
if ofHeld > 0 then
  for _, name in ipairs(redis.call('SRANDMEMBER', key.held(run.id), ofHeld)) do look(name) end
end
local room = math.min(most - ofHeld, ready + later)
if room == ready + later then
  for _, zset in ipairs({ key.ready(run.id), key.later(run.id) }) do
    for _, name in ipairs(redis.call('ZRANGE', zset, 0, -1)) do look(name) end
  end
else
  for i = 0, room - 1 do
    local rank = math.floor((i + offset) * (ready + later) / room)
    if rank < ready then look(redis.call('ZRANGE', key.ready(run.id), rank, rank)[1])
    else look(redis.call('ZRANGE', key.later(run.id), rank - ready, rank - ready)[1]) end
  end
end

local reply = { total }
fetchHosts(names)
for _, name in ipairs(names) do
  local host, urls, rest = loadHost(name), 0, math.huge
  for _, letter in ipairs(LETTERS) do
    local some = has(host.m, letter) and redis.call('LLEN', key.queue(run.id, letter .. name)) or 0
    if some > 0 then rest = math.min(rest, restOf(host, letter)) end
    urls = urls + some
  end
  if urls > 0 then
    local delay, conc, own = terms(run, host)
    reply[#reply + 1] = name
    reply[#reply + 1] = urls
    reply[#reply + 1] = tostring(delay)
    reply[#reply + 1] = tostring(own)
    reply[#reply + 1] = conc
    reply[#reply + 1] = math.max(0, math.max(rest, host.b) - now)
    reply[#reply + 1] = host.s > 0 and math.max(0, now - host.s) or -1
  end
end
return reply
