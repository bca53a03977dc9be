--[[
widen: take note that the scope of a run has more places.

ARGV  run     short id
      least   as many as it has already on the first shard
      most    as many as are kept
      *place  of the first shard alone, where they stand
REPLY how many places its scope was widened by; 0 of a run that is not known
]]
local run, wide = loadRun(ARGV[1]), tonumber(ARGV[2])
if not run then return 0 end
for i = 4, #ARGV do
  if redis.call('ZCARD', key.places(run.id)) < tonumber(ARGV[3]) then redis.call('ZADD', key.places(run.id), 0, ARGV[i]) end
end
wide = math.max(wide, run.wide, redis.call('ZCARD', key.places(run.id)))
set(run, 'wide', wide)
saveRuns()
return wide
