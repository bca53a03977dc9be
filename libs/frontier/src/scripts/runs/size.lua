--[[
size: state and counters of runs, without scanning anything.

ARGV  *run   short id of each
REPLY of each { field, value, … } and the numbers of hosts that have something waiting or in flight and of open promises; empty when the run is not known
]]
local fields = { 'state', 'version', 'accepted', 'finished', 'delayed', 'inFlight', 'dead', 'dropped', 'retried', 'bytes', 'known',
  'refusedAtEnqueue', 'fetched', 'notModified', 'redirected', 'refused', 'throttled', 'failed', 'used', 'pagesOfAll' }

local function sizeOf(id)
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
end

local sizes = {}
for i, id in ipairs(ARGV) do sizes[i] = sizeOf(id) end
return sizes
