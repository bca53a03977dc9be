--[[
causes: why the URLs of a run wait, without looking at a list. Changes nothing but a zset of its own.

ARGV  run     short id
      group   which hosts: rests, held, overdue or later; the URLs of all others wait for PACE
      most    hosts to look at; of more, so many evenly spread ones
REPLY { cause of the whole run or empty, URLs waiting, hosts of the group, hosts looked at, then of each cause found (ROBOTS_LOST: ROBOTS, and it cannot be had): its name,
      its URLs, the sum of their squares by origin, how many samples follow, and of each of them: host, URLs, first entry }

A host that has something waiting is overdue when claim could have looked at it a second ago. In `later` stand, among others, those
whose robots.txt asks for a longer delay than the run has.
]]
local run, group, most = loadRun(ARGV[1]), ARGV[2], tonumber(ARGV[3])
if not run then return {} end

local function whole()
  if run.state ~= 'running' then return 'PAUSED' end
  if opensAt(run) > 0 then return 'WINDOW' end
  if run.maxPages >= 0 and run.used >= run.maxPages then return 'QUOTA' end
  if redis.call('ZCOUNT', key.workers(), '(' .. string.format('%d', now), '+inf') == 0 then return 'NO_WORKERS' end
  return ''
end

local cause = whole()
local waiting = run.accepted - run.finished - run.inFlight - run.delayed
if cause ~= '' or waiting == 0 then return { cause, waiting, 0, 0 } end

