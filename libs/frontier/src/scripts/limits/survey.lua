--[[
survey: freeze the portions of a run here for the deal of that number, and tell what was found. Repeated, it tells the same.

ARGV  run      short id
      version  of the run, under which the deal is made
      deal     its number
REPLY the facts of it (scripts/lib/limits/portions.lua), JSON; empty when the run has another version, or is frozen for a later deal
]]
local run, number = loadRun(ARGV[1]), tonumber(ARGV[3])
if not run or run.version ~= tonumber(ARGV[2]) or run.deal == 0 or run.deal > number then return '' end
if run.deal < number then freeze(run, number) end
return redis.call('HGET', key.run(run.id), 'facts')
