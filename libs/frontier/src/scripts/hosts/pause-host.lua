--[[
pause-host: hand out nothing of a host any more, or again. What is in flight goes on. A version older than
one of the last hour changes nothing.

ARGV  host      politeness key
      run       short id; `*`: for all runs
      version   of this word about the host, for this run or for all
      paused    1, or 0 to resume
REPLY 1 when applied
]]
local name, id, version, pauses = ARGV[1], ARGV[2], tonumber(ARGV[3]), ARGV[4] == '1'
local run = id ~= '*' and loadRun(id)
if id ~= '*' and not run then return 0 end

local before = redis.call('HGET', key.paused(id), name)
local paused = before and string.sub(before, 1, 1) ~= '-'
if before and math.abs(tonumber(before)) >= version then return 0 end
redis.call('HSET', key.paused(id), name, (pauses and '' or '-') .. ARGV[3])
remember(':' .. id, name, not pauses)
local by = (pauses and 1 or 0) - (paused and 1 or 0)
if run then
  add(run, 'pausedHosts', by)
else
  meta[8] = (tonumber(meta[8]) or 0) + by
  setMeta('paused', meta[8])
end
if by < 0 then
  local host = loadHost(name)
  if run then placeAll(run, { name }) else placeAgain(host) end
  settlePlaces()
end
saveRuns()
saveHosts()
saveMeta()
return 1
