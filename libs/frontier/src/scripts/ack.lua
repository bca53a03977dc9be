--[[
ack: the recorder has committed these entries of the outcomes stream.

ARGV  *id   of each entry
REPLY how many were removed
]]
redis.call('XACK', key.outcomes(), 'recorder', unpack(ARGV))
return redis.call('XDEL', key.outcomes(), unpack(ARGV))
