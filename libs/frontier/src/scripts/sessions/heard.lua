--[[
heard: the process of a lost session answers: it has not died of what it held, so its URLs are under no suspicion.

ARGV  session   lost; of any other nothing changes
REPLY how many URLs had been recovered from it already
]]
local session = ARGV[1]
local held = redis.call('ZSCORE', key.workers(), session)
if held and tonumber(held) > now then return 0 end
-- Not swept yet: `sweep` will not count it.
if held then redis.call('HSET', key.replies(session), 'late', 1) end
local members = redis.call('SMEMBERS', key.recovered(session))
for _, member in ipairs(members) do
  local run, url = string.match(member, '^(%S+) (.*)$')
  if redis.call('EXISTS', key.run(run)) == 1 then redis.call('HINCRBY', key.pardons(run), url, 1) end
end
if #members > 0 then redis.call('UNLINK', key.recovered(session)) end
return #members
