-- Where a host stands in a run: `ready`, `later` or `held`, never in two of them. Moves are collected and written by
-- savePlaces, variadic. Scores are never later than the truth; claim corrects them when it looks.
local AHEAD = 20 -- ms before its time a host may be claimed; the claim says when to start
local ROBOTS_REST = 30000
local moves = {}

local function movesOf(run)
  local m = moves[run]
  if not m then
    m = { ready = {}, later = {}, held = {}, free = {}, rests = {} }
    moves[run] = m
  end
  return m
end

-- Numbers are formatted here: as arguments of a command they cost four times as much.
local function put(list, score, host)
  list[#list + 1] = string.format('%d', score)
  list[#list + 1] = host.name
end

local function isSlow(host)
  return host.s == 0 or hostField(host, 'z') == 1
end

-- Due as far as it matters here: at the run's own delay after its last start.
local function placeReady(run, host)
  put(movesOf(run).ready, isSlow(host) and host.s - SLOW or host.s, host)
end

local function placeLater(run, host, due)
  local m = movesOf(run)
  put(m.later, due, host)
  m.due = math.min(m.due or due, due)
end

-- How long a sharer whose turn it is not waits until it looks by itself: of many only so many look in a second, for whoever grants,
-- leaves or looks calls the next one. 0: it has not to wait for the sake of others.
local function turnWait(host, few)
  local count = host.o == '*' and redis.call('ZCARD', key.sharers(host.name)) or 0
  return count > few and count * 100 or 0
end

-- Until something of the host comes back.
local function hold(run, host, delay)
  -- A host with more sharers than `free` looks at is not held but looked at again, so that no sharer is forgotten.
  local wait = turnWait(host, 16)
  if wait > 0 then return placeLater(run, host, now + math.max(wait, 1000)) end
  local held = movesOf(run).held
  held[#held + 1] = host.name
end

-- Whether an origin of the host is in trouble of its own.
local function troubled(host)
  if host.seldom == NONE then return false end
  for _, letter in ipairs(LETTERS) do
    if restOf(host, letter) > now then return true end
  end
  return false
end

-- Notes until when the host, or one of its origins that has something waiting, is left alone: 30 s for a robots.txt.
local function noteRest(run, host)
  local rest = host.b
  if host.p > 0 or troubled(host) then
    for _, letter in ipairs(lettersOf(run, host)) do
      rest = math.max(rest, restOf(host, letter), has(host.p, letter) and now + ROBOTS_REST or 0)
    end
  end
  if rest > now then put(movesOf(run).rests, rest, host) end
end

local function place(run, host)
  local due, conc, delay, shut = dueAt(run, host)
  if shut == 'robots' or host.n >= conc then return hold(run, host, delay) end
  noteRest(run, host)
  local m = movesOf(run)
  if due == math.max(host.s, floor) + run.delay then
    placeReady(run, host)
    m.due = math.min(m.due or due, due)
  else
    placeLater(run, host, due)
  end
end

-- A run that may have a due host is in `runs` or `asleep`; wake it no later than `due`.
local function wake(run, due)
  if run.state ~= 'running' or redis.call('ZSCORE', key.runs(), run.id) then return end
  redis.call('ZADD', key.asleep(), 'LT', string.format('%d', due - AHEAD), run.id)
end

local function savePlaces()
  for run, m in pairs(moves) do
    if #m.free > 0 then redis.call('SREM', key.held(run.id), unpack(m.free)) end
    if #m.ready > 0 then redis.call('ZADD', key.ready(run.id), unpack(m.ready)) end
    if #m.later > 0 then redis.call('ZADD', key.later(run.id), unpack(m.later)) end
    if #m.rests > 0 then
      redis.call('ZREMRANGEBYSCORE', key.rests(run.id), '-inf', string.format('%d', now))
      redis.call('ZADD', key.rests(run.id), unpack(m.rests))
    end
    if #m.held > 0 then redis.call('SADD', key.held(run.id), unpack(m.held)) end
    if m.due then wake(run, m.due) end
  end
  moves = {}
end

-- The run that waited here alone tells its own last start apart from those of others from now on.
local function tellApart(host)
  local before = loadRun(host.o)
  if before and host.s + before.delay > now then rememberStart(before, host, host.s) end
end

-- A list of the run at the host is not empty any more: note who waits there, and of which origin.
local function join(run, host, letter)
  busy(host)
  if not has(host.m, letter) then setHost(host, 'm', host.m + BIT[letter]) end
  if host.o == run.id then return end
  if host.o == '*' then
    local least = redis.call('ZRANGE', key.sharers(host.name), 0, 0, 'WITHSCORES')
    redis.call('ZADD', key.sharers(host.name), 'NX', least[2] or 0, run.id)
    return
  end
  if host.o ~= '-' then tellApart(host) end
  if host.o ~= '-' and redis.call('EXISTS', unpack(listsOf(host.o, host))) > 0 then
    redis.call('ZADD', key.sharers(host.name), 0, host.o, 0, run.id)
    setHost(host, 'o', '*')
  else
    setHost(host, 'o', run.id)
    setHost(host, 'm', BIT[letter])
  end
end

-- Of those who share the host the one that is due first, of several the one that had fewer turns, has its place again, which may
-- be long before it would look by itself.
local function callNext(host, after)
  local best, least
  for _, id in ipairs(redis.call('ZRANGE', key.sharers(host.name), 0, 15)) do
    local other = id ~= after and loadRun(id)
    if other and other.state == 'running' and freeOf(other) > 0 and opensAt(other) == 0 then
      local due, conc = dueAt(other, host)
      if conc > 0 and (not least or due < least) then best, least = other, due end
    end
  end
  if best and redis.call('ZREM', key.later(best.id), host.name) == 1 then place(best, host) end
end

-- The lists of the run at the host are empty.
local function leave(run, host)
  if host.o == '*' then
    local sharers = key.sharers(host.name)
    redis.call('ZREM', sharers, run.id)
    local rest = redis.call('ZRANGE', sharers, 0, 1)
    if #rest > 1 then return callNext(host) end
    redis.call('DEL', sharers)
    setHostField(host, 'y', 0)
    setHost(host, 'o', rest[1] or '-')
    local last = rest[1] and loadRun(rest[1])
    if last and redis.call('ZREM', key.later(last.id), host.name) == 1 then place(last, host) end
    if rest[1] then return end
  elseif host.o ~= run.id then
    return
  end
  setHost(host, 'm', 0)
  idle(host)
end

local arrived, freed, shared = {}, {}, {}

local function note(lists, run, host)
  local list = lists[run]
  if not list then
    list = {}
    lists[run] = list
  end
  if not list[host.name] then
    list[host.name] = true
    list[#list + 1] = host.name
  end
end

-- Pushes entries of one origin to the head or the tail of their list; the host gets its place in `settlePlaces`. Whether it was empty.
local function push(command, run, name, entries)
  local letter = letterOf(entries[1])
  local length = redis.call(command, key.queue(run.id, letter .. name), unpack(entries))
  if length == #entries then
    local host = loadHost(name)
    join(run, host, letter)
    note(arrived, run, host)
  end
  return length == #entries
end

-- Something of the host came back: the run, or whoever else waits at the host, may have its place again.
local function free(run, host)
  if run then note(freed, run, host) end
  local others = { host.o }
  if host.o == '*' then
    others = redis.call('ZRANGE', key.sharers(host.name), 0, 63)
    shared[host] = true
  end
  for _, id in ipairs(others) do
    if not run or id ~= run.id then
      local other = id ~= '-' and loadRun(id)
      if other then note(freed, other, host)
      elseif host.o ~= '*' then idle(host) end -- who waited here last is gone
    end
  end
end

-- Which of these hosts have something waiting for the run; most often all have, or none.
local function waiting(run, list)
  local keys, waits, lists = {}, {}, {}
  for i, host in ipairs(list) do
    lists[i] = listsOf(run.id, host)
    for _, name in ipairs(lists[i]) do keys[#keys + 1] = name end
  end
  if #keys == 0 then return waits end
  local count = redis.call('EXISTS', unpack(keys))
  for i, own in ipairs(lists) do
    if count == #keys then waits[i] = #own > 0
    elseif count > 0 then waits[i] = #own > 0 and redis.call('EXISTS', unpack(own)) > 0 end
  end
  return waits
end

-- A host that stands in `later` until one of its origins is out of trouble may have something else to go out.
local function placeSooner(run, host, due)
  if not troubled(host) then return end
  due = due or tonumber(redis.call('ZSCORE', key.later(run.id), host.name) or 0)
  if due <= now or dueAt(run, host) >= due then return end
  redis.call('ZREM', key.later(run.id), host.name)
  place(run, host)
  return true
end

-- Gives every host that arrived or was freed its place, if it has something waiting and stands nowhere else.
local function settlePlaces()
  for run, list in pairs(arrived) do
    local ready = redis.call('ZMSCORE', key.ready(run.id), unpack(list))
    local later = redis.call('ZMSCORE', key.later(run.id), unpack(list))
    local held = redis.call('SMISMEMBER', key.held(run.id), unpack(list))
    for i, name in ipairs(list) do
      local host = loadHost(name)
      if not ready[i] and not later[i] and held[i] == 0 then
        place(run, host)
      else
        noteRest(run, host)
        if held[i] == 1 and host.p > 0 then note(freed, run, host) -- may be it is the robots.txt of another origin that holds it
        elseif later[i] then placeSooner(run, host, tonumber(later[i])) end
      end
    end
  end
  for run, list in pairs(freed) do
    local held = redis.call('SMISMEMBER', key.held(run.id), unpack(list))
    local m, back, quiet = movesOf(run), {}, {}
    for i, name in ipairs(list) do
      local host = loadHost(name)
      if held[i] == 1 then
        local _, conc, _, shut = dueAt(run, host)
        if shut ~= 'robots' and host.n < conc then
          m.free[#m.free + 1] = name
          back[#back + 1] = host
        end
      elseif placeSooner(run, host) then
        -- Its robots.txt is here, while another origin is in trouble.
      elseif host.n <= 0 and host.o == run.id then
        quiet[#quiet + 1] = host
      end
    end
    local waits = waiting(run, back)
    for i, host in ipairs(back) do
      if waits[i] then place(run, host) else leave(run, host) end
    end
    waits = waiting(run, quiet)
    for i, host in ipairs(quiet) do
      if not waits[i] then idle(host) end
    end
  end
  for host in pairs(shared) do callNext(host) end
  shared = {}
  savePlaces()
end
