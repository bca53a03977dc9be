--[[
requeue: put claims back at the head of their lists, uncharged. Tokens that are not the session's are passed over.

ARGV  session   whose claims these are
      *token    of each claim
REPLY how many went back
]]
local session = ARGV[1]
local inflight = key.inflight(session)
local tokens = {}
for i = 2, #ARGV do tokens[#tokens + 1] = ARGV[i] end
-- Youngest first, so that they stand in their old order again.
table.sort(tokens, function(a, b) return tonumber(a) > tonumber(b) end)

local returned = {}
for i, text in ipairs(redis.call('HMGET', inflight, unpack(tokens))) do
  if text and tokens[i] ~= tokens[i - 1] then
    giveBack(readClaim(text))
    returned[#returned + 1] = tokens[i]
  end
end
if #returned == 0 then return 0 end
redis.call('HDEL', inflight, unpack(returned))
settlePlaces()
saveOutcomes()
saveRuns()
saveHosts()
saveMeta()
return #returned
