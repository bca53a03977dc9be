-- Which hosts of a run are due, and when the next one is. What two kinds of hosts are to share, each has half of; whose the odd one
-- is, `odd` says: a number as good as thrown.

local dueHosts, nextDue, hasAside
do

-- Due hosts of `ready`: those that answer soon, and behind them slow ones. Answers how many are not slow.
local function readyHosts(run, most, odd)
  local zset, upTo = key.ready(run.id), now + AHEAD - run.delay
  local below = redis.call('ZCOUNT', zset, '-inf', '(0')
  local slow = {}
  local room = sharing.slowRoom(run)
  if below > 0 and room > 0 then
    slow = redis.call('ZRANGE', zset, '-inf', format('%d', upTo - SLOW), 'BYSCORE', 'LIMIT', 0, math.min(most, room))
  end
  local names = redis.call('ZRANGE', zset, '0', format('%d', upTo), 'BYSCORE', 'LIMIT', 0, most)
  local half = math.floor((most + odd % 2) / 2)
  room = most - math.min(#slow, math.max(half, most - #names))
  for i = #names, room + 1, -1 do names[i] = nil end
  if #names > 0 then redis.call('ZREMRANGEBYRANK', zset, below, below + #names - 1) end
  local quick = #names
  for i = 1, math.min(#slow, most - quick) do names[quick + i] = slow[i] end
  if #names > quick then redis.call('ZREMRANGEBYRANK', zset, 0, #names - quick - 1) end
  return names, quick
end

-- The next due hosts of a run, taken off their zsets; they are placed again after the look. While `later` and `ready` both have
-- some, each has half, so that neither is looked at only when the other one is empty. Answers where the slow ones of `ready` begin.
function dueHosts(run, most, odd)
  if floor + run.delay > now + AHEAD then return {}, 0 end
  local names = redis.call('ZRANGE', key.later(run.id), '-inf', format('%d', now + AHEAD), 'BYSCORE', 'LIMIT', 0, most)
  local room = most - math.min(#names, math.floor((most + odd % 2) / 2))
  local ready, quick = {}, 0
  if room > 0 then ready, quick = readyHosts(run, room, math.floor(odd / 2)) end
  for i = #names, most - #ready + 1, -1 do names[i] = nil end
  if #names == 0 then return ready, quick + 1 end
  redis.call('ZREMRANGEBYRANK', key.later(run.id), 0, #names - 1)
  local from = #names + quick + 1
  for _, name in ipairs(ready) do names[#names + 1] = name end
  return names, from
end

-- Whether some of its URLs may wait for a budget: they are among the delayed ones.
function hasAside(run)
  return run.delayed > 0 and #patternsOf(run) > 0
end

-- When its next host falls due; and the next one that is not slow.
function nextDue(run)
  local ready = key.ready(run.id)
  local later = tonumber(redis.call('ZRANGE', key.later(run.id), 0, 0, 'WITHSCORES')[2] or math.huge)
  local quick = tonumber(redis.call('ZRANGE', ready, '0', '+inf', 'BYSCORE', 'LIMIT', 0, 1, 'WITHSCORES')[2] or math.huge)
  local slow = tonumber(redis.call('ZRANGE', ready, 0, 0, 'WITHSCORES')[2] or math.huge)
  if slow >= 0 then slow = math.huge end
  local soon = math.max(math.min(later, quick + run.delay), floor + run.delay) - AHEAD
  local aside = run.again or hasAside(run) and now + SOON
  if aside then soon = math.min(soon, aside) end
  return math.min(soon, math.max(slow + SLOW, floor) + run.delay - AHEAD), soon
end

end
