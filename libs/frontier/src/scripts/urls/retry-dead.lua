--[[
retry-dead: URLs that have ended wait again, at the ends of their lists. To say it again of a URL that ended with the same attempt moves
nothing, for a day, whoever says it.

ARGV  run     short id
      *host   of each URL: politeness key,
      *domain  how many characters at its end are its registrable domain,
      *print  fingerprint, in decimal,
      *attempts  how many it had when it ended,
      *entry  what waits in the list
REPLY { accepted, known, refused }

`accepted` and `finished` only ever grow (that is how the end of a run is seen): a URL that is tried again counts once more as
accepted, and when it ends as finished.
]]
local run = loadRun(ARGV[1])
local accepted, known, refused = 0, 0, 0
if not run or ended(run) then return { 0, 0, (#ARGV - 1) / 5 } end

-- Many small sets, which Redis keeps as integers.
local PARTS = 1024
for i = 2, #ARGV, 5 do
  local name, domain, print, entry = ARGV[i], tonumber(ARGV[i + 1]), ARGV[i + 2], ARGV[i + 4]
  local asked = key.retried(run.id, ARGV[i + 3], string.format('%d', tonumber(print) % PARTS))
  if redis.call('SISMEMBER', seenSet(run, print), print) == 0 then
    refused = refused + 1
  elseif redis.call('SADD', asked, print) == 0 then
    known = known + 1
  else
    accepted = accepted + 1
    redis.call('PEXPIRE', asked, DAY)
    push('RPUSH', run, name, { entry })
    if hosts[name] then setHost(hosts[name], 'e', domain) end
  end
end
if accepted > 0 then
  add(run, 'accepted', accepted)
  add(run, 'retried', accepted)
  settlePlaces()
  saveRuns()
  saveHosts()
  saveMeta()
end
return { accepted, known, refused }
