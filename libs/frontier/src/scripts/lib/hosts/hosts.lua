-- Hosts, read once per script and written once at its end. host:<h> is one string: numbers of fixed width (struct.pack; a pattern
-- match takes six times as long, and fifteen fields of a hash longer than all the rest of a claim), times in whole ms:
--   s last start   n in flight   p origins whose robots.txt is out   b back-off until   g gate slot   d longest Crawl-delay
--   m origins that may have something waiting, of any run, and v, the one served last where several had
--   of each origin, by its scheme letter x: rx robots rules good until, ax stored at (0: no good copy)
--   e length of its registrable domain at the end of its name (budgets)
-- then the word o: the one run that waits here, `*` when sharers:<h> tells, or `-`; and then, seldom there, ` field=value`:
--   l level of back-off   t ms of its last raise
--   w number of the session that holds what is in flight, where more than one URL may be (claim)
--   y when a sharer was due that let another one go first: from then on the host may be asked (paceOf)
--   of an origin: bx lx tx its own back-off   fx failures in a row   ffx ms of the first of them
--   z 1: it kept a slot for long when it was asked last
--   ux robots.txt unreachable since, whether a copy decides or not   dx longest Crawl-delay of any agent   cx 1: not all agents are asked for the same
--   kx sessions that were lost with the robots.txt in hand   and what http on port 443 (H) and https on port 80 (S) need
-- Pace is the host's, for it is one server; trouble is the origin's, but for a 429 or 503. Sets of origins are sums of their bits.
local hosts, changedHosts = {}, {}
local DAY = 86400000
local NUMBERS = '<I6I2I1I6I6I4I1I6I6I6I6I1'
local pack, unpackNumbers, format = struct.pack, struct.unpack, string.format
local NONE = {} -- never written to
-- In `ready` slow hosts stand so far below their score: those that kept a slot for long, and those that were never asked. So who has
-- no slots for them finds the others without looking at them.
local SLOW = 1e13

local function keep(name, text, place)
  local host
  if text then
    local s, n, p, b, g, d, mv, rh, ah, rs, as, e, at = unpackNumbers(NUMBERS, text)
    local m = mv % 16
    host = { name = name, s = s, n = n, p = p, b = b, g = g, d = d, m = m, v = (mv - m) / 16, rh = rh, ah = ah, rs = rs, as = as,
      e = e, seldom = NONE }
    local space = string.find(text, ' ', at, true)
    host.o = string.sub(text, at, space and space - 1)
    if space then
      host.seldom = {}
      for field, value in string.gmatch(string.sub(text, space), ' (%a+)=(%d+)') do host.seldom[field] = value + 0 end
    end
  else
    host = { name = name, s = 0, n = 0, p = 0, b = 0, g = 0, d = 0, m = 0, v = 0, rh = 0, ah = 0, rs = 0, as = 0, e = 0, o = '-',
      seldom = NONE }
  end
  host.key = place
  hosts[name] = host
  return host
end

local fetched = {} -- name → text as Redis has it; false: none

local function loadHost(name)
  local host = hosts[name]
  if host then return host end
  local place, text = key.host(name), fetched[name]
  if text == nil then text = redis.call('GET', place) end
  return keep(name, text, place)
end

-- Asks for many at once, for what follows; answers what is there of each, and the keys.
local function fetchHosts(names)
  local prefix, keys = key.host(''), { unpack(names) } -- of its size at once: a table that grows is built anew again and again
  for i = 1, #names do keys[i] = prefix .. names[i] end
  local texts = #keys > 0 and redis.call('MGET', unpack(keys)) or {}
  for i = 1, #names do fetched[names[i]] = texts[i] end
  return texts, keys
end

local function setHost(host, field, value)
  if host[field] == value then return end
  host[field] = value
  changedHosts[host] = true
end

local LETTERS, BIT = { 'h', 's', 'H', 'S' }, { h = 1, s = 2, H = 4, S = 8 }
local FRESH = { h = 'rh', s = 'rs', H = 'rH', S = 'rS' }
local STORED = { h = 'ah', s = 'as', H = 'aH', S = 'aS' }

