--[[
change-state: tell that a run is in a state, and keep it in the run's log when that is news.

KEYS  log       stream of the run
      counts    hash of the run: n, version, state
ARGV  channel   where followers of the log listen
      run       short id of the run
      most      entries to keep, about
      seconds   how long the log is kept after its last entry
      version   of the run's row
      state     its state now
      at        ms
REPLY 1 when it was news, else 0

Whoever knows a state may tell it, any number of times. What is told of an older version of the row comes late and is no news.
]]
local log, counts = KEYS[1], KEYS[2]
local channel, run, most, seconds = ARGV[1], ARGV[2], ARGV[3], ARGV[4]
local version, state, at = tonumber(ARGV[5]), ARGV[6], tonumber(ARGV[7])

local known = redis.call('HMGET', counts, 'version', 'state')
if known[1] and tonumber(known[1]) > version then return 0 end
redis.call('HSET', counts, 'version', version, 'state', state)
if known[2] == state then return 0 end

local n = redis.call('HINCRBY', counts, 'n', 1)
local event = { kind = 'state', at = at, from = known[2] or cjson.null, to = state }
redis.call('XADD', log, 'MAXLEN', '~', most, '*', 'n', n, 'event', cjson.encode(event))
redis.call('EXPIRE', log, seconds)
redis.call('EXPIRE', counts, seconds)
redis.call('PUBLISH', channel, cjson.encode({ run = run }))
return 1
