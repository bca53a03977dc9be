-- The short way, for a host at which there is nothing to think about: one run waits there, with one URL out at a time, and no
-- back-off, Crawl-delay, rule or robots.txt of it is in the way. Most claims and settles are of such hosts, and each step of
-- Lua saved there counts (`npm run bench -- frontier`); what it does is what the long way does (properties.test.ts holds them together).

-- Whether hosts at which only this run waits may be plain.
local function isSimple(run)
  return run.conc == 1 and not hasBudgets(run) and run.pausedHosts == 0 and (tonumber(meta[6]) or 0) == 0
    and (tonumber(meta[8]) or 0) == 0
end

local saved = {}
local withOwner = {} -- run → NUMBERS and its id, so that a text is made in one step

local function formatOf(run)
  local text = withOwner[run]
  if not text then
    text = NUMBERS .. 'c' .. #run.id
    withOwner[run] = text
  end
  return text
end

local function savePlain()
  if #saved == 0 then return end
  redis.call('MSET', unpack(saved))
  saved = {}
end

-- Claims the next URL of a host of a simple run, or answers nil and has changed nothing: it is one for the long way.
-- `due` is the latest last start by which the host is due. Answers the claim as it stands in flight, and when its robots rules were stored.
local function claimPlain(run, name, text, hostKey, queue, due, clock)
  local s, n, p, b, g, d, rh, ah, rs, as, at = unpackNumbers(NUMBERS, text)
  if s > due or n > 0 or p > 0 or b > now or g > now or d > 0 or string.sub(text, at) ~= run.id then return nil end
  local entry = redis.call('LPOP', queue)
  if not entry then return nil end
  local letter, recoveries = string.byte(entry, 1, 2)
  local good, stored = 0, 0
  if letter == 104 then good, stored = rh, ah elseif letter == 115 then good, stored = rs, as end
  if recoveries >= 49 or letter < 97 or run.obey == 1 and good <= now then
    redis.call('LPUSH', queue, entry)
    return nil
  end
  local start, startIn = now, '0'
  if s < floor then s = floor end
  if s + run.delay > now then
    start = s + run.delay
    startIn = format('%.1f', start - now)
  end
  local i = #saved
  saved[i + 1] = hostKey
  saved[i + 2] = pack(formatOf(run), math.ceil(start), 1, 0, b, g, 0, rh, ah, rs, as, run.id)
  return clock .. startIn .. ' page ' .. run.id .. ' ' .. name .. ' ' .. entry, stored
end

-- Hosts that a plain settle freed, per run: names, when each was asked last, their texts.
local resting = {}

-- Takes the only URL in flight off a host of a simple run, asked at `began`; false, and nothing changed, if it is not plain.
local function settlePlain(run, name, text, hostKey, began)
  local s, n, p, b, g, d, rh, ah, rs, as, at = unpackNumbers(NUMBERS, text)
  if n ~= 1 or p > 0 or b > now or g > now or d > 0 or string.sub(text, at) ~= run.id then return false end
  if began > s then s = began end
  local list = resting[run]
  if not list then
    list = { names = {}, starts = {}, texts = {}, keys = {} }
    resting[run] = list
  end
  local i = #list.names + 1
  local after = pack(formatOf(run), s, 0, 0, b, g, 0, rh, ah, rs, as, run.id)
  list.names[i], list.starts[i], list.texts[i], list.keys[i] = name, s, after, hostKey
  fetched[name] = after
  return true
end

-- Gives the hosts of plain settles their places again: `ready` where something waits, forgotten in a day where nothing does.
local function placePlain()
  for run, list in pairs(resting) do
    local names, m = list.names, movesOf(run)
    local queue, keys = key.queue(run.id, ''), {}
    for i = 1, #names do keys[i] = queue .. names[i] end
    local all = redis.call('EXISTS', unpack(keys))
    local held = redis.call('SMISMEMBER', key.held(run.id), unpack(names))
    for i = 1, #names do
      local waits = all == #names or all > 0 and redis.call('EXISTS', keys[i]) == 1
      if held[i] == 1 then
        m.free[#m.free + 1] = names[i]
        if waits then
          local s, r = list.starts[i], #m.ready
          m.ready[r + 1] = format('%d', s)
          m.ready[r + 2] = names[i]
          local due = (s > floor and s or floor) + run.delay
          if not m.due or due < m.due then m.due = due end
        end
      end
      if waits then
        saved[#saved + 1] = list.keys[i]
        saved[#saved + 1] = list.texts[i]
      else
        redis.call('SET', list.keys[i], list.texts[i], 'PX', format('%d', DAY))
      end
    end
  end
  savePlain()
end
