--[[
append-events: add events to the log of a run, and wake who follows it.

KEYS  log       stream of the run
      counts    hash of the run: n, version, state
ARGV  channel   where followers listen
      run       short id of the run
      most      entries to keep, about
      seconds   how long the log is kept after its last entry
      event…    JSON, without a number
REPLY number of the last event

Events of a run are numbered from 1 without a gap, so that who comes back knows how many were trimmed meanwhile.
]]
local log, counts = KEYS[1], KEYS[2]
local channel, run, most, seconds = ARGV[1], ARGV[2], ARGV[3], ARGV[4]

local n = 0
for at = 5, #ARGV do
  n = redis.call('HINCRBY', counts, 'n', 1)
  redis.call('XADD', log, 'MAXLEN', '~', most, '*', 'n', n, 'event', ARGV[at])
end
redis.call('EXPIRE', log, seconds)
redis.call('EXPIRE', counts, seconds)
redis.call('PUBLISH', channel, cjson.encode({ run = run }))
return n