-- Members of a zset of the ranks from `first`, `count` of them: all, or as many as `room` evenly spread.
local function pick(names, zset, first, count, room)
  if count <= 0 or room <= 0 then return end
  if count <= room then
    for _, name in ipairs(redis.call('ZRANGE', zset, first, first + count - 1)) do names[#names + 1] = name end
  else
    for i = 0, room - 1 do
      local rank = first + math.floor((i + 0.5) * count / room)
      names[#names + 1] = redis.call('ZRANGE', zset, rank, rank)[1]
    end
  end
end

local names, total = {}, 0
local rests = key.rests(run.id)
if group == 'rests' then
  redis.call('ZREMRANGEBYSCORE', rests, '-inf', string.format('%d', now))
  total = redis.call('ZCARD', rests)
  pick(names, rests, 0, total, most)
elseif group == 'held' then
  total = redis.call('SCARD', key.held(run.id))
  names = total <= most and redis.call('SMEMBERS', key.held(run.id)) or redis.call('SRANDMEMBER', key.held(run.id), most)
elseif group == 'later' then
  local overdue = redis.call('ZCOUNT', key.later(run.id), '-inf', string.format('%d', now - 1000))
  total = redis.call('ZCARD', key.later(run.id)) - overdue
  pick(names, key.later(run.id), overdue, total, most)
else
  local later = redis.call('ZCOUNT', key.later(run.id), '-inf', string.format('%d', now - 1000))
  local slow, ready = 0, 0
  if floor + run.delay <= now - 1000 then
    slow = redis.call('ZCOUNT', key.ready(run.id), '-inf', string.format('%d', now - 1000 - run.delay - SLOW))
    ready = redis.call('ZCOUNT', key.ready(run.id), '0', string.format('%d', now - 1000 - run.delay))
  end
  total = later + slow + ready
  local room = math.min(most, total)
  local ofLater = total > 0 and math.floor(room * later / total + 0.5) or 0
  pick(names, key.later(run.id), 0, later, ofLater)
  local ofSlow = slow + ready > 0 and math.floor((room - ofLater) * slow / (slow + ready) + 0.5) or 0
  pick(names, key.ready(run.id), 0, slow, ofSlow)
  local quick = redis.call('ZCOUNT', key.ready(run.id), '-inf', '(0')
  pick(names, key.ready(run.id), quick, ready, room - ofLater - ofSlow)
end

-- What an origin rests for: a 429 or 503 is said by the host; its own trouble is that it was not reached, or has no robots.txt to be had.
local function restsFor(host, letter)
  if host.b > now and host.b >= restOf(host, letter) then return 'THROTTLED' end
  if hostField(host, 'f' .. letter) > 0 then return 'UNREACHABLE' end
  return hostField(host, 'u' .. letter) > 0 and 'ROBOTS_LOST' or 'BACKOFF'
end

-- What an origin waits for of which the robots.txt is out: for an answer, or for one it did not get the last time.
local function robotsFor(host, letter)
  return hostField(host, 'u' .. letter) > 0 and 'ROBOTS_LOST' or 'ROBOTS'
end

-- Whether it is the site that wishes for so long a delay, and not the policy or a rule.
local function siteWishes(host)
  if run.obey ~= 1 or host.d <= run.delay then return false end
  local rule = ruleOf(host)
  return math.min(crawlDelay(run, host), run.crawlDelay) > math.max(run.delay, rule and rule.delay or 0)
end

-- Why the URLs of an origin wait; nil: for PACE. What rests is counted with `rests` if its host stands there, else with its group.
local function causeOf(host, letter, inRests)
  local due, conc, delay = paceOf(run, host)
  local rests = math.max(host.b, restOf(host, letter)) > now
  if conc == 0 or rests or has(host.p, letter) then
    if group ~= 'rests' and inRests then return nil end
    return conc == 0 and 'PAUSED' or rests and restsFor(host, letter) or robotsFor(host, letter)
  end
  if group == 'rests' then return nil end
  if group == 'held' and now - host.s > math.max(delay, 1000) then return 'WORKERS_BUSY' end
  if group == 'overdue' then return due <= now - 1000 and 'WORKERS_BUSY' or nil end
  return siteWishes(host) and 'CRAWL_DELAY' or nil
end

local SAMPLES = 5
local sums = {}

-- Those with the most URLs, in an order that does not depend on that of the hosts; origins of a host in the order of their URLs.
local RANK = { h = 1, H = 2, s = 3, S = 4 }
local function isBefore(a, b)
  if a.urls ~= b.urls then return a.urls > b.urls end
  return a.host < b.host or a.host == b.host and RANK[a.letter] < RANK[b.letter]
end

local function count(host, letter, inRests)
  local urls = redis.call('LLEN', key.queue(run.id, letter .. host.name))
  local of = urls > 0 and causeOf(host, letter, inRests)
  if not of then return end
  local sum = sums[of] or { 0, 0, {} }
  sums[of] = sum
  sum[1] = sum[1] + urls
  sum[2] = sum[2] + urls * urls
  local samples, one = sum[3], { urls = urls, host = host.name, letter = letter }
  if #samples == SAMPLES and isBefore(samples[SAMPLES], one) then return end
  samples[#samples + (#samples < SAMPLES and 1 or 0)] = one
  table.sort(samples, isBefore)
end

for from = 1, #names, 1000 do
  local some = {}
  for i = from, math.min(#names, from + 999) do some[#some + 1] = names[i] end
  fetchHosts(some)
  local ends = redis.call('ZMSCORE', rests, unpack(some))
  for i, name in ipairs(some) do
    local host = loadHost(name)
    for _, letter in ipairs(LETTERS) do
      if has(host.m, letter) then count(host, letter, tonumber(ends[i] or 0) > now) end
    end
  end
end
local reply = { '', waiting, total, #names }
for of, sum in pairs(sums) do
  reply[#reply + 1] = of
  reply[#reply + 1] = sum[1]
  reply[#reply + 1] = string.format('%.0f', sum[2])
  reply[#reply + 1] = #sum[3]
  for _, one in ipairs(sum[3]) do
    reply[#reply + 1] = one.host
    reply[#reply + 1] = one.urls
    reply[#reply + 1] = redis.call('LINDEX', key.queue(run.id, one.letter .. one.host), 0)
  end
end
return reply
