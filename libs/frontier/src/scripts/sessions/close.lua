--[[
close: return every claim of a session uncharged and forget it, 256 claims a call. Nobody says which of them were asked for, and when:
their hosts count as asked now (`requeue` first says it of those of which it is known).

ARGV  session   which
REPLY { returned, 1 when there is more to return }
]]
local session = ARGV[1]
local inflight = key.inflight(session)
local tokens = redis.call('HKEYS', inflight)
table.sort(tokens, function(a, b) return tonumber(a) > tonumber(b) end)
local returned = {}
for i = 1, math.min(256, #tokens) do
  local claim = readClaim(redis.call('HGET', inflight, tokens[i]))
  startedBy(claim, now)
  giveBack(claim)
  returned[i] = tokens[i]
end
if #returned > 0 then
  redis.call('HDEL', inflight, unpack(returned))
  holdsMore(session, -#returned)
end
local more = #tokens > #returned
if not more then
  redis.call('ZREM', key.workers(), session)
  redis.call('HDEL', key.holds(), session)
  redis.call('DEL', key.replies(session))
end
settlePlaces()
saveOutcomes()
saveRuns()
saveHosts()
saveMeta()
return { #returned, more and 1 or 0 }
