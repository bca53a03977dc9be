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
    elseif not late and claim.run and claim.kind ~= 'robots' then
      urls[#urls + 1] = claim.run.id .. ' ' .. urlOf(claim.host.name, entryOf(claim))
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
  return { 0, 0, 0, 0, 0, loosening }
end
settlePlaces()
saveOutcomes()
saveRuns()
saveHosts()
saveMeta()
return { lost, recovered, released, dead, more, loosening }
