--[[
enqueue: take new URLs into the frontier. The seen-check and the push are one step, so repeating the call is harmless.

ARGV  run       short id
      parents   URLs on which these were found, a line each
      groups    JSON, see below
      prints    fingerprints of all URLs: JSON, an array of decimals as strings
      entries   what waits in the lists, a line each
      maxBacklog  entries the recorder may lag behind
      maxBytes    and bytes
      portions    1: of several shards; 2: the first of them has nothing more to give; 0: there is but this one
      given       JSON, what the first shard has given of the limits of URLs and hosts (lib/limits/growth.lua); empty: nothing
REPLY { accepted, known, refused }, or { -1 } and nothing was looked at: the recorder lags; or { -2, … } and nothing was taken in: so
      many more are needed of the run's URLs, the project's, the run's hosts and the project's, which the first shard may give

Refused URLs (unknown or ending run, depth, hops, budget, limits of URLs and hosts) are not marked seen: raising a limit admits them later. A budget refuses
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

-- Urgent URLs go to the head, at most 100 of an origin; more are normal ones. Whether nothing of the origin waited.
local function pushAll(name, urgent, entries)
  local head, tail = {}, entries
  if urgent then
    local room = urgentRoom(letterOf(entries[1]) .. name)
    tail = {}
    for i, entry in ipairs(entries) do
      if i <= room then head[i] = string.gsub(entry, '^%S+', '%0!') else tail[#tail + 1] = entry end
    end
  end
  local first = #head > 0 and push('LPUSH', run, name, head)
  return #tail > 0 and push('RPUSH', run, name, tail) or first
end

local closed = ended(run)
local groups, entries, from = cjson.decode(ARGV[3]), ARGV[5], 1
local prints, at = cjson.decode(ARGV[4]), 0
local find, sub = string.find, string.sub
local scarce = false
if not closed then
  measureSeen(run)
  growth.read(run, ARGV[8] ~= '0', ARGV[9] ~= '' and cjson.decode(ARGV[9]))
  scarce = growth.Urls.left < #prints or growth.Hosts.left < #groups.host
end

local function isKnown(print)
  return call('SISMEMBER', bucketOf(run, print), print) == 1
end

-- How many of these URLs, and of their hosts, are new; some of them may be refused for other reasons.
local function needed()
  local urls, hostsOf, i, n = 0, {}, 0, 0
  for g = 1, #groups.host do
    local name, isNew = groups.host[g], false
    for _ = 1, groups.count[g] do
      i = i + 1
      if not isKnown(prints[i]) then urls, isNew = urls + 1, true end
    end
    if isNew and hostsOf[name] == nil then
      hostsOf[name] = not isKnown(growth.markOf(name))
      if hostsOf[name] then n = n + 1 end
    end
  end
  return urls, n
end

if scarce and ARGV[8] == '1' then
  local urls, hostCount = needed()
  if urls > growth.Urls.left or hostCount > growth.Hosts.left then
    return { -2, growth.missing('Urls', 'own', urls), growth.missing('Urls', 'all', urls),
      growth.missing('Hosts', 'own', hostCount), growth.missing('Hosts', 'all', hostCount) }
  end
end

-- What there was no room for, the first of them as a sample: by whose limit.
local left = {}
local function leaveOut(what, name, entry)
  local of = left[what]
  if of then of.n = of.n + 1 else left[what] = { n = 1, of = growth.owner(what), h = name, e = entry } end
end

local marks = {} -- hosts of this call that are marked, or were
local found = {}
local patterned = not closed and #patternsOf(run) > 0
for g = 1, #groups.host do
  local name, count, kind = groups.host[g], groups.count[g], groups.kinds[groups.kind[g]]
  local new, n, over = {}, 0, 0
  local takes = not closed and admits(name, groups.domain[g], kind[3], kind[4])
  local noHost = takes and scarce and growth.Hosts.left <= 0 and not marks[name] and not isKnown(growth.markOf(name))
  for _ = 1, count do
    local upTo = find(entries, '\n', from, true)
    at = at + 1
    if takes and patterned and lacks(run, sub(entries, from, upTo - 1)) == 'spent' then
      over = over + 1
    elseif takes and scarce and (growth.Urls.left - n <= 0 or noHost) and not isKnown(prints[at]) then
      over = over + 1
      leaveOut(noHost and 'Hosts' or 'Urls', name, sub(entries, from, upTo - 1))
    elseif takes and unseen(run, prints[at]) then
      n = n + 1
      new[n] = sub(entries, from, upTo - 1)
    end
    from = upTo + 1
  end
  if takes then known, refused = known + count - n - over, refused + over else refused = refused + count end
  -- A host of which something waits is marked.
  local mayBeNew = false
  if kind[1] == 2 then
    marked = marked + n
    mayBeNew = n > 0
  elseif n > 0 then
    accepted = accepted + n
    found[#found + 1] = '@' .. name .. ' ' .. format('%d', kind[2])
    for i = 1, n do found[#found + 1] = new[i] end
    mayBeNew = pushAll(name, kind[1] == 1, new)
    if hosts[name] then setHost(hosts[name], 'e', groups.domain[g]) end
  end
  if n > 0 then growth.take('Urls', n) end
  if mayBeNew and not marks[name] then
    marks[name] = true
    if unseen(run, growth.markOf(name)) then growth.take('Hosts', 1) end
  end
end
if not run then return { 0, 0, refused } end

add(run, 'accepted', accepted)
add(run, 'known', known)
add(run, 'refusedAtEnqueue', refused)
if not closed then
  growSeen(run, growth.Urls.taken + growth.Hosts.taken)
  growth.save(run)
end
for what, of in pairs(left) do
  told('r', run.id, 'k', 'm', 'n', of.n, 'y', what, 'w', of.of, 'h', of.h, 'e', of.e)
end
if next(left) and accepted == 0 then saveMeta() end
if accepted > 0 then
  told('r', run.id, 'k', 'd', 'p', parents, 'u', table.concat(found, '\n'))
  settlePlaces()
  saveHosts()
  saveMeta()
end
saveRuns()
return { accepted, known + marked, refused }
