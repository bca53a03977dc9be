--[[
retry-dead: URLs that were given up wait again, at the ends of their lists.

ARGV  run     short id
      id      of the request; what it brought back already stays as it is, for a day
      *host   of each URL: politeness key,
      *print  fingerprint, in decimal,
      *entry  what waits in the list
REPLY { accepted, known, refused }

`accepted` and `finished` only ever grow (that is how the end of a run is seen): a URL that is tried again counts once more as
accepted, and when it ends as finished.
]]
local run = loadRun(ARGV[1])
local accepted, known, refused = 0, 0, 0
if not run or ended(run) then return { 0, 0, (#ARGV - 2) / 3 } end

local asked = key.retried(run.id, ARGV[2])
for i = 3, #ARGV, 3 do
  if redis.call('SISMEMBER', seenSet(run, ARGV[i + 1]), ARGV[i + 1]) == 0 then
    refused = refused + 1
  elseif redis.call('SADD', asked, ARGV[i + 1]) == 0 then
    known = known + 1
  else
    accepted = accepted + 1
    push('RPUSH', run, ARGV[i], { ARGV[i + 2] })
  end
end
if accepted > 0 then
  redis.call('PEXPIRE', asked, DAY)
  add(run, 'accepted', accepted)
  add(run, 'retried', accepted)
  settlePlaces()
  saveRuns()
  saveHosts()
  saveMeta()
end
return { accepted, known, refused }
