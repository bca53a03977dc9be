-- Budgets of pages: of a host under its name, of a registrable domain as `@<domain>`, of a path pattern under itself. `spent:<r>`
-- counts pages that were fetched, which is for good; `out:<r>` those that are granted and not settled yet, which may come back. A
-- run's `budgets` are lines "<most> <pattern>"; over several shards the portion that is dealt to this one, `!` when all are fetched.
local function patternsOf(run)
  if run.patterns then return run.patterns end
  run.patterns = {}
  if type(run.budgets) == 'string' then
    for most, over, pattern in string.gmatch(run.budgets, '(%d+)(!?) ([^\n]+)') do
      local pieces = {}
      for piece in string.gmatch(pattern .. '*', '([^*]*)%*') do pieces[#pieces + 1] = piece end
      run.patterns[#run.patterns + 1] = { most = most + 0, over = over == '!', pattern = pattern, pieces = pieces }
    end
  end
  return run.patterns
end

local domainOf, fetchedOf, leftOf, isSpent, hostRoom, lacks, untake, charge, discharge, spend
do -- a script has at most 200 names of its own

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

-- The last `e` characters of a host's name without its port are its registrable domain. It is noted when URLs come, whether there are
-- budgets or not, for they may come later.
function domainOf(host)
  local name = string.gsub(host.name, ':%d+$', '')
  return '@' .. (host.e > 0 and string.sub(name, -host.e) or name)
end

function fetchedOf(run, field)
  return tonumber(redis.call('HGET', key.spent(run.id), field) or 0)
end

-- Pages that are left of a budget, and whether it is spent for good: nothing in flight will give any back.
function leftOf(run, field, most)
  local good = fetchedOf(run, field)
  local out = run.inFlight > 0 and tonumber(redis.call('HGET', key.out(run.id), field) or 0) or 0
  return most - good - out, good >= most
end

function isSpent(run, field, most)
  return fetchedOf(run, field) >= most
end

-- Pages that the budgets of a host and its domain leave the run now, and whether one of them is spent for good.
function hostRoom(run, host)
  local room, gone = math.huge, false
  if run.maxPagesPerHost > 0 then room, gone = leftOf(run, host.name, run.maxPagesPerHost) end
  if run.maxPagesPerDomain > 0 and not gone then
    local ofDomain
    ofDomain, gone = leftOf(run, domainOf(host), run.maxPagesPerDomain)
    room = math.min(room, ofDomain)
  end
  return room, gone
end

-- What is left of each pattern of the run, read once; and which are spent for good.
local function patternRoom(run)
  if not run.room then
    run.room, run.gone = {}, {}
    for i, of in ipairs(patternsOf(run)) do
      run.room[i], run.gone[i] = leftOf(run, of.pattern, of.most)
      if run.deal > 0 then run.gone[i] = of.over end
    end
  end
  return run.room, run.gone
end

-- What the patterns of an entry lack: nothing (with `take` it takes a page of each); 'spent': one of them is so for good; 'out':
-- all that one has left is in flight, or at other shards; and which.
function lacks(run, entry, take)
  local patterns = patternsOf(run)
  if #patterns == 0 then return nil end
  local room, gone = patternRoom(run)
  local path, mine, lacking, which = pathOf(entry), {}, nil, nil
  for i, of in ipairs(patterns) do
    if matches(of.pieces, path) then
      if gone[i] then return 'spent' end
      if room[i] <= 0 then lacking, which = 'out', i end
      mine[#mine + 1] = i
    end
  end
  if take and not lacking then
    for _, i in ipairs(mine) do room[i] = room[i] - 1 end
  end
  return lacking, which
end

-- What `lacks` took is there again.
function untake(run, entry)
  for i, of in ipairs(patternsOf(run)) do
    if matches(of.pieces, pathOf(entry)) then run.room[i] = run.room[i] + 1 end
  end
end

-- The budgets a page counts for.
local function accountsOf(run, host, entry)
  local fields = {}
  if run.maxPagesPerHost > 0 then fields[1] = host.name end
  if run.maxPagesPerDomain > 0 then fields[#fields + 1] = domainOf(host) end
  for _, of in ipairs(patternsOf(run)) do
    if matches(of.pieces, pathOf(entry)) then fields[#fields + 1] = of.pattern end
  end
  return fields
end

-- A page was granted.
function charge(run, host, entry)
  for _, field in ipairs(accountsOf(run, host, entry)) do redis.call('HINCRBY', key.out(run.id), field, '1') end
end

-- A page that was granted came back, or was fetched.
function discharge(run, host, entry, fetched)
  for _, field in ipairs(accountsOf(run, host, entry)) do
    if redis.call('HINCRBY', key.out(run.id), field, '-1') <= 0 then redis.call('HDEL', key.out(run.id), field) end
    if fetched then redis.call('HINCRBY', key.spent(run.id), field, '1') end
  end
end

-- A page was fetched that was not granted here.
function spend(run, host, entry)
  for _, field in ipairs(accountsOf(run, host, entry)) do redis.call('HINCRBY', key.spent(run.id), field, '1') end
end

end

-- Whether anything but pages of the whole run is limited.
local function hasBudgets(run)
  return run.maxPagesPerHost > 0 or run.maxPagesPerDomain > 0 or (run.budgets ~= '' and run.budgets ~= 0)
end

-- When to look again at what waits for a budget that is out: soon, and of one run no more often than every 2 ms, so that
-- a hundred thousand of them cost no more than a few.
local SOON = 100
local function nextLook(run)
  set(run, 'look', math.max(now + SOON, (run.look or tonumber(redis.call('HGET', key.run(run.id), 'look') or 0)) + 2))
  return run.look
end
