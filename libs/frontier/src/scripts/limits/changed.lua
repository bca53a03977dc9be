--[[
changed: whether a deal would find here what the last one found. Changes nothing.

ARGV  run      short id
      version  of the run
      deal     number of the deal that would be made
REPLY the facts of it (scripts/lib/limits/portions.lua), JSON, if they are as they were; empty: they are not, or the last one is not over
]]
local run = loadRun(ARGV[1])
if not run or run.version ~= tonumber(ARGV[2]) or run.deal ~= tonumber(ARGV[3]) - 1 then return '' end
local last = redis.call('HMGET', key.run(run.id), 'dealt', 'facts')
if last[1] ~= '1' or not last[2] then return '' end
local was, is = cjson.decode(last[2]), factsOf(run)
if was.limits ~= is.limits then return '' end
-- A deal takes note of what is lacked and forgets it here: what is not lacked any more, or not yet again, changes nothing.
for n in string.gmatch(is.wants, '%d+') do
  if not string.find(' ' .. was.wants, ' ' .. n .. ' ', 1, true) then return '' end
end
for _, of in ipairs({ 'held', 'fetched' }) do
  for n, count in ipairs(is[of]) do
    if was[of][n] ~= count then return '' end
  end
end
return cjson.encode(is)
