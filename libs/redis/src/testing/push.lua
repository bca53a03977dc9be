--[[
push: put values at the end of a list.

KEYS  list
ARGV  first
      *more
REPLY how long the list is now
]]
redis.call('RPUSH', KEYS[1], head())
for at = 2, #ARGV do redis.call('RPUSH', KEYS[1], ARGV[at]) end
return redis.call('LLEN', KEYS[1])
