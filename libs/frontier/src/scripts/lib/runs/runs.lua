-- Runs, read once per script and written once at its end.
local runs, changedRuns, loadRun = {}, {}, nil
do -- a script has at most 200 names of its own
local runFields = {
  'state', 'windows', 'version', 'weight', 'pass', 'delay', 'conc', 'obey', 'crawlDelay', 'giveUp', 'maxDepth', 'maxPages',
  'maxPagesPerHost', 'used', 'accepted', 'finished', 'inFlight', 'delayed', 'dead', 'dropped', 'bytes', 'known',
  'refusedAtEnqueue', 'fetched', 'notModified', 'redirected', 'refused', 'throttled', 'failed', 'buckets', 'seen', 'pausedHosts',
  'retried', 'maxPagesPerDomain', 'budgets', 'maxInFlight', 'deal',
  'wide', 'copyAge', 'maxUrls', 'maxHosts', 'project', 'projectUrls', 'projectHosts', 'knownUrls', 'knownHosts', 'portionUrls',
  'portionHosts',
}
-- Of a run that was applied before there were these.
local unsaid = { copyAge = 604800000, maxUrls = -1, maxHosts = -1, projectUrls = -1, projectHosts = -1 }

-- The run, or false when it is not known here.
function loadRun(id)
  local run = runs[id]
  if run ~= nil then return run end
  local values = redis.call('HMGET', key.run(id), unpack(runFields))
  if not values[1] then
    runs[id] = false
    return false
  end
  run = { id = id, changes = {} }
  for i = 1, #runFields do
    local value = values[i]
    run[runFields[i]] = value and tonumber(value) or value or unsaid[runFields[i]] or 0
  end
  runs[id] = run
  return run
end
end

local function set(run, field, value)
  run[field] = value
  run.changes[field] = true
  changedRuns[run] = true
end

local function add(run, field, by)
  if by ~= 0 then set(run, field, run[field] + by) end
end

local function saveRuns()
  for run in pairs(changedRuns) do
    local args = {}
    for field in pairs(run.changes) do
      args[#args + 1] = field
      args[#args + 1] = run[field]
    end
    redis.call('HSET', key.run(run.id), unpack(args))
  end
end

-- How many more of its URLs may be in flight.
local function freeOf(run)
  return run.maxInFlight >= 0 and run.maxInFlight - run.inFlight or math.huge
end

-- Ended runs hand nothing out and take nothing in; a URL that comes back to one is dropped.
local function ended(run)
  return not run or run.state == 'ending' or run.state == 'cancelled'
end

-- ms of the frontier's clock from which the run may be handed out again by its weekly windows (minutes since Monday 00:00
-- UTC); 0: it may be now.
local function opensAt(run)
  if run.windows == '' or run.windows == 0 then return 0 end
  local minute = (wall / 60000 + 4320) % 10080
  local soonest = 10080
  for opens, closes in string.gmatch(run.windows, '(%d+) (%d+)') do
    opens, closes = tonumber(opens), tonumber(closes)
    if opens < closes and minute >= opens and minute < closes then return 0 end
    if opens >= closes and (minute >= opens or minute < closes) then return 0 end
    soonest = math.min(soonest, (opens - minute) % 10080)
  end
  return now + math.ceil(soonest * 60000)
end
