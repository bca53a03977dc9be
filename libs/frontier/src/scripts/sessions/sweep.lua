--[[
sweep: return the claims of lost sessions and release delayed URLs that are due.

ARGV  most   claims and URLs a call may move
REPLY { lost sessions, claims recovered, URLs released, URLs dead as poison, 1 when there is more, rules that `loosen` is to go on with }

A recovered URL goes to the head of its list, and its host counts as asked at the session's deadline: the process may have
asked until then. It counts as recovered, but for sessions that were lost with an epoch: those are no fault of the URL.
]]
local most = tonumber(ARGV[1])
local lost, recovered, released, dead, more = 0, 0, 0, 0, 0
local loosening = redis.call('HLEN', key.loosening())
forgetExpired(most)
if forgetWords(most) then more = 1 end

-- What a session that was lost held of a robots.txt, as `recovered` and `pardons` name it: no path begins so.
local function robotsOf(name, entry)
  return name .. ' ' .. string.sub(entry, 1, 1) .. '!'
end

local LOST = 'Two workers were lost while they read it: it is not asked for until they are known to survive it'

-- A session was lost with the robots.txt of an origin in hand, and was not heard of again. A second time the file is as good as
-- unreachable: nobody asks for it for a day, and whoever waits then is given up (lib/hosts/pick.lua).
local function robotsLost(claim)
  local run, host, entry = claim.run, claim.host, entryOf(claim)
  if string.match(entry, '^%S+ %d+ (%d+)') ~= '0' then return end -- a hop: the claim it began with counts
  local letter, name = letterOf(entry), robotsOf(host.name, entry)
  local pardons = tonumber(redis.call('HGET', key.pardons(run.id), name) or 0)
  if pardons > 0 then redis.call('HDEL', key.pardons(run.id), name) end
  local lost = math.max(0, hostField(host, 'k' .. letter) - pardons) + 1
  setHostField(host, 'k' .. letter, lost)
  if lost < 2 then return end
  setHostField(host, 'u' .. letter, now)
  if keptSince(host, letter) > 0 then
    setHostField(host, 'r' .. letter, now + DAY)
    keepLonger(host, letter)
  else
    holdUntil(host, letter, DAY)
    setHostField(host, 't' .. letter, now)
  end
  tellRobots(run, string.format('{"origin":"%s","at":%.0f,"state":"unreachable","detail":"%s","digest":null,"length":null,"body":null}',
    originOf(host, letter), wall, LOST))
end

local function recover(session, deadline)
  local inflight = key.inflight(session)
  local tokens = redis.call('HKEYS', inflight)
  table.sort(tokens, function(a, b) return tonumber(a) > tonumber(b) end)
  local returned, urls = {}, {}
  -- Its process was heard of again, or it was lost with an epoch: it has not died of what it held.
  local late = deadline == floor - LATEST_START or redis.call('HEXISTS', key.replies(session), 'late') == 1
  for i = 1, math.min(most - recovered, #tokens) do
    local claim = readClaim(redis.call('HGET', inflight, tokens[i]))
    startedBy(claim, deadline)
    if giveBack(claim, not late) then
      dead = dead + 1
    elseif not late and claim.run then
      local isRobots = claim.kind == 'robots'
      if isRobots then robotsLost(claim) end
      urls[#urls + 1] = claim.run.id .. ' ' .. (isRobots and robotsOf or urlOf)(claim.host.name, entryOf(claim))
    end
    returned[i] = tokens[i]
  end
  recovered = recovered + #returned
  if #returned > 0 then
    redis.call('HDEL', inflight, unpack(returned))
    holdsMore(session, -#returned)
  end
  if #urls > 0 then
    redis.call('SADD', key.recovered(session), unpack(urls))
    redis.call('PEXPIRE', key.recovered(session), DAY)
  end
  if #tokens > #returned then more = 1 return end
  redis.call('ZREM', key.workers(), session)
  redis.call('HDEL', key.holds(), session)
  redis.call('DEL', key.replies(session))
  lost = lost + 1
end

local sessions = redis.call('ZRANGE', key.workers(), '-inf', now, 'BYSCORE', 'LIMIT', 0, 17, 'WITHSCORES')
for i = 1, #sessions, 2 do
  if recovered >= most or i > 32 then more = 1 break end
  recover(sessions[i], tonumber(sessions[i + 1]))
end

local room = most - recovered
local due = 0
if room > 0 then due, released = releaseDue(room) end
if due == room then more = 1 end

-- Somebody watches over this shard: what comes of that is told in lib/clock.lua.
if now - tonumber(redis.call('HGET', KEYS[1], 'tick') or 0) >= 500 then setMeta('tick', format('%d', now)) end
if lost + recovered + due == 0 then
  if #metaChanges > 0 then saveMeta() end
  return { 0, 0, 0, 0, more, loosening }
end
settlePlaces()
saveOutcomes()
saveRuns()
saveHosts()
saveMeta()
return { lost, recovered, released, dead, more, loosening }
