--[[
ack: the recorder has committed these entries of the outcomes stream.

ARGV  *id     of each entry
      *bytes  its fields, as `told` counted them
REPLY how many were removed
]]
local removed, bytes = 0, 0
for i = 1, #ARGV, 2 do
  redis.call('XACK', key.outcomes(), 'recorder', ARGV[i])
  if redis.call('XDEL', key.outcomes(), ARGV[i]) == 1 then
    removed = removed + 1
    bytes = bytes + tonumber(ARGV[i + 1])
  end
end
if removed > 0 then
  -- Nothing is lost by a count that was wrong: it is right again as soon as the recorder has caught up.
  local left = redis.call('XLEN', key.outcomes()) > 0 and math.max(0, (tonumber(meta[10]) or 0) - bytes) or 0
  redis.call('HSET', KEYS[1], 'untoldBytes', string.format('%d', left))
end
return removed
