--[[
enqueue: take new URLs into the frontier. The seen-check and the push are one step, so repeating the call is harmless.

ARGV  run       short id
      parents   URLs on which these were found, a line each
      groups    JSON, see below
      prints    fingerprints of all URLs: JSON, an array of decimals as strings
      entries   what waits in the lists, a line each
      maxBacklog  entries the recorder may lag behind
      maxBytes    and bytes
REPLY { accepted, known, refused }, or { -1 } and nothing was looked at: the recorder lags

Refused URLs (unknown or ending run, depth, hops, budget) are not marked seen: raising a limit admits them later. A budget refuses
when it is spent for good, not while a page in flight may give it back: it may be that page, a redirect, that leads here.
`groups` has in columns, for each group of URLs of one origin in their order: host (politeness key), domain (how many characters at its end are its registrable domain), count, and kind, which of `kinds`: { how (1: to
the head of the list, at most 100 of an origin; 2: only marked as seen, for it is not due), parent (line of parents, from 0), depth, hops }.
]]
if recorderLags(ARGV[6], ARGV[7]) then return { -1 } end
local run, parents = loadRun(ARGV[1]), ARGV[2]
local MAX_HOPS, MAX_URGENT = 10, 100
local accepted, known, refused, marked = 0, 0, 0, 0

local function admits(name, domain, depth, hops)
  if run.maxDepth >= 0 and depth > run.maxDepth or hops > MAX_HOPS then return false end
  if run.maxPagesPerDomain > 0 then
    local host = loadHost(name)
    setHost(host, 'e', domain)
    if isSpent(run, domainOf(host), run.maxPagesPerDomain) then return false end
  end
  return run.maxPagesPerHost <= 0 or not isSpent(run, name, run.maxPagesPerHost)
end

-- How many more urgent URLs may stand before the others of an origin; those that came back from workers stand there too.
local function urgentRoom(origin)
  local standing = 0
  for _, entry in ipairs(redis.call('LRANGE', key.queue(run.id, origin), 0, 2 * MAX_URGENT + 49)) do
    if string.find(entry, '^%S-!') then standing = standing + 1 end
  end
  return math.max(0, MAX_URGENT - standing)
end

-- Urgent URLs go to the head, at most 100 of an origin; more are normal ones.
local function pushAll(name, urgent, entries)
  local head, tail = {}, entries
  if urgent then
    local room = urgentRoom(letterOf(entries[1]) .. name)
    tail = {}
    for i, entry in ipairs(entries) do
      if i <= room then head[i] = string.gsub(entry, '^%S+', '%0!') else tail[#tail + 1] = entry end
    end
  end
  if #head > 0 then push('LPUSH', run, name, head) end
  if #tail > 0 then push('RPUSH', run, name, tail) end
end

local closed = ended(run)
if not closed then measureSeen(run) end
local found = {}
local groups, entries, from = cjson.decode(ARGV[3]), ARGV[5], 1
local patterned = not closed and #patternsOf(run) > 0
local prints, at = cjson.decode(ARGV[4]), 0
local find, sub = string.find, string.sub
for g = 1, #groups.host do
  local name, count, kind = groups.host[g], groups.count[g], groups.kinds[groups.kind[g]]
  local new, n, over = {}, 0, 0
  local takes = not closed and admits(name, groups.domain[g], kind[3], kind[4])
  for _ = 1, count do
    local upTo = find(entries, '\n', from, true)
    at = at + 1
    if takes and patterned and lacks(run, sub(entries, from, upTo - 1)) == 'spent' then
      over = over + 1
    elseif takes and unseen(run, prints[at]) then
      n = n + 1
      new[n] = sub(entries, from, upTo - 1)
    end
    from = upTo + 1
  end
  if takes then known, refused = known + count - n - over, refused + over else refused = refused + count end
  if kind[1] == 2 then
    marked = marked + n
  elseif n > 0 then
    accepted = accepted + n
    found[#found + 1] = '@' .. name .. ' ' .. format('%d', kind[2])
    for i = 1, n do found[#found + 1] = new[i] end
    pushAll(name, kind[1] == 1, new)
    if hosts[name] then setHost(hosts[name], 'e', groups.domain[g]) end
  end
end
if not run then return { 0, 0, refused } end

add(run, 'accepted', accepted)
add(run, 'known', known)
add(run, 'refusedAtEnqueue', refused)
if not closed then growSeen(run, accepted + marked) end
if accepted > 0 then
  told('r', run.id, 'k', 'd', 'p', parents, 'u', table.concat(found, '\n'))
  settlePlaces()
  saveHosts()
  saveMeta()
end
saveRuns()
return { accepted, known + marked, refused }
