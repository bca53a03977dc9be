--[[
forget: remove every key of a run that is over.

ARGV  run    short id
      upTo   version: of a later one nothing is removed; -1: of any
      most   keys to remove, and delayed URLs of all runs to look at, in one call, about
REPLY 1 when keys are left
]]
local run, upTo, most = loadRun(ARGV[1]), tonumber(ARGV[2]), tonumber(ARGV[3])
if not run or (upTo >= 0 and run.version > upTo) then return 0 end

-- Takes URLs of the run out of those that are delayed; answers whether there may be more.
local function removeDelayed()
  local place = key.run(run.id)
  local known = redis.call('HMGET', place, 'strays', 'scan')
  local strays = tonumber(known[1] or 0) + run.delayed
  if strays <= 0 then return false end
  local found = redis.call('ZSCAN', key.delayed(), known[2] or '0', 'MATCH', run.id .. ' *', 'COUNT', most)
  for i = 1, #found[2], 2 do strays = strays - redis.call('ZREM', key.delayed(), found[2][i]) end
  -- Some may have fallen due meanwhile: the end of the scan is the end too.
  local more = strays > 0 and found[1] ~= '0'
  redis.call('HSET', place, 'delayed', 0, 'strays', more and string.format('%d', strays) or 0, 'scan', found[1])
  return more
end

redis.call('ZREM', key.runs(), run.id)
redis.call('ZREM', key.asleep(), run.id)
local left = removeLists(run, most)
savePlaces()
if left == 1 or removeDelayed() then
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
for _, jar in ipairs(redis.call('ZRANGE', key.jars(), 0, -1)) do
  local id, host = string.match(jar, '^(%S+) (%S+)$')
  if id == run.id then
    redis.call('UNLINK', key.cookies(id, host))
    redis.call('ZREM', key.jars(), jar)
  end
end
-- What its project may know is free again.
for _, what in ipairs({ 'Urls', 'Hosts' }) do
  local field, count = run.project .. ' ' .. what, run['known' .. what]
  if count > 0 and redis.call('HINCRBY', key.projects(), field, string.format('%d', -count)) <= 0 then
    redis.call('HDEL', key.projects(), field)
  end
end
redis.call('ZREM', key.known(), run.id)
redis.call('UNLINK', key.run(run.id), key.spent(run.id), key.out(run.id), key.paused(run.id), key.rests(run.id),
  key.pardons(run.id), key.promises(run.id), key.places(run.id))
return 0
