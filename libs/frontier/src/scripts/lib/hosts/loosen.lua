-- Gives hosts their places again after what held them has become less.

-- Hosts of a run that stand in `later` are placed again; those that are held come free if they may.
local function placeAll(run, names)
  if #names == 0 then return end
  local later = redis.call('ZMSCORE', key.later(run.id), unpack(names))
  fetchHosts(names)
  local moved = {}
  for i, name in ipairs(names) do
    local host = loadHost(name)
    local due = later[i] and tonumber(later[i])
    if due and due > now and dueAt(run, host) < due then
      moved[#moved + 1] = name
      place(run, host)
    elseif not due then
      note(freed, run, host)
    end
  end
  if #moved > 0 then redis.call('ZREM', key.later(run.id), unpack(moved)) end
end

-- The runs that have something waiting at a host.
local function runsAt(host)
  if host.o == '*' then return redis.call('ZRANGE', key.sharers(host.name), 0, 999) end
  return host.o == '-' and {} or { host.o }
end

local function placeAgain(host)
  for _, id in ipairs(runsAt(host)) do
    local run = loadRun(id)
    if run then placeAll(run, { host.name }) end
  end
end
