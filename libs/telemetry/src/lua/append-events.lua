--[[
append-events: add events to the log of a run, and wake who follows it.

KEYS  log       stream of the run
      counts    hash of the run: n, version, state
      logs      zset of all runs that have a log, by the second of its last entry
ARGV  channel   where followers listen
      run       short id of the run
      most      entries to keep, about
      seconds   how long the log is kept after its last entry
      bytes     what a log may take, about
      all       what all logs together may take, about: each then has less
      *event    JSON, without a number
REPLY number of the last event

Events of a run are numbered from 1 without a gap, so that who comes back knows how many were trimmed meanwhile.
]]
local log, counts, logs = KEYS[1], KEYS[2], KEYS[3]
local channel, run, most, seconds = ARGV[1], ARGV[2], tonumber(ARGV[3]), tonumber(ARGV[4])
local bytes, all, FIRST = tonumber(ARGV[5]), tonumber(ARGV[6]), 7

local now = redis.call('TIME')[1]
redis.call('ZADD', logs, now, run)
redis.call('ZREMRANGEBYSCORE', logs, '-inf', string.format('%d', now - seconds))
bytes = math.min(bytes, all / redis.call('ZCARD', logs))
local longest = 1
for at = FIRST, #ARGV do longest = math.max(longest, #ARGV[at]) end
most = string.format('%d', math.max(1, math.min(most, bytes / longest)))

local n = 0
for at = FIRST, #ARGV do
  n = redis.call('HINCRBY', counts, 'n', 1)
  redis.call('XADD', log, 'MAXLEN', '~', most, '*', 'n', n, 'event', ARGV[at])
end
redis.call('EXPIRE', log, seconds)
redis.call('EXPIRE', counts, seconds)
redis.call('PUBLISH', channel, cjson.encode({ run = run }))
return n
