--[[
renew: keep a session alive, so that its claims stay its own.

ARGV  session   who asks
      leaseMs   how long from now
REPLY the new deadline in ms of the frontier's clock; 0 when the session is lost

A lost session is never revived: another worker may hold its URLs by now.
]]
local session, leaseMs = ARGV[1], tonumber(ARGV[2])
local held = redis.call('ZSCORE', key.workers(), session)
if not held or tonumber(held) <= now then return 0 end
-- A server that restarts or takes over knows no session any more (arrive): this is worth nothing to it, nor to its append-only file.
redis.set_repl(redis.REPL_NONE)
redis.call('ZADD', key.workers(), now + leaseMs, session)
saveMeta()
return now + leaseMs
