--[[
release-recorders: forget consumers of the outcomes whose processes are gone. What one of them had in hand others take over first.

ARGV  self   the consumer that asks
      gone   ms without a look at the stream after which a consumer counts as gone
REPLY how many were forgotten
]]
local self, gone = ARGV[1], tonumber(ARGV[2])
local released = 0
for _, flat in ipairs(redis.call('XINFO', 'CONSUMERS', key.outcomes(), 'recorder')) do
  local of = {}
  for i = 1, #flat, 2 do of[flat[i]] = flat[i + 1] end
  if of.name ~= self and of.pending == 0 and of.idle >= gone then
    redis.call('XGROUP', 'DELCONSUMER', key.outcomes(), 'recorder', of.name)
    released = released + 1
  end
end
return released
