--[[
drop: count what is left of an ended run as finished, at once, and remove its lists.

ARGV  run      short id
      reason   for the ledger
      most     lists to remove in one call
REPLY { URLs dropped, 1 when lists are left }; -1 when the run has not ended
]]
local run, reason, most = loadRun(ARGV[1]), ARGV[2], tonumber(ARGV[3])
if not run then return { 0, 0 } end
if not ended(run) then return { -1, 0 } end

local rest = run.accepted - run.finished - run.inFlight
if rest > 0 then
  giveUp(run, 'dropped', rest, reason)
  if run.delayed > 0 then redis.call('HINCRBY', key.run(run.id), 'strays', string.format('%d', run.delayed)) end -- for `forget`
  set(run, 'delayed', 0)
end
redis.call('UNLINK', key.promises(run.id))
local left = removeLists(run, most)
savePlaces()
saveOutcomes()
saveRuns()
saveHosts()
saveMeta()
return { rest, left }
