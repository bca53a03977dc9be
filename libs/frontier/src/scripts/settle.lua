--[[
settle: end claims with their outcomes. A token that is not the session's any more is answered as stale and moves nothing but
its host's last start, which only rises. The same id again is answered the same.

ARGV  session        whose claims these are
      settleId       repeated: answered as the first time
      *token         of each item
      *host          politeness key
      *startedAfter  ms from sending the claim to writing the request; empty: nothing was sent
      *outcome       counter of the run
      *next          settle, retry or dead
      *delay         ms until the retry
      *signal        answered, throttled, unreachable or none
      *retryAfter    ms the host asked for; empty: it did not
      *bytes         body bytes on the wire
      *record        for the recorder; of a robots claim what is to be kept of the rules
      *robots        rules, allowAll, unreachable; empty: a page
      *origin        of the robots rules
      *crawlDelay    ms; empty: none
REPLY { settled, stale token, … }
]]
local session, settleId = ARGV[1], ARGV[2]
local inflight, replies = key.inflight(session), key.replies(session)
local WIDTH, DAY_AND_HOUR = 13, 90000000

local last = redis.call('HGET', replies, 'settle')
if last and string.match(last, '\n(.*)$') == settleId then
  local reply = {}
  for word in string.gmatch(string.match(last, '^([^\n]*)\n'), '%S+') do reply[#reply + 1] = word end
  reply[1] = tonumber(reply[1])
  return reply
end

local tokens, done, delayed = {}, {}, {}
for i = 3, #ARGV, WIDTH do tokens[#tokens + 1] = ARGV[i] end
local texts = redis.call('HMGET', inflight, unpack(tokens))
local reply = { 0 }

local function started(host, ms)
  if ms and ms > host.s then setHost(host, 's', ms) end
end

local function signal(claim, item, began)
  if item.signal == 'answered' then answered(claim.host)
  elseif item.signal == 'throttled' then throttled(claim.host, began, tonumber(item.retryAfter))
  elseif item.signal == 'unreachable' then unreachable(claim.run, claim.host, began) end
end

local function settlePage(claim, item, began)
  local run, host, entry = claim.run, claim.host, claim.entry
  if not run then return end
  add(run, item.outcome, 1)
  add(run, 'bytes', tonumber(item.bytes))
  if item.outcome ~= 'fetched' then refund(claim) end
  if item.record ~= '' then record(run, item.record) end
  if item.next == 'retry' and not ended(run) then
    local flags, depth, hops, tries, path = string.match(entry, '^(%S+) (%d+) (%d+) (%d+) (.*)$')
    delayed[#delayed + 1] = string.format('%d', now + item.delay)
    delayed[#delayed + 1] = table.concat({ run.id, host.name, flags, depth, hops, tonumber(tries) + 1, path }, ' ')
    add(run, 'delayed', 1)
  elseif item.next == 'retry' then
    giveUp(run, 'dropped', 1, run.state, 'h', host.name, 'e', entry)
  else
    add(run, 'finished', 1)
    if item.next == 'dead' then add(run, 'dead', 1) end
  end
  signal(claim, item, began)
end

local function settleRobots(claim, item, began)
  local said = { state = item.robots, started = began, delay = tonumber(item.crawlDelay), retryAfter = tonumber(item.retryAfter) }
  local letter = string.sub(claim.entry, 1, 1)
  if robotsSaid(claim.run, claim.host, letter, said) then
    redis.call('SET', key.robots(item.origin), string.format('%d\n', now) .. item.record, 'PX', DAY_AND_HOUR)
  else
    redis.call('PEXPIRE', key.robots(item.origin), DAY_AND_HOUR)
  end
end

for i, text in ipairs(texts) do
  local at = 2 + (i - 1) * WIDTH
  local item = { token = ARGV[at + 1], host = ARGV[at + 2], startedAfter = tonumber(ARGV[at + 3]), outcome = ARGV[at + 4],
    next = ARGV[at + 5], delay = ARGV[at + 6], signal = ARGV[at + 7], retryAfter = ARGV[at + 8], bytes = ARGV[at + 9],
    record = ARGV[at + 10], robots = ARGV[at + 11], origin = ARGV[at + 12], crawlDelay = ARGV[at + 13] }
  if not text then
    reply[#reply + 1] = item.token
    if item.startedAfter then started(loadHost(item.host), now) end
  elseif not done[item.token] then
    done[item.token] = true
    done[#done + 1] = item.token
    local claim = readClaim(text)
    -- The claim was sent before it was granted, so this is never too early; one more for the fraction cut from `now`.
    local began = item.startedAfter and math.ceil(claim.granted + item.startedAfter + 1) or nil
    started(claim.host, began)
    unclaim(claim)
    began = began or claim.granted
    if claim.kind == 'robots' then settleRobots(claim, item, began) else settlePage(claim, item, began) end
    reply[1] = reply[1] + 1
  end
end

if #done > 0 then redis.call('HDEL', inflight, unpack(done)) end
if #delayed > 0 then redis.call('ZADD', key.delayed(), unpack(delayed)) end
redis.call('HSET', replies, 'settle', table.concat(reply, ' ') .. '\n' .. settleId)
settlePlaces()
saveOutcomes()
saveRuns()
saveHosts()
saveMeta()
return reply
