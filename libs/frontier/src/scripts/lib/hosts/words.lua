-- Words that hold nothing any more (a host was resumed, a rule removed) are kept for an hour, so that an older one that comes late is
-- known as such, and forgotten then: the hosts that were ever paused are without number.

local REMEMBERED = 3600000

-- `kept`: the key where it stands as a field, as it is told in `gone`: `rules`, or the run whose paused hosts it is among.
local function remember(kept, name, isGone)
  local member = kept .. ' ' .. name
  if isGone then
    redis.call('ZADD', key.gone(), format('%d', now), member)
  else
    redis.call('ZREM', key.gone(), member)
  end
end

local function forgetWords(most)
  local past = redis.call('ZRANGE', key.gone(), '-inf', format('%d', now - REMEMBERED), 'BYSCORE', 'LIMIT', 0, most)
  for _, member in ipairs(past) do
    local kept, name = string.match(member, '^(%S+) (.*)$')
    redis.call('HDEL', kept == 'rules' and key.rules() or key.paused(string.sub(kept, 2)), name)
  end
  if #past > 0 then redis.call('ZREM', key.gone(), unpack(past)) end
  return #past == most
end
