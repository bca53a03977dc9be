--[[
cancel-host: finish what waits and what is delayed at a host without a visit. What is in flight goes on.

ARGV  host     politeness key
      run      short id; `*`: of all runs
      reason   for the ledger
      cursor   `lists` first, then what was answered before
      most     delayed URLs to look at in one call, about
REPLY { URLs dropped, cursor; empty when done }
]]
local name, id, reason, cursor, most = ARGV[1], ARGV[2], ARGV[3], ARGV[4], ARGV[5]
local host, dropped = loadHost(name), 0

-- Of an ended run `drop` has counted, or will count, everything.
local function open(of)
  local run = loadRun(of)
  return run and not ended(run) and run
end

local function dropList(run)
  local count = 0
  for _, queue in ipairs(listsOf(run.id, host)) do
    count = count + redis.call('LLEN', queue)
    redis.call('UNLINK', queue)
  end
  if count == 0 then return end
  savePlaces() -- whoever was called meanwhile stands where it is looked for
  giveUp(run, 'dropped', count, reason, 'h', name)
  dropped = dropped + count
  redis.call('ZREM', key.ready(run.id), name)
  redis.call('ZREM', key.later(run.id), name)
  redis.call('SREM', key.held(run.id), name)
  leave(run, host)
end

if cursor == 'lists' then
  cursor = '0'
  if id ~= '*' then
    local run = open(id)
    if run then dropList(run) end
  else
    local ids = runsAt(host)
    for _, of in ipairs(ids) do
      local run = open(of)
      if run then dropList(run) end
    end
    if #ids == 1000 and dropped > 0 then cursor = 'lists' end
  end
else
  local escaped = string.gsub(name, '[%[%]*?\\]', '\\%0')
  local found = redis.call('ZSCAN', key.delayed(), cursor, 'MATCH', id == '*' and '* ' .. escaped .. ' *' or
    id .. ' ' .. escaped .. ' *', 'COUNT', most)
  cursor = found[1] ~= '0' and found[1] or ''
  for i = 1, #found[2], 2 do
    local of, at, entry = string.match(found[2][i], '^(%S+) (%S+) (.*)$')
    local run = at == name and (id == '*' or of == id) and open(of)
    if run and run.delayed > 0 then
      redis.call('ZREM', key.delayed(), found[2][i])
      add(run, 'delayed', -1)
      giveUp(run, 'dropped', 1, reason, 'h', name, 'e', entry)
      dropped = dropped + 1
    end
  end
end
savePlaces()
saveOutcomes()
saveRuns()
saveHosts()
saveMeta()
return { dropped, cursor }
