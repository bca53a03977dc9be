--[[
settle: end claims with their outcomes. A token that is not the session's any more is answered as stale and moves nothing but
what its host said: its last start, which only rises, and the rest it asked for. The same id again is answered the same.

ARGV  session        whose claims these are
      settleId       repeated: answered as the first time
      turn           rises with each new id; a call that arrives after its successor does not take the place of its answer
      part           of a settle that takes several calls, from 0
      items          JSON, see below
      *run           of each run that has records here: its id,
      *records       and the records of its items in order, a line each: one string, for each string costs by its length
REPLY { settled, stale token, … }

`items` has what every item has in columns: token (each once), host (its politeness key), after (ms from sending the claim to writing the
request; null: nothing was sent), bytes (of the body on the wire), recordOf (which of the runs has a line of it; 0: none; one number where it
is the same for all). And in `rest`, by the item's number from 1, what few have: outcome (counter of the run, where it is not fetched;
sitemap: none), next (retry, requeue or dead), delay (ms until the retry), under (the version of the
run's config it was decided by: of a run that has a later one the URL goes back and nothing is told), signal (throttled, unreachable or none), retryAfter (ms the host
asked for), slow (it kept a slot for long), robots { state, origin, most (bytes a shard keeps of rules), rules (what is to be kept: the
number of a text, and these come after the records with an empty run), crawlDelay (the longest of any agent, ms), mixed (1: not all are
asked for the same), record (number of a text for the recorder, if it is to be told) }.
`promises` (left out: none) has pairs of a run and a batch of URLs that these visits found: they are safe, and will be enqueued.
]]
local session, settleId = ARGV[1], ARGV[2]
local inflight, replies = key.inflight(session), key.replies(session)
local NOTHING, NOT_SENT = {}, cjson.null

