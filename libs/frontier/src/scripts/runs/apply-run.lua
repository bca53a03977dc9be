--[[
apply-run: create a run, or bring it to this version of its policy and state. An older version changes nothing.

ARGV  run              short id
      version          of what follows
      state            running, paused, ending or cancelled
      weight           share among runs with due hosts
      config           JSON, for workers
      windows          "<opens> <closes> …", minutes since Monday 00:00 UTC; empty: always
      delay            least ms between two starts at a host
      conc             most URLs of a host in flight
      obey             1: robots.txt is asked for and obeyed
      crawlDelay       longest Crawl-delay obeyed, ms
      giveUp           failures of a host in a row before its URLs are dead
      maxDepth         -1: any
      maxPages         -1: any
      maxPagesPerHost  -1: any
      maxPagesPerDomain  of a registrable domain; -1: any
      budgets          "<pages> <path pattern>", a line each
      maxInFlight      most of its URLs in flight at once; -1: any
      portions         1: maxPages, maxInFlight and budgets are of several shards: nothing goes until they are dealt
      product          token by which robots.txt files name its agent
      copyAge          ms a copy of a robots.txt may be old that goes on deciding while it cannot be had again
      maxUrls          URLs it may know; -1: any
      maxHosts         and hosts
      project          whose it is
      projectUrls      URLs that all runs of the project may know; -1: any
      projectHosts     and hosts, those of each run apart
      madeUntil        ms of this server's TIME after which a run that is not known here is not made any more; -1: it is, whenever
REPLY 1 when applied
]]
local fields = { 'version', 'state', 'weight', 'config', 'windows', 'delay', 'conc', 'obey', 'crawlDelay', 'giveUp', 'maxDepth',
  'maxPages', 'maxPagesPerHost', 'maxPagesPerDomain', 'budgets', 'maxInFlight' }
local id = ARGV[1]
local run = loadRun(id)
if run and run.version >= tonumber(ARGV[2]) then return 0 end
-- Who asks may have stood still since it saw that the run goes: meanwhile it may have ended, and have been forgotten.
if not run and tonumber(ARGV[26]) >= 0 then
  local time = redis.call('TIME')
  if time[1] * 1000 + math.floor(time[2] / 1000) > tonumber(ARGV[26]) then return 0 end
end

-- Which budgets there are, however large.
local function kinds(perHost, perDomain, budgets)
  local patterns = string.gsub('\n' .. budgets, '\n%d+!? ', '\n')
  return tostring(perHost > 0) .. tostring(perDomain > 0) .. patterns
end

-- Of other budgets what is in flight counts as well.
local function countOut(before)
  local old = kinds(before.maxPagesPerHost, before.maxPagesPerDomain, before.budgets)
  if old == kinds(tonumber(ARGV[14]), tonumber(ARGV[15]), ARGV[16]) then return end
  runs[id] = nil
  local after = loadRun(id)
  redis.call('DEL', key.out(id))
  if not hasBudgets(after) then return end
  for _, session in ipairs(redis.call('ZRANGE', key.workers(), 0, -1)) do
    for _, text in ipairs(redis.call('HVALS', key.inflight(session))) do
      local claim = readClaim(text)
      if claim.run == after and claim.kind == 'page' then charge(after, claim.host, entryOf(claim)) end
    end
  end
end

local values = {}
for i, field in ipairs(fields) do
  values[#values + 1] = field
  values[#values + 1] = ARGV[i + 1]
end
for _, value in ipairs({ 'pagesOfAll', ARGV[13], 'deal', '0', 'product', ARGV[19], 'copyAge', ARGV[20], 'maxUrls', ARGV[21],
  'maxHosts', ARGV[22], 'project', ARGV[23], 'projectUrls', ARGV[24], 'projectHosts', ARGV[25] }) do values[#values + 1] = value end
if not run then
  values[#values + 1] = 'buckets'
  values[#values + 1] = 1
  redis.call('ZADD', key.known(), 0, id)
end
redis.call('HSET', key.run(id), unpack(values))
if run and run.inFlight > 0 then countOut(run) end
if ARGV[18] == '1' then
  redis.call('HSET', key.run(id), 'limits', ARGV[13] .. ' ' .. ARGV[17] .. string.gsub('\n' .. ARGV[16], '\n(%d+) [^\n]+', ' %1'))
  runs[id] = nil
  freeze(loadRun(id), 1)
end

if ARGV[3] == 'running' then
  -- Its pace may be another now: look at once when its next host falls due.
  if not redis.call('ZSCORE', key.runs(), id) then redis.call('ZADD', key.asleep(), 'LT', now, id) end
else
  local pass = redis.call('ZSCORE', key.runs(), id)
  if pass then redis.call('HSET', key.run(id), 'pass', pass) end
  redis.call('ZREM', key.runs(), id)
  redis.call('ZREM', key.asleep(), id)
end
saveMeta()
return 1
