--[[
hop: hand out the next request of a robots.txt that redirects to another host, as a claim of kind `robots` of that host, so that its pace
and its limit hold for it too. Until it is settled nothing else of that origin is started.

ARGV  session  who asks
      hopId    repeated: its claim is answered again while it is in flight, as if it were granted now
      turn     rises with each new id; a call that arrives after its successor grants nothing, for nobody waits for it
      run      for which
      host     politeness key of the target
      entry    the target as it would stand in a list
REPLY { 'lost' or 'gone' (the run is not handed out), 0 } | { 'wait', ms until it is worth asking again }
      | { 'granted', 0, { token, claim as it stands in flight }, { config version, robots stored at } }

The start is booked up to half a minute ahead: a host that others crawl is always busy for the next moment.
]]
local session, hopId, callTurn = ARGV[1], ARGV[2], tonumber(ARGV[3])
local run, name, entry = loadRun(ARGV[4]), ARGV[5], ARGV[6]
local FARTHEST, POLL = 30000, 100
local inflight, replies = key.inflight(session), key.replies(session)

local deadline = redis.call('ZSCORE', key.workers(), session)
if not deadline or tonumber(deadline) <= now then return { 'lost', 0 } end
local lastTurn, lastToken, lastId = string.match(redis.call('HGET', replies, 'hop') or '0 0 ', '^(%d+) (%d+) (.*)$')
if callTurn < tonumber(lastTurn) then return { 'wait', POLL } end
if not run or run.state ~= 'running' or opensAt(run) > 0 then return { 'gone', 0 } end

local host, letter = loadHost(name), letterOf(entry)
local out = lastId == hopId and redis.call('HEXISTS', inflight, lastToken) == 1
local due, conc, delay = paceOf(run, host)
if out then due = math.max(due - delay, host.b) end -- its own start is the last one
due = math.max(due, restOf(host, letter))

local function remember(token)
  redis.call('HSET', replies, 'hop', format('%d %s %s', callTurn, token, hopId))
end

-- While URLs of a host are out, whatever else starts there belongs to the session that holds those (claim).
local own = tonumber(redis.call('HGET', replies, 'number') or -1)
local elsewhere = host.n > 0 and conc > 1 and hostField(host, 'w') ~= own

local wait = 0
if not out and (has(host.p, letter) or host.n >= conc or elsewhere) then wait = POLL
elseif due > now + FARTHEST then wait = math.ceil(due - now - FARTHEST) end
if wait > 0 then
  remember(out and lastToken or '0')
  return { 'wait', wait }
end

local first = math.max(now, due)
local token = lastToken
if not out then
  token = format('%d', (tonumber(meta[4]) or 0) + 1)
  setMeta('token', token)
  setHost(host, 'n', host.n + 1)
  setHost(host, 'p', host.p + BIT[letter])
  redis.call('HINCRBY', key.holds(), session, 1)
end
setHost(host, 's', math.ceil(first))
setHostField(host, 'y', 0)
if host.o ~= run.id then rememberStart(run, host, host.s) end
local text = format('%d %s robots %s %s %s', now, first == now and '0' or format('%.1f', first - now), run.id, name, entry)
redis.call('HSET', inflight, token, text)
remember(token)
saveHosts()
saveMeta()
return { 'granted', 0, { token, text }, { run.version, hostField(host, STORED[letter]) } }