local callTurn, part = tonumber(ARGV[3]), 'settle' .. ARGV[4]
local lastTurn, lastReply, lastId = string.match(redis.call('HGET', replies, part) or '0 \n', '^(%d+) ([^\n]*)\n(.*)$')
if lastId == settleId then
  local reply = {}
  for word in string.gmatch(lastReply, '%S+') do reply[#reply + 1] = word end
  reply[1] = tonumber(reply[1])
  return reply
end

local items = cjson.decode(ARGV[5])
local tokens, names, afters, bytes, rest = items.token, items.host, items.after, items.bytes, items.rest
local recordOf, sameRecord = items.recordOf, type(items.recordOf) == 'number'
local said = {}
for at = 6, #ARGV, 2 do
  if ARGV[at] == '' then said[#said + 1] = ARGV[at + 1]
  else records[#records + 1] = { run = ARGV[at], text = ARGV[at + 1], lines = 0, kept = 0, ends = 0, skip = {} } end
end
local done, delayed, rules, reply = {}, {}, {}, { 0 }
local hostTexts, hostKeys = fetchHosts(names)
local few = next(rest) ~= nil

-- Its attempts are numbered on, but this one does not count as a try of the URL.
local function unchargedEntry(entry)
  local flags, depth, hops, tries, path = string.match(entry, '^(%S+) (%d+) (%d+) (%d+) (.*)$')
  local marks, uncharged = string.match(flags, '^(%S-)%+(%d+)$')
  return table.concat({ (marks or flags) .. '+' .. format('%d', (uncharged or 0) + 1), depth, hops, tries + 1, path }, ' ')
end

local function heardOf(claim, item, began)
  local host, letter = claim.host, letterOf(entryOf(claim))
  if not item.signal then answered(host, letter)
  elseif item.signal == 'throttled' then throttled(host, began, item.retryAfter)
  elseif item.signal == 'unreachable' then unreachable(claim.run, host, letter, began) end
end

-- Answers how many URLs ended with it.
local function settlePage(claim, i, item, began)
  local run, host, ends = claim.run, claim.host, 0
  local outcome, next = item.outcome or 'fetched', item.next
  if outcome ~= 'sitemap' then add(run, outcome, 1) end
  add(run, 'bytes', bytes[i])
  if outcome ~= 'fetched' then refund(claim)
  elseif hasBudgets(run) then discharge(run, host, entryOf(claim), true) end
  if next == 'requeue' and not ended(run) then
    push('LPUSH', run, host.name, { unchargedEntry(entryOf(claim)) })
  elseif next == 'retry' and not ended(run) then
    local flags, depth, hops, tries, path = string.match(entryOf(claim), '^(%S+) (%d+) (%d+) (%d+) (.*)$')
    delayed[#delayed + 1] = format('%d', now + item.delay)
    delayed[#delayed + 1] = table.concat({ run.id, host.name, flags, depth, hops, tries + 1, path }, ' ')
    add(run, 'delayed', 1)
  elseif next == 'retry' or next == 'requeue' then
    giveUp(run, 'dropped', 1, run.state, 'h', host.name, 'e', entryOf(claim))
  else
    add(run, 'finished', 1)
    if next == 'dead' then add(run, 'dead', 1) end
    ends = 1
  end
  heardOf(claim, item, began)
  return ends
end

local function settleRobots(claim, item, began)
  local robots = item.robots
  -- A hop: what it said is said of the origin that redirected here.
  if not robots then return heardOf(claim, item, began) end
  if robots.record and claim.run then tellRobots(claim.run, said[robots.record]) end
  local letter = letterOf(entryOf(claim))
  local words = { state = robots.state, started = began, delay = robots.crawlDelay, mixed = robots.mixed,
    retryAfter = item.retryAfter, signal = item.signal }
  if robotsSaid(claim.run, claim.host, letter, words) then
    rules[#rules + 1] = { claim.host, letter, robots, said[robots.rules] }
  else
    keepLonger(claim.host, letter)
  end
end

-- How many URLs ended with it; false when it is no page, or not the session's.
local function settleItem(i, token, text)
  local after = afters[i]
  if not text then
    reply[#reply + 1] = token
    if after ~= NOT_SENT then started(loadHost(names[i]), now) end
    local late = few and rest[tostring(i)]
    if late and late.signal == 'throttled' then throttledLate(loadHost(names[i]), late.retryAfter) end
    return false
  end
  done[#done + 1] = token
  local claim = readClaim(text)
  local began = after ~= NOT_SENT and beganAt(claim, after)
  if began then startedBy(claim, began) end
  reply[1] = reply[1] + 1
  local item = few and rest[tostring(i)] or NOTHING
  if item.under and claim.run and claim.run.version > item.under then
    giveBack(claim)
    return false
  end
  unclaim(claim)
  -- How soon a robots.txt came says nothing of pages: until one has come soon the host is as one that was never asked.
  if item.slow or item.robots then setHostField(claim.host, 'z', 1)
  elseif claim.kind ~= 'robots' then setHostField(claim.host, 'z', 0) end
  if claim.kind == 'robots' then
    settleRobots(claim, item, began or claim.granted)
  elseif claim.run then
    return settlePage(claim, i, item, began or claim.granted)
  end
  return false
end

-- What came by the short way, per run: how many, and their bytes.
local short = {}
-- How the text of the claim before began, and what that says: those granted in one call begin alike.
local head, granted, headRun

-- Settles a page that was fetched from a plain host; false if it is one for the long way.
local function settleShort(i, token, text)
  local after, name, hostText = afters[i], names[i], hostTexts[i]
  if not hostText or after == NOT_SENT or hosts[name] or few and rest[tostring(i)] then
    return false
  end
  if not head or string.sub(text, 1, #head) ~= head then
    local ms, id, at = string.match(text, '^(%d+) %S+ page (%S+) ()')
    if not ms then return false end
    head, granted, headRun = string.sub(text, 1, at - 1), ms + 0, loadRun(id)
  end
  local run = headRun
  if not run or string.find(text, name, #head + 1, true) ~= #head + 1 then return false end
  local of = short[run]
  if of == nil then
    of = isSimple(run) and { count = 0, bytes = 0, told = spokenOf(run, names) }
    short[run] = of
  end
  if not of or of.told and of.told[name] or not settlePlain(run, name, hostText, hostKeys[i], math.ceil(granted + after + 1)) then return false end
  done[#done + 1] = token
  of.count = of.count + 1
  of.bytes = of.bytes + bytes[i]
  return true
end

local texts = redis.call('HMGET', inflight, unpack(tokens))
for i = 1, #tokens do
  -- What is said late of a host is said of it the long way, and so is all else that is said of it.
  if not texts[i] then loadHost(names[i]) end
end
for i = 1, #tokens do
  local text = texts[i]
  local ends = text and settleShort(i, tokens[i], text) and 1 or settleItem(i, tokens[i], text)
  local of = sameRecord and recordOf or recordOf[i]
  if of > 0 then recordLine(of, ends) end
end
for run, of in pairs(short) do
  if of and of.count > 0 then
    add(run, 'fetched', of.count)
    add(run, 'finished', of.count)
    landed(run, of.count)
    add(run, 'bytes', of.bytes)
    reply[1] = reply[1] + of.count
  end
end

for _, of in ipairs(items.promises or NOTHING) do
  if reply[1] > 0 and not ended(loadRun(of[1])) then redis.call('SADD', key.promises(of[1]), of[2]) end
end
if #done > 0 then
  redis.call('HDEL', inflight, unpack(done))
  holdsMore(session, -#done)
end
if #delayed > 0 then redis.call('ZADD', key.delayed(), unpack(delayed)) end
-- Of a session that is gone nobody would ever remove it.
if callTurn > tonumber(lastTurn) and redis.call('ZSCORE', key.workers(), session) then
  redis.call('HSET', replies, part, ARGV[3] .. ' ' .. table.concat(reply, ' ') .. '\n' .. settleId)
end
placePlain()
settlePlaces()
-- After that it is known which hosts rest, and what is let go may be of any.
for _, of in ipairs(rules) do keepRules(unpack(of)) end
saveOutcomes()
saveRuns()
saveHosts()
saveMeta()
return reply
