--[[
open: begin or continue a session.

ARGV  session   a name used once
      leaseMs   how long from now
REPLY the deadline in ms of the frontier's clock; 0 when a session of that name was lost and is not swept yet
]]
local session, leaseMs = ARGV[1], tonumber(ARGV[2])
local held = redis.call('ZSCORE', key.workers(), session)
if held and tonumber(held) <= now then return 0 end
redis.call('ZADD', key.workers(), now + leaseMs, session)
saveMeta()
return now + leaseMs
