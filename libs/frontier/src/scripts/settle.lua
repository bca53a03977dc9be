--[[
settle: end claims with their outcomes. A token that is not the session's any more is answered as stale and moves nothing but
its host's last start, which only rises. The same id again is answered the same.

ARGV  session        whose claims these are
      settleId       repeated: answered as the first time
      turn           rises with each new id; a call that arrives after its successor does not take the place of its answer
      part           of a settle that takes several calls, from 0
      runs           how many runs these items have records of
      *run           of each run: its id,
      *records       and the records of its items in order, a line each: one string, for Lua hashes long strings badly
      *token         of each item
      *host          politeness key
      *startedAfter  ms from sending the claim to writing the request; empty: nothing was sent
      *outcome       counter of the run
      *next          settle, retry or dead
      *delay         ms until the retry
      *signal        answered, throttled, unreachable or none
      *retryAfter    ms the host asked for; empty: it did not
      *bytes         body bytes on the wire
      *recordOf      run in whose records it has a line; empty: none
      *rules         of a robots claim: what is to be kept
      *robots        rules, allowAll, unreachable; empty: a page
      *origin        of the robots rules
      *crawlDelay    ms; empty: none
REPLY { settled, stale token, … }
]]
local session, settleId = ARGV[1], ARGV[2]
local inflight, replies = key.inflight(session), key.replies(session)
local WIDTH, DAY_AND_HOUR = 14, 90000000

local callTurn, part = tonumber(ARGV[3]), 'settle' .. ARGV[4]
local lastTurn, lastReply, lastId = string.match(redis.call('HGET', replies, part) or '0 \n', '^(%d+) ([^\n]*)\n(.*)$')
if lastId == settleId then
  local reply = {}
  for word in string.gmatch(lastReply, '%S+') do reply[#reply + 1] = word end
  reply[1] = tonumber(reply[1])
  return reply
end

local at = 6
for _ = 1, tonumber(ARGV[5]) do
  records[ARGV[at]] = { text = ARGV[at + 1], lines = 0, kept = 0, skip = {} }
  at = at + 2
end
local tokens, names, done, delayed, reply = {}, {}, {}, {}, { 0 }
for i = at, #ARGV, WIDTH do
  tokens[#tokens + 1] = ARGV[i]
  names[#names + 1] = ARGV[i + 1]
end
loadHosts(names)

local function started(host, ms)
  if ms > host.s then setHost(host, 's', ms) end
end

local function settlePage(claim, i, began)
  local run, host, entry = claim.run, claim.host, claim.entry
  local outcome, next, signal = ARGV[i + 3], ARGV[i + 4], ARGV[i + 6]
  add(run, outcome, 1)
  add(run, 'bytes', ARGV[i + 8] + 0)
  if outcome ~= 'fetched' then refund(claim) end
  if next == 'retry' and not ended(run) then
    local flags, depth, hops, tries, path = string.match(entry, '^(%S+) (%d+) (%d+) (%d+) (.*)$')
    delayed[#delayed + 1] = string.format('%d', now + ARGV[i + 5])
    delayed[#delayed + 1] = table.concat({ run.id, host.name, flags, depth, hops, tries + 1, path }, ' ')
    add(run, 'delayed', 1)
  elseif next == 'retry' then
    giveUp(run, 'dropped', 1, run.state, 'h', host.name, 'e', entry)
  else
    add(run, 'finished', 1)
    if next == 'dead' then add(run, 'dead', 1) end
  end
  if signal == 'answered' then answered(host)
  elseif signal == 'throttled' then throttled(host, began, tonumber(ARGV[i + 7]))
  elseif signal == 'unreachable' then unreachable(run, host, began) end
end

local function settleRobots(claim, i, began)
  local origin = key.robots(ARGV[i + 12])
  local said = { state = ARGV[i + 11], started = began, delay = tonumber(ARGV[i + 13]), retryAfter = tonumber(ARGV[i + 7]) }
  if robotsSaid(claim.run, claim.host, string.sub(claim.entry, 1, 1), said) then
    redis.call('SET', origin, string.format('%d\n', now) .. ARGV[i + 10], 'PX', DAY_AND_HOUR)
  else
    redis.call('PEXPIRE', origin, DAY_AND_HOUR)
  end
end

-- Whether the token is the session's; its URL is settled then.
local function settleItem(i, token, text)
  local startedAfter = tonumber(ARGV[i + 2])
  if not text or done[token] then
    if text then return false end
    reply[#reply + 1] = token
    if startedAfter then started(loadHost(ARGV[i + 1]), now) end
    return false
  end
  done[token] = true
  done[#done + 1] = token
  local claim = readClaim(text)
  -- The claim was sent before it was granted, so this is never too early; one more for the fraction cut from `now`.
  local began = startedAfter and math.ceil(claim.granted + startedAfter + 1)
  if began then started(claim.host, began) end
  unclaim(claim)
  reply[1] = reply[1] + 1
  if claim.kind == 'robots' then
    settleRobots(claim, i, began or claim.granted)
  elseif claim.run then
    settlePage(claim, i, began or claim.granted)
    return true
  end
  return false
end

for n, text in ipairs(redis.call('HMGET', inflight, unpack(tokens))) do
  local i = at + (n - 1) * WIDTH
  local counts = settleItem(i, tokens[n], text)
  if ARGV[i + 9] ~= '' then recordLine(ARGV[i + 9], counts) end
end

if #done > 0 then redis.call('HDEL', inflight, unpack(done)) end
if #delayed > 0 then redis.call('ZADD', key.delayed(), unpack(delayed)) end
if callTurn > tonumber(lastTurn) then
  redis.call('HSET', replies, part, ARGV[3] .. ' ' .. table.concat(reply, ' ') .. '\n' .. settleId)
end
settlePlaces()
saveOutcomes()
saveRuns()
saveHosts()
saveMeta()
return reply
