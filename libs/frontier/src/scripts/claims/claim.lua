--[[
claim: hand out up to `want` URLs that may be asked for now, or within half a second, under fresh tokens.

ARGV  session     who asks
      claimId     repeated: the claims of that id which are still in flight are answered again
      turn        rises with each new id; a call that arrives after a successor was granted something is answered with nothing
      want        1 … 256
      maxBacklog  entries the recorder may lag behind
      maxBytes    and bytes
      share       of the worker's slots, JSON of `Share` (types/claims.ts); empty: nothing is limited
      heard       the turn of the last answer with claims in it; what another one granted, of which nobody heard, goes back; empty: unknown
      barred      1: another shard holds a suspect of the session, or may: none is granted here
REPLY { state, ms until it is worth asking again, { token, claim as it stands in flight, … }, { config version of each (and how many places its scope was widened by, and
      the pace in force where it is not the policy's: delay, most at once, what decides),
      robots stored at of each, … }, { run whose portion of a limit is used up, its version, its last deal, … }, 1 if no run waits here,
      with a share { number of each that is of a slow host, … }, 1 if a suspect of the session is in flight here }

Runs take turns by stride scheduling: the run of lowest pass is next, and a grant adds 1 / weight to its pass. Of each run the
hosts that are due are looked at; the first rule of `look` that holds for a host decides. At most 4 × want hosts are looked at.
]]
local session, claimId = ARGV[1], ARGV[2]
local callTurn, want = tonumber(ARGV[3]), tonumber(ARGV[4])
local WINDOW, CHUNK, POLL, PATIENCE, BUSY, FULL = 500, 8, 100, 5000, 60000, 1000

local inflight, replies = key.inflight(session), key.replies(session)
local deadline = redis.call('ZSCORE', key.workers(), session)
if not deadline or tonumber(deadline) <= now then return { 'lost', 0 } end

local token, firstToken = tonumber(meta[4]) or 0, (tonumber(meta[4]) or 0) + 1
local pass = tonumber(meta[5]) or 0
local written, facts, slow = {}, {}, {}
local reply = { 'granted', 0, written, facts, short, 0, slow }
sharing.read(ARGV[7])
local granted, looks = 0, 0
local remembered = redis.call('HMGET', replies, 'claim', 'suspect', 'number')
local suspect = remembered[2] or nil
local own = tonumber(remembered[3])

-- A claim is written and answered as one string: making strings is most of what a script costs.
local function tell(run, token, text, stored, pace)
  local i = #written
  written[i + 1] = token
  written[i + 2] = text
  facts[i + 1] = pace and format('%d %d %s', run.version, run.wide, pace) or run.wide == 0 and run.version or format('%d %d', run.version, run.wide)
  facts[i + 2] = stored
end

-- Of the last claims, `count` were for the run.
local function took(run, count, isSlow)
  sharing.took(run, count, isSlow)
  if not sharing.told or not isSlow then return end
  for i = #written / 2 - count + 1, #written / 2 do slow[#slow + 1] = i end
end

local clock = format('%d ', now)

local function grant(run, host, kind, entry, letter, start, pace)
  token = token + 1
  granted = granted + 1
  local startIn = start == now and '0' or format('%.1f', start - now)
  local text = clock .. startIn .. kind .. run.id .. ' ' .. host.name .. ' ' .. entry
  tell(run, format('%d', token), text, hostField(host, STORED[letter]), pace)
end

-- Among those whose turns come: not behind what it had, nor before the others for having been away.
local function enter(run)
  redis.call('ZREM', key.asleep(), run.id)
  redis.call('ZADD', key.runs(), 'NX', math.max(run.pass, pass), run.id)
end

-- Another sharer goes first at a host that may be asked from `due` on: it looks at once.
local function handTo(other, host, due)
  local free, last = hostField(host, 'y'), math.max(host.s, floor)
  if free == 0 or free < last or free > math.ceil(due) then setHostField(host, 'y', math.ceil(due)) end
  local stood = redis.call('ZREM', key.later(other.id), host.name) + redis.call('ZREM', key.ready(other.id), host.name)
  if stood == 0 then return end
  place(other, host)
  enter(other)
end

-- Whether nothing of the run may go out of the host for now, which is nobody else's doing.
local function isAway(other, host)
  if other.state ~= 'running' or opensAt(other) > 0 then return true end
  local due, conc = paceOf(other, host)
  return conc == 0 or select(2, originsDue(other, host, due)) ~= nil
end

-- A sharer that had fewer turns goes first once its own delay has passed, however long that is, unless it lets the host wait for
-- long: longer where it is others that keep the host busy. Who is away is passed over and has no more turns for it later.
local function hasTurn(run, host, due)
  local sharers = redis.call('ZRANGE', key.sharers(host.name), 0, 15, 'WITHSCORES')
  local own = tonumber(redis.call('ZSCORE', key.sharers(host.name), run.id) or 0)
  local passed = {}
  for i = 1, #sharers, 2 do
    if sharers[i] == run.id or tonumber(sharers[i + 1]) >= own then break end
    local other = loadRun(sharers[i])
    if other and isAway(other, host) then
      passed[#passed + 1] = own
      passed[#passed + 1] = other.id
    elseif other and (other.maxPages < 0 or other.used < other.maxPages) and freeOf(other) > 0 then
      local since, conc = turnAt(other, host, due)
      local room, gone = hostRoom(other, host)
      if (room > 0 or gone) and since <= now + AHEAD and now - since <= (host.n >= conc and BUSY or PATIENCE) then
        handTo(other, host, due)
        return false
      end
    end
  end
  if #passed > 0 then redis.call('ZADD', key.sharers(host.name), unpack(passed)) end
  return true
end

local standsAside, againstRobots
do
-- Of what may have killed workers a session has one at a time, of all shards.
local function holdsSuspect()
  if ARGV[9] == '1' then return true end
  return suspect and (suspect == 'now' or redis.call('HEXISTS', inflight, suspect) == 1)
end

local function takeSuspect(place)
  suspect = 'now'
  redis.call('HSET', replies, 'suspect', format('%d', token + place))
end

-- Whether a URL may not go out now, though its origin may: it stands aside then, at the end of its list, and the others go on.
-- URLs of which two sessions were lost are suspects. Answers the entry as it is to be written, too.
function standsAside(run, host, entry, place)
  local recoveries = string.byte(entry, 2) - 48
  if recoveries >= 1 then recoveries, entry = suspicion(run, host.name, entry) end
  if recoveries < 2 then return false, entry end
  if holdsSuspect() then return true, entry end
  takeSuspect(place)
  return false, entry
end

-- Why a robots.txt may not be asked for now: `robots-poison` when two sessions were lost with it in hand, `suspect` when one was and
-- this session has another suspect. After two days it is as any other. `robots-unreachable`: it was asked for a moment ago, for a run that may go by
-- the copy for longer, and it is known to have been unreachable for a day.
function againstRobots(host, letter, place)
  local lost, since = hostField(host, 'k' .. letter), hostField(host, 'u' .. letter)
  if hostField(host, FRESH[letter]) > now and since > 0 and now - since >= DAY then return 'robots-unreachable' end
  if lost == 0 then return nil end
  if lost >= 2 and now - since < 2 * DAY then return 'robots-poison' end
  if lost >= 2 then
    setHostField(host, 'k' .. letter, 0)
    return nil
  end
  if holdsSuspect() then return 'suspect' end
  takeSuspect(place)
end
end

-- While URLs of a host are out, further ones go only to the session that holds those: so the process that hears a 429 is the
-- one, and the only one, that has starts of the host ahead of it. Sessions are told apart by the first token this was asked for.
local function keepTogether(host, conc)
  if conc > 1 and not own then
    own = token
    redis.call('HSET', replies, 'number', string.format('%d', own))
  end
  setHostField(host, 'w', conc > 1 and own or 0)
end

local function grantPages(run, host, room, first, conc, delay)
  local picked, pages = {}, {}
  local left, aside = pick(run, host, room, first, picked, standsAside, againstRobots)
  for i, one in ipairs(picked) do
    grant(run, host, one.kind, one.entry, one.letter, first + (i - 1) * delay, paceInWords(run, host, one.letter, delay, conc))
    if one.kind == ' page ' then pages[#pages + 1] = one.entry end
  end
  local count = #picked
  if count > 0 then
    setHost(host, 's', math.ceil(first + (count - 1) * delay))
    setHost(host, 'n', host.n + count)
    add(run, 'used', #pages)
    add(run, 'inFlight', #pages)
    if hasBudgets(run) then
      for _, entry in ipairs(pages) do charge(run, host, entry) end
    end
    keepTogether(host, conc)
    if host.o == '*' then
      redis.call('ZINCRBY', key.sharers(host.name), count / run.weight, run.id)
      rememberStart(run, host, host.s)
      setHostField(host, 'y', 0)
    end
  end
  if left == 0 then return leave(run, host) end
  if count == 0 and aside then return placeLater(run, host, now + 1000) end
  place(run, host)
  if host.o == '*' and count > 0 then callNext(host, run.id) end
end

-- The most that may be granted to the run whose turn it is.
local turnRoom = 0

local function look(run, host)
  local due, conc, delay, shut = dueAt(run, host)
  if due > now + AHEAD and shut ~= 'robots' and host.n < conc and host.b <= now and not troubled(host) then
    -- Too early, and one of many: only the next one stands there when the time comes.
    local wait = turnWait(host, 8)
    if wait > 0 and redis.call('ZRANGE', key.sharers(host.name), 0, 0)[1] ~= run.id then
      return placeLater(run, host, math.max(due, now + wait))
    end
  end
  if shut == 'robots' or host.n >= conc or due > now + AHEAD then return place(run, host) end
  if host.n > 0 and hostField(host, 'w') ~= own then return hold(run, host, delay) end
  if host.o == '*' and not hasTurn(run, host, due) then
    return placeLater(run, host, now + math.max(delay, AHEAD + 1, turnWait(host, 8)))
  end
  local isSlow = isSlow(host)
  if sharing.isCrowded(host.name, isSlow) then return placeLater(run, host, now + sharing.crowded) end
  if isSlow and sharing.slowRoom(run) <= 0 then return placeReady(run, host) end
  local first = math.max(now, due)
  local room = math.min(conc - host.n, want - granted, turnRoom, isSlow and sharing.slowRoom(run) or math.huge)
  if delay > 0 then room = math.min(room, math.floor((now + WINDOW - first) / delay) + 1) end
  if run.maxPages >= 0 then room = math.min(room, run.maxPages - run.used) end
  room = math.min(room, freeOf(run))
  local left, gone = hostRoom(run, host)
  if gone then
    giveUpHost(run, host, 'budget')
    return leave(run, host)
  end
  if left <= 0 and host.n > 0 then return hold(run, host, delay) end
  if left <= 0 then return placeLater(run, host, nextLook(run)) end
  room = math.min(room, left)
  if room <= 0 then return place(run, host) end
  local before = granted
  grantPages(run, host, room, first, conc, delay)
  turnRoom = turnRoom - (granted - before)
  took(run, granted - before, isSlow)
end

-- Out of `runs`, into `asleep` until something of the run falls due; nil: until somebody wakes it.
local function sleep(run, at)
  redis.call('ZREM', key.runs(), run.id)
  set(run, 'pass', run.pass)
  if at then redis.call('ZADD', key.asleep(), string.format('%d', at), run.id) end
end

-- Runs that stay where they are though they have more to do, for this worker has no slots for it: they have had their turn.
local over, overCount, soonest = {}, 0, math.huge
local function passOver(run)
  looks = looks + 1
  if run.pass < pass then redis.call('ZADD', key.runs(), 'XX', pass, run.id) end
end

local function turn(run, most)
  if run.state ~= 'running' then return sleep(run) end
  local opens = opensAt(run)
  if run.maxPages >= 0 and run.used >= run.maxPages and (run.deal == 0 or opens == 0) then return sleep(run, ask(run, 0)) end
  if opens > 0 then return sleep(run, opens) end
  -- What comes back wakes it (claims.lua).
  if freeOf(run) <= 0 then return sleep(run, math.min(ask(run, 1) or now + FULL, now + FULL)) end
  if hasAside(run) and not run.released then
    run.released = true
    releaseDue(want)
    settlePlaces()
  end
  turnRoom = sharing.slotsFor(run)
  if turnRoom <= 0 then
    over[run.id] = true
    overCount = overCount + 1
    return passOver(run)
  end
  local names, slowFrom = dueHosts(run, math.min(most, turnRoom), (token + looks) % 1009 * 7919 % 1009)
  if #names == 0 then
    local due, soon = nextDue(run)
    if sharing.slowRoom(run) <= 0 and due <= now and soon > now then
      sharing.unwant(run.id)
      soonest = math.min(soonest, soon)
      return passOver(run)
    end
    return sleep(run, due < math.huge and due or nil)
  end
  local texts, keys = fetchHosts(names)
  local held, begun = movesOf(run).held, granted
  local simple, told, due, queue, plain = isSimple(run), spokenOf(run, names), now + AHEAD - run.delay, key.queue(run.id, ''), 0
  for i = 1, #names do
    local name, text, stored, isNew = names[i]
    if simple and texts[i] and granted < want and (run.maxPages < 0 or run.used + plain < run.maxPages) and plain < freeOf(run)
      and not hosts[name] and not (told and told[name]) and turnRoom > 0 and not (i >= slowFrom and sharing.slowRoom(run) <= 0 or sharing.isCrowded(name, i >= slowFrom)) then
      text, stored, isNew = claimPlain(run, name, texts[i], keys[i], queue, due, clock)
    end
    local step = 1
    looks = looks + 1
    if text then
      plain = plain + 1
      token = token + 1
      granted = granted + 1
      tell(run, format('%d', token), text, stored)
      turnRoom = turnRoom - 1
      took(run, 1, isNew)
      held[#held + 1] = name
    else
      local before = granted
      add(run, 'used', plain)
      add(run, 'inFlight', plain)
      plain = 0
      if granted < want and turnRoom > 0 then look(run, loadHost(name)) else place(run, loadHost(name)) end
      step = granted > before and granted - before or 1 / 16
    end
    run.pass = run.pass + step / run.weight
  end
  add(run, 'used', plain)
  add(run, 'inFlight', plain)
  if run.deal > 0 and granted > begun then redis.call('HDEL', key.run(run.id), 'lacksSince', 'askWait') end
  savePlain()
  savePlaces()
  redis.call('ZADD', key.runs(), 'XX', run.pass, run.id)
end

local first, count, lastTurn, lastId = string.match(remembered[1] or '0 0 0 ', '^(%d+) (%d+) (%d+) (.*)$')

-- What was granted under this id and is still in flight. A start that has passed is booked anew, so that answers that come
-- late do not come in a burst; what finds no time within the window goes back.
local function replay()
  local gone = {}
  for t = tonumber(first), first + count - 1 do
    local field = string.format('%d', t)
    local text = redis.call('HGET', inflight, field)
    if text then
      local claim = readClaim(text)
      local run, host = claim.run, claim.host
      local start = claim.granted + claim.startIn
      local delay, conc
      if run then delay, conc = terms(run, host) end
      if run and start < now then
        start = conc > 1 and math.max(now, host.s + delay) or now
        startedBy(claim, math.ceil(start))
      end
      if not run or start > now + WINDOW then
        gone[#gone + 1] = field
        giveBack(claim)
      else
        local entry = entryOf(claim)
        local head = clock .. format('%.1f %s ', start - now, claim.kind)
        local stored = hostField(host, STORED[letterOf(entry)])
        tell(run, field, head .. run.id .. ' ' .. host.name .. ' ' .. entry, stored, paceInWords(run, host, letterOf(entry), delay, conc))
      end
    end
  end
  if #written > 0 then redis.call('HSET', inflight, unpack(written)) end
  if #gone > 0 then
    redis.call('HDEL', inflight, unpack(gone))
    holdsMore(session, -#gone)
  end
  settlePlaces()
end

-- Granted to nobody: that call was held up on its way until its successors had been answered, and asked for nothing again.
local function takeBack()
  local gone = {}
  for t = tonumber(first), first + count - 1 do
    local field = format('%d', t)
    local text = redis.call('HGET', inflight, field)
    if text then
      gone[#gone + 1] = field
      giveBack(readClaim(text))
    end
  end
  if #gone > 0 then
    redis.call('HDEL', inflight, unpack(gone))
    holdsMore(session, -#gone)
  end
  redis.call('HSET', replies, 'claim', format('0 0 %d %s', lastTurn, lastId))
  settlePlaces()
end

-- The run whose turn it is, its pass, and whether there is no other one.
local function nextRun()
  local top = redis.call('ZRANGE', key.runs(), 0, overCount + sharing.unwantedCount + 1, 'WITHSCORES')
  local id, at
  for i = 1, #top, 2 do
    if not over[top[i]] and not sharing.unwanted[top[i]] then
      if id then return id, at, false end
      id, at = top[i], tonumber(top[i + 1])
    end
  end
  return id, at, true
end

-- Once more those that had their part, for of the others some may have left theirs.
local again = true
local function lookAgain()
  if not again or overCount == 0 then return false end
  again, over, overCount = false, {}, 0
  return true
end

local function grantAll()
  if recorderLags(ARGV[5], ARGV[6]) then return { 'recorder', POLL } end
  for _, id in ipairs(redis.call('ZRANGE', key.asleep(), '-inf', string.format('%d', now), 'BYSCORE', 'LIMIT', 0, 32)) do
    local run = loadRun(id)
    if run and run.state == 'running' then enter(run) else redis.call('ZREM', key.asleep(), id) end
  end
  while granted < want and looks < 4 * want do
    local id, at, alone = nextRun()
    local run = id and loadRun(id)
    if not id then
      if not lookAgain() then break end
    elseif run then
      run.pass = at
      pass = math.max(pass, run.pass)
      turn(run, alone and math.min(256, want - granted) or math.min(CHUNK, want - granted))
    else
      redis.call('ZREM', key.runs(), id)
    end
  end
  local due = math.min(soonest, tonumber(redis.call('ZRANGE', key.asleep(), 0, 0, 'WITHSCORES')[2] or math.huge))
  if granted < want and looks < 4 * want then
    reply[2] = math.max(1, math.min(POLL, math.ceil(due - now)))
    if due == math.huge and redis.call('EXISTS', key.runs()) == 0 then reply[6] = 1 end
  end
end

do -- a script has at most 200 names of its own
local heard = tonumber(ARGV[8])
local missed = heard and count ~= '0' and lastId ~= claimId and heard ~= tonumber(lastTurn) and callTurn > tonumber(lastTurn)
if missed then takeBack() end
end
if lastId == claimId and count ~= '0' then
  replay()
elseif lastId == claimId or callTurn > tonumber(lastTurn) then
  local stop = grantAll()
  if stop then return stop end
end
if granted > 0 then
  redis.call('HSET', replies, 'claim', string.format('%d %d %d %s', firstToken, granted, callTurn, claimId))
  redis.call('HSET', inflight, unpack(written))
  holdsMore(session, granted)
  setMeta('token', string.format('%d', token))
end
-- Looks cost too: were this kept only with a grant, a run that joins after looks in vain would be put before the others.
local passed = pass ~= (tonumber(meta[5]) or 0)
if passed then setMeta('pass', pass) end
if passed or next(changedHosts) or next(changedRuns) then
  saveOutcomes()
  saveRuns()
  saveHosts()
  saveMeta()
end
if suspect then reply[8] = suspect == 'now' and 1 or redis.call('HEXISTS', inflight, suspect) end
return reply
