--[[
loosen: a step of giving the hosts of a changed suffix rule their places again.

ARGV  most   hosts to look at, about
REPLY 1 when there is more to do

How far it came stands in `loosening`: "<run> <zset or set> <cursor>". Runs are gone through in the order of their names; a
host that is moved by others meanwhile is placed under the new rule by them.
]]
local most = tonumber(ARGV[1])
local looks = 0

local function matching(pattern, found, step)
  local names, suffix = {}, string.sub(pattern, 2)
  for i = 1, #found, step do
    local bare = string.gsub(found[i], ':%d+$', '')
    if string.sub(bare, -#suffix) == suffix then names[#names + 1] = found[i] end
  end
  return names
end

local pattern = redis.call('HRANDFIELD', key.loosening())
if not pattern then return 0 end
local id, set, cursor = string.match(redis.call('HGET', key.loosening(), pattern), '^(%S+) (%S+) (%S+)$')

local function nextRun()
  id = redis.call('ZRANGE', key.known(), id and '(' .. id or '-', '+', 'BYLEX', 'LIMIT', 0, 1)[1]
  set, cursor = 'later', '0'
end

if not id then nextRun() end
while id and looks < most do
  local run, names = loadRun(id), {}
  looks = looks + 10
  if run then
    local found
    if set == 'later' then
      found = redis.call('ZSCAN', key.later(id), cursor, 'COUNT', 500)
      names = matching(pattern, found[2], 2)
      looks = looks + #found[2] / 2
    else
      found = redis.call('SSCAN', key.held(id), cursor, 'COUNT', 500)
      names = matching(pattern, found[2], 1)
      looks = looks + #found[2]
    end
    cursor = found[1]
    placeAll(run, names)
  else
    set, cursor = 'held', '0'
  end
  if cursor == '0' then
    if set == 'later' then set = 'held' else nextRun() end
  end
end
if id then
  redis.call('HSET', key.loosening(), pattern, table.concat({ id, set, cursor }, ' '))
else
  redis.call('HDEL', key.loosening(), pattern)
end
settlePlaces()
saveRuns()
saveHosts()
saveMeta()
return redis.call('HLEN', key.loosening()) > 0 and 1 or 0
