-- Hosts, read once per script and written once at its end. Fields of host:<h>:
--   s last start   n in flight   b back-off until   l its level   r ms of its last raise   g gate slot
--   f failures in a row   ff ms of the first of them   p 1 while a robots.txt is out   d longest Crawl-delay
--   o the one run that waits here, or '*' when sharers:<h> tells
--   of each origin, by its scheme letter x: rx robots rules good until, ax stored at (0: no good copy), ux unreachable since
local hostFields = { 's', 'n', 'b', 'g', 'd', 'p', 'l', 'r', 'f', 'ff', 'rh', 'ah', 'rs', 'as', 'o' }
local hosts, changedHosts = {}, {}
local DAY = 86400000

local function loadHost(name)
  local host = hosts[name]
  if host then return host end
  local values = redis.call('HMGET', key.host(name), unpack(hostFields))
  host = { name = name, changes = {}, o = values[15] or '' }
  for i = 1, 14 do
    host[hostFields[i]] = tonumber(values[i]) or 0
  end
  host.fresh = not values[1]
  hosts[name] = host
  return host
end

local function setHost(host, field, value)
  if host[field] == value then return end
  host[field] = value
  host.changes[field] = true
  changedHosts[host] = true
end

-- A field that is seldom needed.
local function hostField(host, field)
  if host[field] == nil then
    host[field] = tonumber(redis.call('HGET', key.host(host.name), field) or '') or 0
  end
  return host[field]
end

-- Nothing waits and nothing is in flight: forget the host a day after its last use or back-off.
local function idle(host)
  host.idle = true
  changedHosts[host] = true
end

-- Something waits here again.
local function busy(host)
  host.idle = false
  if not host.fresh and host.n == 0 then host.persist = true end
  changedHosts[host] = true
end

local function saveHosts()
  for host in pairs(changedHosts) do
    local args = {}
    for field in pairs(host.changes) do
      args[#args + 1] = field
      args[#args + 1] = host[field]
    end
    if #args > 0 then redis.call('HSET', key.host(host.name), unpack(args)) end
    if host.idle and host.n <= 0 then
      redis.call('PEXPIRE', key.host(host.name), math.ceil(math.max(0, host.b - now) + DAY))
    elseif host.persist then
      redis.call('PERSIST', key.host(host.name))
    end
  end
end

-- The pace rule that stands for a host: the exact one, else that of the longest suffix. Rules only ever tighten.
local function ruleOf(host)
  if (tonumber(meta[6]) or 0) == 0 then return nil end
  if host.rule == nil then
    local names, rest = { host.name }, host.name
    while true do
      local dot = string.find(rest, '.', 1, true)
      if not dot then break end
      rest = string.sub(rest, dot + 1)
      names[#names + 1] = '*.' .. rest
    end
    host.rule = false
    local found = redis.call('HMGET', key.rules(), unpack(names))
    for i = 1, #names do
      if found[i] then
        local delay, conc = string.match(found[i], '^(%S+) (%S+)')
        if delay ~= '-' then host.rule = { delay = tonumber(delay), conc = tonumber(conc) } break end
      end
    end
  end
  return host.rule
end

-- Least ms between two starts and most URLs in flight, the strictest of the run's policy, host rule and robots.txt.
local function terms(run, host)
  local delay, conc = run.delay, run.conc
  local rule = ruleOf(host)
  if rule then
    delay = math.max(delay, rule.delay)
    conc = math.min(conc, rule.conc)
  end
  if run.obey == 1 and host.d > delay then delay = math.max(delay, math.min(host.d, run.crawlDelay)) end
  return delay, conc
end

-- When the host may be asked next, and how many may be in flight.
local function dueAt(run, host)
  local delay, conc = terms(run, host)
  return math.max(math.max(host.s, floor) + delay, host.b, host.g), conc, delay
end
