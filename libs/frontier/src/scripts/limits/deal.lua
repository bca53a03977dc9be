--[[
deal: give a run that was frozen its portions here.

ARGV  run       short id
      version   of the run, under which they were dealt
      deal      the number of the deal it is frozen for
      pages     portion of its pages; -1: no limit
      inFlight  portion of its URLs in flight; -1: no limit
      over      1: all its pages are fetched
      got       1: something it lacked is there; it may ask again at once when that is used up
      *portion  of the pages of each path pattern, in their order; with `!`: all of the pattern are fetched
REPLY 1 when they were given; 0: not frozen for this deal, or given already
]]
local run = loadRun(ARGV[1])
if not run or run.version ~= tonumber(ARGV[2]) or run.deal ~= tonumber(ARGV[3]) then return 0 end
local name = key.run(run.id)
if redis.call('HGET', name, 'dealt') == '1' then return 0 end
local lines = {}
for i, of in ipairs(patternsOf(run)) do lines[i] = ARGV[i + 7] .. ' ' .. of.pattern end
redis.call('HSET', name, 'dealt', '1', 'maxPages', ARGV[4], 'maxInFlight', ARGV[5], 'over', ARGV[6],
  'budgets', table.concat(lines, '\n'))
if ARGV[7] == '1' then
  redis.call('HDEL', name, 'askAt', 'askWait')
  if run.state == 'running' and not redis.call('ZSCORE', key.runs(), run.id) then
    redis.call('ZADD', key.asleep(), 'LT', format('%d', now), run.id)
  end
end
return 1
