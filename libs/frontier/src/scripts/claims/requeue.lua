--[[
requeue: put claims back at the head of their lists, uncharged. Tokens that are not the session's are passed over.

ARGV  session        whose claims these are
      *token         of each claim
      *startedAfter  ms from sending the claim to writing a request all the same; empty: nothing was sent
REPLY how many went back
]]
local session = ARGV[1]
local inflight = key.inflight(session)
local tokens, startedAfter = {}, {}
for i = 2, #ARGV, 2 do
  tokens[#tokens + 1] = ARGV[i]
  startedAfter[ARGV[i]] = tonumber(ARGV[i + 1])
end
-- Youngest first, so that they stand in their old order again.
table.sort(tokens, function(a, b) return tonumber(a) > tonumber(b) end)

local returned = {}
for i, text in ipairs(redis.call('HMGET', inflight, unpack(tokens))) do
  if text and tokens[i] ~= tokens[i - 1] then
    local claim, after = readClaim(text), startedAfter[tokens[i]]
    if after then startedBy(claim, beganAt(claim, after)) end
    giveBack(claim)
    returned[#returned + 1] = tokens[i]
  end
end
if #returned == 0 then return 0 end
redis.call('HDEL', inflight, unpack(returned))
holdsMore(session, -#returned)
settlePlaces()
saveOutcomes()
saveRuns()
saveHosts()
saveMeta()
return #returned
