-- Budgets of pages. `spent:<r>` counts pages granted or fetched: of a host under its name, of a registrable domain as
-- `@<domain>`, of a path pattern under itself. A run's `budgets` are lines "<most> <pattern>".
local function patternsOf(run)
  if run.patterns then return run.patterns end
  run.patterns = {}
  if type(run.budgets) == 'string' then
    for most, pattern in string.gmatch(run.budgets, '(%d+) ([^\n]+)') do
      local pieces = {}
      for piece in string.gmatch(pattern .. '*', '([^*]*)%*') do pieces[#pieces + 1] = piece end
      run.patterns[#run.patterns + 1] = { most = most + 0, pattern = pattern, pieces = pieces }
    end
  end
  return run.patterns
end

-- Whether `*` as any run of characters makes the pattern the whole path: the first place of each piece will do.
local function matches(pieces, path)
  local last = pieces[#pieces]
  if #pieces == 1 then return path == last end
  if string.sub(path, 1, #pieces[1]) ~= pieces[1] then return false end
  local at = #pieces[1] + 1
  for i = 2, #pieces - 1 do
    local _, stop = string.find(path, pieces[i], at, true)
    if not stop then return false end
    at = stop + 1
  end
  local from = #path - #last + 1
  return from >= at and string.sub(path, from) == last
end

local function pathOf(entry)
  return string.match(entry, '^%S+ %d+ %d+ %d+ (%S+)')
end

-- The last `e` characters of a host's name without its port are its registrable domain.
local function domainOf(host)
  local name = string.gsub(host.name, ':%d+$', '')
  local length = hostField(host, 'e')
  return '@' .. (length > 0 and string.sub(name, -length) or name)
end

local function spent(run, field)
  return tonumber(redis.call('HGET', key.spent(run.id), field) or 0)
end

-- Pages the run may still ask of the host's domain.
local function domainRoom(run, host)
  return run.maxPagesPerDomain > 0 and run.maxPagesPerDomain - spent(run, domainOf(host)) or math.huge
end

-- Pages each pattern of the run leaves, read once.
local function patternRoom(run)
  if not run.room then
    run.room = {}
    for i, of in ipairs(patternsOf(run)) do run.room[i] = of.most - spent(run, of.pattern) end
  end
  return run.room
end

-- Whether all patterns the entry matches have room. With `take` it takes some.
local function fits(run, entry, take)
  local patterns = patternsOf(run)
  if #patterns == 0 then return true end
  local room, path, mine = patternRoom(run), pathOf(entry), {}
  for i, of in ipairs(patterns) do
    if matches(of.pieces, path) then
      if room[i] <= 0 then return false end
      mine[#mine + 1] = i
    end
  end
  if take then
    for _, i in ipairs(mine) do room[i] = room[i] - 1 end
  end
  return true
end

-- What `fits` took is there again.
local function untake(run, entry)
  for i, of in ipairs(patternsOf(run)) do
    if matches(of.pieces, pathOf(entry)) then run.room[i] = run.room[i] + 1 end
  end
end

-- Counts pages of a host that were granted, or with -1 one that came back without a page.
local function charge(run, host, entries, by)
  if run.maxPagesPerHost > 0 then redis.call('HINCRBY', key.spent(run.id), host.name, by * #entries) end
  if run.maxPagesPerDomain > 0 then redis.call('HINCRBY', key.spent(run.id), domainOf(host), by * #entries) end
  for _, of in ipairs(patternsOf(run)) do
    for _, entry in ipairs(entries) do
      if matches(of.pieces, pathOf(entry)) then redis.call('HINCRBY', key.spent(run.id), of.pattern, by) end
    end
  end
end

-- Whether anything but pages of the whole run is limited.
local function hasBudgets(run)
  return run.maxPagesPerHost > 0 or run.maxPagesPerDomain > 0 or (run.budgets ~= '' and run.budgets ~= 0)
end
