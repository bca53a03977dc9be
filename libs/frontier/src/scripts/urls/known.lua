--[[
known: which URLs a run knows. Nothing moves.

ARGV  run      short id
      *print   fingerprint of each URL, in decimal
REPLY a 1 or 0 for each; empty when the run is not known
]]
local run = loadRun(ARGV[1])
if not run then return {} end
measureSeen(run)
local reply = {}
for i = 2, #ARGV do reply[#reply + 1] = redis.call('SISMEMBER', bucketOf(run, ARGV[i]), ARGV[i]) end
return reply
