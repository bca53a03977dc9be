--[[
size: state and counters of a run, without scanning anything.

ARGV  run   short id
REPLY { field, value, … } and the numbers of hosts that have something waiting or in flight and of open promises; empty when the run is not known
]]
local fields = { 'state', 'version', 'accepted', 'finished', 'delayed', 'inFlight', 'dead', 'dropped', 'retried', 'bytes', 'known',
  'refusedAtEnqueue', 'fetched', 'notModified', 'redirected', 'refused', 'throttled', 'failed', 'used', 'pagesOfAll' }
local id = ARGV[1]
local values = redis.call('HMGET', key.run(id), unpack(fields))
if not values[1] then return {} end
local reply = {}
for i, field in ipairs(fields) do
  reply[#reply + 1] = field
  reply[#reply + 1] = values[i] or '0'
end
local hosts = redis.call('ZCARD', key.ready(id)) + redis.call('ZCARD', key.later(id)) + redis.call('SCARD', key.held(id))
reply[#reply + 1] = 'hosts'
reply[#reply + 1] = tostring(hosts)
reply[#reply + 1] = 'discovering'
reply[#reply + 1] = tostring(redis.call('SCARD', key.promises(id)))
return reply
