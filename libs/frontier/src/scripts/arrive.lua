--[[
arrive: what a client does first on every new connection. A server whose run id is another one than the last has restarted or
took over: a new epoch, in which every host waits a full delay, since what was asked last may have been forgotten.

ARGV  server   run_id of INFO server
REPLY the number of the epoch
]]
local server = ARGV[1]
redis.pcall('XGROUP', 'CREATE', key.outcomes(), 'recorder', '0', 'MKSTREAM')
local known = redis.call('HMGET', KEYS[1], 'server', 'epoch')
local epoch = tonumber(known[2]) or 0
if known[1] ~= server then
  epoch = epoch + 1
  setMeta('server', server)
  setMeta('epoch', epoch)
  setMeta('floor', now)
  -- Tokens granted in what was lost must not be met again.
  setMeta('token', (tonumber(meta[4]) or 0) + 10000000)
  saveMeta()
end
return epoch
