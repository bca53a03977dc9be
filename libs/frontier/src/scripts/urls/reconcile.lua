--[[
reconcile: URLs whose end is committed to Postgres. One that is not known here was lost: it counts as accepted and finished. One
that waits again near the head of its list is taken out and counts as finished, without a second visit. What is in flight, delayed
or further back is left to be visited again, which the recorder passes over.

ARGV  run      short id
      *host    of each URL: the politeness key
      *print   its fingerprint, in decimal
      *domain  how many characters at the end of its host's name are its registrable domain
      *place   its scheme letter and path: "<scheme> <path>"
      *ends    how its visits ended, a letter each, and `!` when it was given up
      *bytes   body bytes of its visits
REPLY { missing ones added, waiting ones ended, known }; -1 when the run is not known
]]
local run = loadRun(ARGV[1])
if not run then return { -1, 0, 0 } end
local COUNTERS = { f = 'fetched', m = 'notModified', r = 'redirected', x = 'refused', t = 'throttled', e = 'failed' }
local WIDTH, HEAD = 6, 64
local added, ended, known = 0, 0, 0
measureSeen(run)

-- The first `counted` visits are in the counters already.
local function finish(host, domain, place, ends, bytes, counted)
  local visit = 0
  for letter in string.gmatch(ends, '%a') do
    visit = visit + 1
    if visit > counted then add(run, COUNTERS[letter], 1) end
  end
  if string.find(ends, '!', 1, true) then add(run, 'dead', 1) end
  if string.find(ends, 'f', 1, true) then
    add(run, 'used', 1)
    if hasBudgets(run) then spend(run, { name = host, e = domain }, string.gsub(place, ' ', '0 0 0 0 ', 1)) end
  end
  add(run, 'finished', 1)
  add(run, 'bytes', bytes)
end

local heads = {}
local function headOf(origin)
  local head = heads[origin]
  if head then return head end
  head = {}
  for _, entry in ipairs(redis.call('LRANGE', key.queue(run.id, origin), 0, HEAD - 1)) do
    local scheme, tries, path = string.match(entry, '^(%a)%S* %d+ %d+ (%d+) (%S+)')
    head[scheme .. ' ' .. path] = { entry = entry, tries = tonumber(tries) }
  end
  heads[origin] = head
  return head
end

for i = 2, #ARGV, WIDTH do
  local host, domain, place = ARGV[i], tonumber(ARGV[i + 2]), ARGV[i + 3]
  local ends, bytes = ARGV[i + 4], tonumber(ARGV[i + 5])
  if unseen(run, ARGV[i + 1]) then
    added = added + 1
    add(run, 'accepted', 1)
    finish(host, domain, place, ends, bytes, 0)
  else
    local origin = string.sub(place, 1, 1) .. host
    local waits = headOf(origin)[place]
    if waits and redis.call('LREM', key.queue(run.id, origin), 1, waits.entry) == 1 then
      headOf(origin)[place] = nil
      ended = ended + 1
      finish(host, domain, place, ends, bytes, waits.tries)
    else
      known = known + 1
    end
  end
end
growSeen(run, added)
saveRuns()
saveMeta()
return { added, ended, known }
