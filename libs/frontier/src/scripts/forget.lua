--[[
forget: remove every key of a run that is over.

ARGV  run    short id
      most   keys to remove in one call
REPLY 1 when keys are left
]]
local run, most = loadRun(ARGV[1]), tonumber(ARGV[2])
if not run then return 0 end
redis.call('ZREM', key.runs(), run.id)
redis.call('ZREM', key.asleep(), run.id)
local left = removeLists(run, most)
savePlaces()
if left == 1 then
  saveHosts()
  return 1
end
for bucket = run.buckets - 1, math.max(0, run.buckets - most), -1 do
  redis.call('UNLINK', key.seen(run.id, string.format('%d', bucket)))
end
saveHosts()
if run.buckets > most then
  redis.call('HSET', key.run(run.id), 'buckets', run.buckets - most)
  return 1
end
redis.call('ZREM', key.known(), run.id)
redis.call('UNLINK', key.run(run.id), key.spent(run.id), key.out(run.id), key.paused(run.id), key.rests(run.id),
  key.pardons(run.id), key.promises(run.id))
return 0