-- Fields that few hosts have, and those of an origin by its scheme letter.
local function hostField(host, field)
  return host[field] or host.seldom[field] or 0
end

local function setHostField(host, field, value)
  if hostField(host, field) == value then return end
  if host[field] then
    host[field] = value
  else
    if host.seldom == NONE then host.seldom = {} end
    host.seldom[field] = value
  end
  changedHosts[host] = true
end

local function has(set, letter)
  return set > 0 and bit.band(set, BIT[letter]) > 0
end

local function letterOf(entry)
  return string.sub(entry, 1, 1)
end

-- Nothing waits and nothing is in flight: forget the host a day after its last use or back-off.
local function idle(host)
  host.idle = true
  changedHosts[host] = true
end

-- Something waits here again.
local function busy(host)
  host.idle = false
  changedHosts[host] = true
end

local function saveHosts()
  local written = {}
  for host in pairs(changedHosts) do
    local text = pack(NUMBERS, host.s, host.n, host.p, host.b, host.g, host.d, host.m + 16 * host.v, host.rh, host.ah, host.rs, host.as, host.e) .. host.o
    for field, value in pairs(host.seldom) do -- few have any
      if value ~= 0 then text = text .. format(' %s=%d', field, value) end
    end
    -- What was said of a host without a look at who waits there: the key itself tells, for only that of a busy one stays for good.
    if host.idle == nil and host.n <= 0 then host.idle = redis.call('PTTL', host.key) ~= -1 end
    if host.idle and host.n <= 0 then
      redis.call('SET', host.key, text, 'PX', string.format('%d', math.max(0, host.b - now) + DAY))
    else
      written[#written + 1] = host.key
      written[#written + 1] = text
    end
  end
  if #written > 0 then redis.call('MSET', unpack(written)) end
end

local ruleOf, spokenOf, countRules
do
local ruled, suffixesOf = {}, {} -- of a pattern its rule, or false; of a name the patterns of suffixes that match it
-- Whether there are rules, and rules of suffixes: most often all rules are of hosts, and names need not be taken apart.
local anyRule, anySuffix = (tonumber(meta[6]) or 0) > 0, tonumber(meta[11] or 1) > 0

local function suffixes(name)
  local found = suffixesOf[name]
  if found then return found end
  found = {}
  local rest = string.gsub(name, ':%d+$', '')
  local dot = string.find(rest, '.', 1, true)
  while dot do
    rest = string.sub(rest, dot + 1)
    found[#found + 1] = '*.' .. rest
    dot = string.find(rest, '.', 1, true)
  end
  suffixesOf[name] = found
  return found
end

-- Reads the rules of all these hosts at once, for what follows.
local function fetchRules(names)
  local asked = {}
  local function ask(pattern)
    if ruled[pattern] ~= nil then return end
    ruled[pattern] = false
    asked[#asked + 1] = pattern
  end
  for i = 1, #names do
    ask(names[i])
    if anySuffix then
      for _, pattern in ipairs(suffixes(names[i])) do ask(pattern) end
    end
  end
  for from = 1, #asked, 1000 do
    local found = redis.call('HMGET', key.rules(), unpack(asked, from, math.min(#asked, from + 999)))
    for i = 1, #found do
      local delay, conc = string.match(found[i] or '-', '^(%S+) (%S+)')
      if delay and delay ~= '-' then ruled[asked[from + i - 1]] = { delay = tonumber(delay), conc = tonumber(conc) } end
    end
  end
end

-- The pace rule that stands for a host: the exact one, else that of the longest suffix, at any port. Rules only ever tighten.
function ruleOf(host)
  if not anyRule then return nil end
  if host.rule == nil then
    if ruled[host.name] == nil then fetchRules({ host.name }) end
    host.rule = ruled[host.name]
    for _, pattern in ipairs(not host.rule and anySuffix and suffixes(host.name) or NONE) do
      if not host.rule then host.rule = ruled[pattern] end
    end
  end
  return host.rule
end

-- Of which of these hosts a rule stands, or a word that they are paused; nil: of none.
function spokenOf(run, names)
  local told
  if anyRule then
    fetchRules(names)
    for i = 1, #names do
      if ruled[names[i]] or anySuffix and ruleOf({ name = names[i] }) then
        told = told or {}
        told[names[i]] = true
      end
    end
  end
  for _, id in ipairs({ (tonumber(meta[8]) or 0) > 0 and '*', run.pausedHosts > 0 and run.id }) do
    for i, version in ipairs(id and redis.call('HMGET', key.paused(id), unpack(names)) or NONE) do
      if version and string.sub(version, 1, 1) ~= '-' then
        told = told or {}
        told[names[i]] = true
      end
    end
  end
  return told
end

-- There are so many rules now, and so many of suffixes; nil: nobody has counted those.
function countRules(rules, ofSuffixes)
  ruled, anyRule, anySuffix = {}, rules > 0, ofSuffixes ~= 0
end
end

-- Whether nothing of the host is handed out, to any run or to this one.
local function isPaused(run, host)
  if (tonumber(meta[8]) or 0) > 0 then
    if host.paused == nil then
      local version = redis.call('HGET', key.paused('*'), host.name)
      host.paused = version and string.sub(version, 1, 1) ~= '-'
    end
    if host.paused then return true end
  end
  if run.pausedHosts == 0 then return false end
  local version = redis.call('HGET', key.paused(run.id), host.name)
  return version and string.sub(version, 1, 1) ~= '-'
end

local originOf, crawlDelay
do -- a script has room for 200 local names
local ORIGINS = { h = { 'http://', '' }, s = { 'https://', '' }, H = { 'http://', ':443' }, S = { 'https://', ':80' } }
local HEAD = 4096 -- bytes of the first line of what is kept of a robots.txt, at most (robots-kept.ts)

function originOf(host, letter)
  return ORIGINS[letter][1] .. host.name .. ORIGINS[letter][2]
end

-- What the robots.txt of an origin asks of agents with this product token, ms; of whoever it does not name, `*` and those it had no
-- room for. The longest of anybody where it is not known any more.
local function askedOf(host, letter, product)
  local longest = hostField(host, 'd' .. letter)
  if longest == 0 or hostField(host, 'c' .. letter) == 0 then return longest end
  local text = redis.call('GETRANGE', key.robots(originOf(host, letter)), 0, HEAD)
  local function of(name)
    local _, at = string.find(text, ' ' .. name .. '=', 1, true)
    return at and tonumber(string.match(text, '^%d+', at + 1))
  end
  if not of('*') then return longest end
  return product ~= '' and of(product) or math.max(of('*'), of('+') or 0)
end

-- The Crawl-delay of the run's own agent, the longest of the host's origins. Most files ask everybody for the same.
function crawlDelay(run, host)
  local seldom = host.seldom
  if host.d == 0 or not (seldom.ch or seldom.cs or seldom.cH or seldom.cS) then return host.d end
  run.product = run.product or redis.call('HGET', key.run(run.id), 'product') or ''
  host.crawlDelays = host.crawlDelays or {}
  local asked = host.crawlDelays[run.product]
  if not asked then
    asked = 0
    for _, letter in ipairs(LETTERS) do asked = math.max(asked, askedOf(host, letter, run.product)) end
    host.crawlDelays[run.product] = asked
  end
  return asked
end
end

-- Least ms between two starts and most URLs in flight, the strictest of the run's policy, host rule and robots.txt; and the delay
-- that is the host's own, whoever asks. Of a paused host none may be in flight: it is held until it is resumed.
local function terms(run, host)
  local own, conc = 0, run.conc
  local rule = ruleOf(host)
  if rule then
    own = rule.delay
    conc = math.min(conc, rule.conc)
  end
  if run.obey == 1 and host.d > own then own = math.max(own, math.min(crawlDelay(run, host), run.crawlDelay)) end
  if isPaused(run, host) then conc = 0 end
  return math.max(run.delay, own), conc, own
end

-- When the run itself asked the host last, as far as it is told apart from other runs.
local function askedBy(run, host)
  host.asked = host.asked or {}
  local ms = host.asked[run.id]
  if not ms then
    ms = tonumber(redis.call('HGET', key.asked(host.name), run.id) or 0)
    host.asked[run.id] = ms
  end
  return ms
end

-- Kept for longer than it can matter.
local function rememberStart(run, host, ms)
  if ms <= askedBy(run, host) then return end
  host.asked[run.id] = ms
  local asked = key.asked(host.name)
  redis.call('HSET', asked, run.id, format('%d', ms))
  if redis.call('PTTL', asked) < run.delay + DAY / 2 then redis.call('PEXPIRE', asked, format('%d', run.delay + DAY)) end
end

-- From when on the run would have its turn at a host that may be asked at `free`: its own delay is after its own last start.
local function turnAt(run, host, free)
  local _, conc, own = terms(run, host)
  return math.max(free, math.max(host.s, floor) + own, math.max(askedBy(run, host), floor) + run.delay, host.b, host.g), conc
end

-- When the host may be asked next, whatever origin of it, and how many may be in flight. A delay that only this run wishes for
-- counts from its own last start where another sharer was due and lets it go first: so a slow run is not kept waiting by the
-- starts of a fast one.
local function paceOf(run, host)
  local delay, conc = terms(run, host)
  local last = math.max(host.s, floor)
  local due = math.max(last + delay, host.b, host.g)
  local free = host.o == '*' and hostField(host, 'y') or 0
  if free > 0 and free >= last and free < due then due = math.min(due, (turnAt(run, host, free))) end
  return due, conc, delay
end

-- Until when an origin is left alone, by its own trouble.
local function restOf(host, letter)
  return host.seldom['b' .. letter] or 0
end

-- The pace a URL is handed out under, as a claim tells it: delay, most at once, and what decides; nil: the run's policy alone does.
local function paceInWords(run, host, letter, delay, conc)
  local by
  if conc == 0 then return nil end
  if host.s > 0 and math.max(host.b, restOf(host, letter)) > math.max(host.s, floor) + delay then
    by = 'backOff'
  elseif delay > run.delay or conc < run.conc then
    local rule = ruleOf(host)
    by = rule and (rule.delay >= delay or conc < run.conc) and 'rule' or 'robots'
  end
  return by and format('%.3f %d %s', delay, conc, by)
end

-- The lists of a run, by its id, that may have something at the host.
local function listsOf(run, host)
  local keys = {}
  for _, letter in ipairs(LETTERS) do
    if has(host.m, letter) then keys[#keys + 1] = key.queue(run, letter .. host.name) end
  end
  return keys
end

-- The origins of the host that have something waiting for the run, by their letters. Who waits there alone may say so for all.
local function lettersOf(run, host)
  local letters, set = {}, 0
  for _, letter in ipairs(LETTERS) do
    if has(host.m, letter) and redis.call('EXISTS', key.queue(run.id, letter .. host.name)) == 1 then
      letters[#letters + 1] = letter
      set = set + BIT[letter]
    end
  end
  if host.o == run.id then setHost(host, 'm', set) end
  return letters
end

-- When an origin with something waiting may be asked, of a host that may be at `due`: then, if one is in no trouble, else when
-- the first of them is out of it. And why not sooner: `robots` when the robots.txt of each is out, `rest` when all are in trouble.
local function originsDue(run, host, due)
  if host.p == 0 then
    if host.seldom == NONE then return due end
    local rests = false
    for _, letter in ipairs(LETTERS) do rests = rests or restOf(host, letter) > due end
    if not rests then return due end
  end
  local letters, first = lettersOf(run, host), math.huge
  for _, letter in ipairs(letters) do
    if not has(host.p, letter) then first = math.min(first, restOf(host, letter)) end
  end
  if #letters == 0 or first <= due then return due end
  if first == math.huge then return due, 'robots' end
  return first, first > now and 'rest' or nil
end

-- When something of the run may go out of the host next, how many may be in flight, the delay, and why not sooner.
local function dueAt(run, host)
  local pace, conc, delay = paceOf(run, host)
  local due, shut = originsDue(run, host, pace)
  return due, conc, delay, shut
end
