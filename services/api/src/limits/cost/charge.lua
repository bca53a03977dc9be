--[[
charge: take a cost from a key's budget, if there is enough.

KEYS  bucket  hash: left, at
ARGV  cost    of the operation
      least   so much has to be left before it is taken
      rate    what leaks in a second
      most    what the bucket holds
REPLY { 1 if it was granted, else 0, what is left }

A bucket for each key that leaks in over time. The clock is that of Redis, so that any number of processes agree.
]]
local cost, least, rate, most = tonumber(ARGV[1]), tonumber(ARGV[2]), tonumber(ARGV[3]), tonumber(ARGV[4])
local time = redis.call('TIME')
local now = time[1] * 1000 + math.floor(time[2] / 1000)
local known = redis.call('HMGET', KEYS[1], 'left', 'at')
local left = most
if known[1] then left = math.min(most, known[1] + (now - known[2]) * rate / 1000) end
local granted = 0
if left >= least then granted, left = 1, left - cost end
redis.call('HSET', KEYS[1], 'left', left, 'at', now)
redis.call('PEXPIRE', KEYS[1], math.ceil(most / rate * 1000))
return { granted, math.floor(left) }
