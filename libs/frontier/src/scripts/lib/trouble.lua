-- What a host's trouble does to it. Back-off doubles with each outage, at most a day, and is forgiven after 30 quiet minutes.
local THROTTLED, UNREACHABLE, QUIET = 60000, 5000, 1800000

local function holdUntil(host, wait)
  setHost(host, 'b', math.max(host.b, now + math.min(wait, DAY)))
end

-- Raises the back-off, at most once per outage: only if the request began after the last raise.
local function raise(host, started, base)
  if started <= hostField(host, 'r') then return false end
  local level = hostField(host, 'l')
  if now > math.max(host.b, hostField(host, 'r')) + QUIET then level = 0 end
  level = math.min(level + 1, 20)
  -- Up to a tenth longer, so that hosts do not come back all at once.
  local jitter = tonumber(string.sub(redis.sha1hex(host.name .. ' ' .. string.format('%d', now)), 1, 4), 16) / 655360
  setHostField(host, 'l', level)
  setHostField(host, 'r', now)
  holdUntil(host, math.ceil(base * 2 ^ (level - 1) * (1 + jitter)))
  return true
end

-- After so many failures in a row over at least an hour the run gives the host up.
local function unreachable(run, host, started)
  if not raise(host, started, UNREACHABLE) then return end
  setHostField(host, 'f', hostField(host, 'f') + 1)
  if hostField(host, 'f') == 1 then setHostField(host, 'ff', now) end
  if run and hostField(host, 'f') >= run.giveUp and now - hostField(host, 'ff') >= 3600000 then giveUpHost(run, host, 'host-unreachable') end
end

local function throttled(host, started, retryAfter)
  if not retryAfter then raise(host, started, THROTTLED) return end
  holdUntil(host, retryAfter)
  setHostField(host, 'r', now)
end

-- Said by a claim that is nobody's any more. The host asked for rest all the same; how often is not known, so nothing is raised.
local function throttledLate(host, retryAfter)
  holdUntil(host, retryAfter or THROTTLED)
  setHostField(host, 'r', now)
end

local function answered(host)
  setHostField(host, 'f', 0)
  if hostField(host, 'l') > 0 and now > math.max(host.b, hostField(host, 'r')) + QUIET then setHostField(host, 'l', 0) end
end

-- What robots.txt of an origin said (RFC 9309 §2.3.1). Rules hold for a day. Unreachable with a good copy: the copy stays in
-- force and is refreshed in some minutes. Without one nothing is allowed: the host waits, and after a day the run gives it up.
local function robotsSaid(run, host, letter, said)
  local known = hostField(host, 'a' .. letter)
  if said.state ~= 'unreachable' then
    setHostField(host, 'a' .. letter, now)
    setHostField(host, 'r' .. letter, now + DAY)
    setHostField(host, 'u' .. letter, 0)
    setHostField(host, 'd' .. letter, said.delay or 0)
    local longest = 0
    for _, x in ipairs({ 'h', 's', 'H', 'S' }) do longest = math.max(longest, hostField(host, 'd' .. x)) end
    setHost(host, 'd', longest)
    answered(host)
    return true
  end
  if said.retryAfter then throttled(host, said.started, said.retryAfter) end
  if known > 0 then
    setHostField(host, 'r' .. letter, now + math.max(300000, math.min(said.retryAfter or 0, DAY)))
    return false
  end
  local since = hostField(host, 'u' .. letter)
  if since == 0 then setHostField(host, 'u' .. letter, now) end
  if said.signal == 'unreachable' then unreachable(run, host, said.started)
  elseif not said.retryAfter then raise(host, said.started, THROTTLED) end
  if since > 0 and now - since >= DAY and run then giveUpHost(run, host, 'robots-unreachable') end
  return false
end
