--[[
enqueue: take new URLs into the frontier. The seen-check and the push are one step, so repeating the call is harmless.

ARGV  run       short id
      parents   URLs on which these were found, a line each
      *host     of each group: the politeness key,
      *urgent   1: to the head of the list, at most 100 of a host, 2: only marked as seen, for it is not due,
      *parent   its line in parents,
      *count    URLs in the group, then of each URL
      *print    its fingerprint, in decimal
      *entry    what waits in the list
REPLY { accepted, known, refused }

Refused URLs (unknown or ending run, depth, hops, budget) are not marked seen: raising a limit admits them later.
]]
local run, parents = loadRun(ARGV[1]), ARGV[2]
local MAX_HOPS, FILL, MAX_URGENT = 10, 200, 100
local accepted, known, refused, marked = 0, 0, 0, 0

local size, low
local function measure()
  low = 1
  while low * 2 <= run.buckets do low = low * 2 end
  size = low * 2
end

-- Linear hashing: bucket b of `buckets`, of which those below buckets - low are split already.
local function unseen(print)
  local f = tonumber(print)
  local b = f % size
  if b >= run.buckets then b = f % low end
  return redis.call('SADD', key.seen(run.id, string.format('%d', b)), print) == 1
end

local function split()
  local from = key.seen(run.id, string.format('%d', run.buckets - low))
  local moving = {}
  for _, print in ipairs(redis.call('SMEMBERS', from)) do
    if tonumber(print) % size == run.buckets then moving[#moving + 1] = print end
  end
  if #moving > 0 then
    redis.call('SADD', key.seen(run.id, string.format('%d', run.buckets)), unpack(moving))
    redis.call('SREM', from, unpack(moving))
  end
  set(run, 'buckets', run.buckets + 1)
  measure()
end

local function admitted(entry, spent)
  local depth, hops = string.match(entry, '^%S+ (%d+) (%d+)')
  if run.maxDepth >= 0 and depth + 0 > run.maxDepth then return false end
  if hops + 0 > MAX_HOPS then return false end
  return spent < run.maxPagesPerHost or run.maxPagesPerHost <= 0
end

-- How many more urgent URLs may stand before the others of a host; those that came back from workers stand there too.
local function urgentRoom(name)
  local standing = 0
  for _, entry in ipairs(redis.call('LRANGE', key.queue(run.id, name), 0, 2 * MAX_URGENT + 49)) do
    if string.find(entry, '^%S-!') then standing = standing + 1 end
  end
  return math.max(0, MAX_URGENT - standing)
end

-- Urgent URLs go to the head, at most 100 of a host; more are normal ones.
local function pushAll(name, urgent, entries)
  local head, tail = {}, entries
  if urgent then
    local room = urgentRoom(name)
    tail = {}
    for i, entry in ipairs(entries) do
      if i <= room then head[i] = string.gsub(entry, '^%S+', '%0!') else tail[#tail + 1] = entry end
    end
  end
  if #head > 0 then push('LPUSH', run, name, head) end
  if #tail > 0 then push('RPUSH', run, name, tail) end
end

local closed = ended(run)
if not closed then measure() end
local found = {}
local at = 3
while ARGV[at] do
  local name, urgent, parent, count = ARGV[at], ARGV[at + 1], ARGV[at + 2], tonumber(ARGV[at + 3])
  at = at + 4
  if closed then
    refused = refused + count
  else
    local entries, spent = {}, 0
    if run.maxPagesPerHost > 0 then spent = tonumber(redis.call('HGET', key.spent(run.id), name) or 0) end
    for i = at, at + 2 * count - 1, 2 do
      local entry = ARGV[i + 1]
      if not admitted(entry, spent) then
        refused = refused + 1
      elseif unseen(ARGV[i]) then
        if urgent == '2' then marked = marked + 1 else entries[#entries + 1] = entry end
      else
        known = known + 1
      end
    end
    if #entries > 0 then
      accepted = accepted + #entries
      found[#found + 1] = '@' .. name .. ' ' .. parent
      for _, entry in ipairs(entries) do found[#found + 1] = entry end
      pushAll(name, urgent == '1', entries)
    end
  end
  at = at + 2 * count
end
if not run then return { 0, 0, refused } end

add(run, 'accepted', accepted)
add(run, 'seen', accepted + marked)
add(run, 'known', known)
add(run, 'refusedAtEnqueue', refused)
for _ = 1, math.ceil((accepted + marked) / FILL) + 1 do
  if closed or run.seen <= FILL * run.buckets then break end
  split()
end
if accepted > 0 then
  redis.call('XADD', key.outcomes(), '*', 'r', run.id, 'k', 'd', 'p', parents, 'u', table.concat(found, '\n'))
  settlePlaces()
  saveHosts()
  saveMeta()
end
saveRuns()
return { accepted, known + marked, refused }
