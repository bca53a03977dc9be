-- Claims as they stand in inflight:<session>: "<granted> <startIn> <kind> <run> <host> <entry>".
local function readClaim(text)
  local granted, startIn, kind, run, host, at = string.match(text, '^(%d+) (%S+) (%a+) (%S+) (%S+) ()')
  return { granted = granted + 0, startIn = startIn, kind = kind, host = loadHost(host), run = loadRun(run), text = text, at = at }
end

-- So many more claims are the session's, of which none need be counted then.
local function holdsMore(session, by)
  redis.call('HINCRBY', key.holds(), session, string.format('%d', by))
end

local function entryOf(claim)
  return string.sub(claim.text, claim.at)
end

-- When its request was written, `after` ms from sending the claim. That was sent before it was granted, so this is never too
-- early; one more for the fraction cut from `now`.
local function beganAt(claim, after)
  return math.ceil(claim.granted + after + 1)
end

-- The host was asked at that time.
local function started(host, ms)
  if ms <= host.s then return end
  setHost(host, 's', ms)
  setHostField(host, 'y', 0)
end

-- Its request was written at that time.
local function startedBy(claim, ms)
  local run, host = claim.run, claim.host
  started(host, ms)
  if run and host.o ~= run.id and ms + run.delay > now then rememberStart(run, host, ms) end
end

-- Fewer URLs of the run are in flight; if there was no room for more it is looked at now.
local function landed(run, count)
  if freeOf(run) <= 0 then
    if run.deal > 0 then redis.call('HDEL', key.run(run.id), 'askAt', 'askWait') end
    wake(run, now)
  end
  add(run, 'inFlight', -count)
end

-- Takes the claim off its host and run; what becomes of the URL is for the caller to say.
local function unclaim(claim)
  setHost(claim.host, 'n', math.max(0, claim.host.n - 1))
  if claim.kind == 'robots' then
    local letter = letterOf(entryOf(claim))
    if has(claim.host.p, letter) then setHost(claim.host, 'p', claim.host.p - BIT[letter]) end
  elseif claim.run then
    landed(claim.run, 1)
  end
  free(claim.run, claim.host)
end

-- Budget comes back for a URL that brought no page.
local function refund(claim)
  local run = claim.run
  if run.maxPages >= 0 and run.used >= run.maxPages then
    if run.deal > 0 then redis.call('HDEL', key.run(run.id), 'askAt', 'askWait') end
    wake(run, now)
  end
  add(run, 'used', -1)
  if hasBudgets(run) then discharge(run, claim.host, entryOf(claim), false) end
end

local function urlOf(name, entry)
  return name .. ' ' .. string.sub(entry, 1, 1) .. string.match(entry, '^%S+ %d+ %d+ %d+ (%S+)')
end

-- How often the URL was recovered from a session that was not heard of again; and the entry that says so.
local function suspicion(run, name, entry)
  local recoveries = string.byte(entry, 2) - 48
  if recoveries == 0 then return 0, entry end
  local url = urlOf(name, entry)
  local pardons = tonumber(redis.call('HGET', key.pardons(run.id), url) or 0)
  if pardons == 0 then return recoveries, entry end
  redis.call('HDEL', key.pardons(run.id), url)
  recoveries = math.max(0, recoveries - pardons)
  return recoveries, string.sub(entry, 1, 1) .. format('%d', recoveries) .. string.sub(entry, 3)
end

-- The URL back to the head of its list. With `recovered` its session was lost: the second time it must travel alone, the third
-- time it is poison. Answers whether it was given up.
local function giveBack(claim, recovered)
  local run, entry = claim.run, entryOf(claim)
  unclaim(claim)
  if claim.kind == 'robots' or not run then return false end
  refund(claim)
  if ended(run) then
    giveUp(run, 'dropped', 1, run.state, 'h', claim.host.name, 'e', entry)
    return false
  end
  if recovered then
    local recoveries
    recoveries, entry = suspicion(run, claim.host.name, entry)
    if recoveries >= 2 then
      giveUp(run, 'dead', 1, 'poison', 'h', claim.host.name, 'e', entry)
      return true
    end
    entry = string.sub(entry, 1, 1) .. (recoveries + 1) .. string.sub(entry, 3)
  end
  push('LPUSH', run, claim.host.name, { entry })
  return false
end
