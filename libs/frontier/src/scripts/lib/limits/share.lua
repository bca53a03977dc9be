-- Slots are a worker's, and it says how it has shared them out (`Share` of types/claims.ts). While several runs would take more, each may hold
-- slots by its weight, however long its URLs keep them; who has enough leaves the rest to the others, and all leave some for whoever
-- comes. A run that is alone may have all.
local sharing = {
  told = false, -- whether there is anything of this
  crowded = 3000, -- how long a host that has its part is left alone, ms
  unwanted = {}, unwantedCount = 0, -- runs of which nothing is handed out in this call
}
do -- a script has at most 200 names of its own

local RESERVE, SAMPLE = 1 / 16, 8
local share -- none: nothing is limited
local slowLeft = math.huge -- slots that slow hosts may still have
local heldBy = {} -- run → slots it holds, with what this call has granted

function sharing.unwant(id)
  sharing.unwanted[id] = true
  sharing.unwantedCount = sharing.unwantedCount + 1
end

function sharing.read(text)
  if text == '' then return end
  share = cjson.decode(text)
  sharing.told = true
  for id, held in pairs(share.held) do heldBy[id] = held end
  slowLeft = share.slow or math.huge
  share.hosts = {}
  for _, name in ipairs(share.crowdedHosts) do share.hosts[name] = true end
  for _, id in ipairs(share.over) do sharing.unwant(id) end
end

-- Whether another run has something to do.
local function hasCompany(run)
  for id, held in pairs(heldBy) do
    if id ~= run.id and held > 0 then return true end
  end
  return share.others > 0 or redis.call('ZCARD', key.runs()) + redis.call('ZCARD', key.asleep()) > 1
end

-- How many more slots the run may have: its part of what those leave that have enough. Of many that want more some are looked at.
-- Who holds none may have one.
function sharing.slotsFor(run)
  if not share or not hasCompany(run) then return math.huge end
  local wants, sum, count = { [run.id] = true }, run.weight, 1
  for _, id in ipairs(redis.call('ZRANGE', key.runs(), 0, SAMPLE - 1)) do
    local other = not wants[id] and not sharing.unwanted[id] and loadRun(id)
    if other then
      wants[id] = true
      sum, count = sum + other.weight, count + 1
    end
  end
  sum = sum * math.max(1, (redis.call('ZCARD', key.runs()) - sharing.unwantedCount) / count)
  local left = share.slots - math.floor(share.slots * RESERVE + 0.5) - share.others
  for id, held in pairs(heldBy) do
    if not wants[id] then left = left - held end
  end
  local held = heldBy[run.id] or 0
  return math.max(math.floor(left * run.weight / sum - held + 0.5), held == 0 and 1 or 0)
end

-- How many more slow hosts of the run may have a slot. Who holds few has some of those that are kept from the others: its hosts are new,
-- and may be quick.
function sharing.slowRoom(run)
  if not share then return math.huge end
  local few = math.floor(share.slots * RESERVE + 0.5)
  return slowLeft + ((heldBy[run.id] or 0) < few and few or 0)
end

function sharing.took(run, count, slow)
  if not share then return end
  heldBy[run.id] = (heldBy[run.id] or 0) + count
  if slow then slowLeft = slowLeft - count end
end

-- Whether this host holds its part of the slots already, or, of a slow one, its registrable domain.
function sharing.isCrowded(name, slow)
  if not share then return false end
  if share.hosts[name] then return true end
  if not slow or #share.crowdedDomains == 0 then return false end
  local bare = '.' .. string.gsub(name, ':%d+$', '')
  for _, domain in ipairs(share.crowdedDomains) do
    if string.sub(bare, -#domain - 1) == '.' .. domain then return true end
  end
  return false
end

end
