--[[
retry-dead: URLs that were given up wait again, at the ends of their lists.

ARGV  run     short id
      id      of the request; what it brought back already stays as it is, for a day
      *host   of each URL: politeness key,
      *domain  how many characters at its end are its registrable domain,
      *print  fingerprint, in decimal,
      *entry  what waits in the list
REPLY { accepted, known, refused }

`accepted` and `finished` only ever grow (that is how the end of a run is seen): a URL that is tried again counts once more as
accepted, and when it ends as finished.
]]
local run = loadRun(ARGV[1])
local accepted, known, refused = 0, 0, 0
if not run or ended(run) then return { 0, 0, (#ARGV - 2) / 4 } end

local asked = key.retried(run.id, ARGV[2])
for i = 3, #ARGV, 4 do
  local name, domain, print, entry = ARGV[i], tonumber(ARGV[i + 1]), ARGV[i + 2], ARGV[i + 3]
  if redis.call('SISMEMBER', seenSet(run, print), print) == 0 then
    refused = refused + 1
  elseif redis.call('SADD', asked, print) == 0 then
    known = known + 1
  else
    accepted = accepted + 1
    push('RPUSH', run, name, { entry })
    if hosts[name] then setHost(hosts[name], 'e', domain) end
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
