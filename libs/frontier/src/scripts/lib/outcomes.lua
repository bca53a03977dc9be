-- What the recorder must know, one stream entry per run and call. Fields: r run, k kind, then by kind:
--   s settled: v record, …   d discovered: p parents, u "@<host> <parent>" and entries, a line each
--   x dropped: n how many, y why, and of one host (h) or one URL (h, e entry) only
local settled, droppedEntries = {}, {}

local function record(run, text)
  local list = settled[run]
  if not list then
    list = { 'r', run.id, 'k', 's' }
    settled[run] = list
  end
  list[#list + 1] = 'v'
  list[#list + 1] = text
end

-- Counts URLs of the run as finished without a visit.
local function giveUp(run, counter, count, reason, ...)
  add(run, 'finished', count)
  add(run, counter, count)
  droppedEntries[#droppedEntries + 1] = { 'r', run.id, 'k', 'x', 'n', count, 'y', reason, ... }
end

local function saveOutcomes()
  for _, fields in pairs(settled) do redis.call('XADD', key.outcomes(), '*', unpack(fields)) end
  for _, fields in ipairs(droppedEntries) do redis.call('XADD', key.outcomes(), '*', unpack(fields)) end
end

-- Gives up everything that waits at one host for one run.
local function giveUpHost(run, host, reason)
  local queue = key.queue(run.id, host.name)
  local count = redis.call('LLEN', queue)
  if count == 0 then return end
  redis.call('UNLINK', queue)
  giveUp(run, 'dead', count, reason, 'h', host.name)
end
