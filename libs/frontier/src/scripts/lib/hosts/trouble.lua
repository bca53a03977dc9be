-- What trouble does. A 429 or 503 rests the host, for it is one server; what cannot be reached, or has no robots.txt to be had,
-- is an origin, and the others of its host go on. Back-off doubles with each outage, at most a day, and is forgiven after 30
-- quiet minutes. `of` is the letter of the origin, or empty for the host.
local THROTTLED, UNREACHABLE, FORGIVEN = 60000, 5000, 1800000

local function holdUntil(host, of, wait)
  setHostField(host, 'b' .. of, math.max(hostField(host, 'b' .. of), now + math.min(wait, DAY)))
end

-- Once it was quiet for so long it is as one that never was in trouble.
local function forgive(host, of)
  local level, last, rest = 'l' .. of, 't' .. of, 'b' .. of
  if hostField(host, last) == 0 or now <= math.max(hostField(host, rest), hostField(host, last)) + FORGIVEN then return end
  setHostField(host, level, 0)
  setHostField(host, last, 0)
  setHostField(host, rest, 0)
end

-- Raises the back-off, at most once per outage: only if the request began after the last raise.
local function raise(host, of, started, base)
  if started <= hostField(host, 't' .. of) then return false end
  forgive(host, of)
  local level = math.min(hostField(host, 'l' .. of) + 1, 20)
  -- Up to a tenth longer, so that hosts do not come back all at once.
  local jitter = tonumber(string.sub(redis.sha1hex(host.name .. ' ' .. string.format('%d', now)), 1, 4), 16) / 655360
  setHostField(host, 'l' .. of, level)
  setHostField(host, 't' .. of, now)
  holdUntil(host, of, math.ceil(base * 2 ^ (level - 1) * (1 + jitter)))
  return true
end

-- After so many failures in a row over at least an hour the run gives the origin up.
local function unreachable(run, host, letter, started)
  if not raise(host, letter, started, UNREACHABLE) then return end
  local failures, first = hostField(host, 'f' .. letter) + 1, 'ff' .. letter
  setHostField(host, 'f' .. letter, failures)
  if failures == 1 then setHostField(host, first, now) end
  if run and failures >= run.giveUp and now - hostField(host, first) >= 3600000 then
    giveUpHost(run, host, 'host-unreachable', letter)
  end
end

local function throttled(host, started, retryAfter)
  if not retryAfter then raise(host, '', started, THROTTLED) return end
  holdUntil(host, '', retryAfter)
  setHostField(host, 't', now)
end

-- Said by a claim that is nobody's any more. The host asked for rest all the same; how often is not known, so nothing is raised.
local function throttledLate(host, retryAfter)
  holdUntil(host, '', retryAfter or THROTTLED)
  setHostField(host, 't', now)
end

local function answered(host, letter)
  if host.b == 0 and host.seldom == NONE then return end
  setHostField(host, 'f' .. letter, 0)
  setHostField(host, 'ff' .. letter, 0)
  forgive(host, letter)
  forgive(host, '')
end

-- What robots.txt of an origin said (RFC 9309 §2.3.1, §2.4). Rules hold for a day. Unreachable with a good copy: it goes on deciding
-- for runs for which it is not too old, and is asked for again some minutes later, or after the rest that was asked for: in between
-- pages go out. Without one nothing is allowed: the origin waits, and once it was unreachable for a day the run gives it up.
local REFRESH = 300000

local function robotsSaid(run, host, letter, said)
  setHostField(host, 'k' .. letter, 0)
  if said.state ~= 'unreachable' then
    setHostField(host, 'a' .. letter, now)
    setHostField(host, 'r' .. letter, now + DAY)
    setHostField(host, 'u' .. letter, 0)
    setHostField(host, 'd' .. letter, said.delay or 0)
    setHostField(host, 'c' .. letter, said.mixed or 0)
    host.crawlDelays = nil
    local longest = 0
    for _, x in ipairs({ 'h', 's', 'H', 'S' }) do longest = math.max(longest, hostField(host, 'd' .. x)) end
    setHost(host, 'd', longest)
    answered(host, letter)
    return true
  end
  if said.retryAfter then throttled(host, said.started, said.retryAfter) end
  local since = hostField(host, 'u' .. letter)
  if since == 0 then setHostField(host, 'u' .. letter, now) end
  local lasting = since > 0 and now - since >= DAY
  local at = keptSince(host, letter)
  if at > 0 then
    local tooOld = run and now - at >= run.copyAge
    if tooOld and lasting then giveUpHost(run, host, 'robots-unreachable', letter) end
    if lasting or not tooOld then
      -- How often is not counted: else a robots.txt that is always refused would in the end leave no time for pages.
      if said.signal == 'throttled' and not said.retryAfter then throttledLate(host) end
      setHostField(host, 'r' .. letter, math.max(now, host.b) + REFRESH)
      return false
    end
  end
  if said.signal == 'unreachable' then unreachable(run, host, letter, said.started)
  elseif not said.retryAfter then raise(host, said.signal == 'throttled' and '' or letter, said.started, THROTTLED) end
  if lasting and run then giveUpHost(run, host, 'robots-unreachable', letter) end
  return false
end
