--[[
arrive: what a client does first on every new connection, and when it finds that a shard was emptied as the server ran on. A server
whose run id is another one than the last has restarted or took over; one that knows no epoch was emptied, and one whose outcomes have
no reader any more has lost those that were not recorded. Each is a new epoch, in which every host waits a full delay, since what was
asked last may have been forgotten. All sessions are lost: what they settled may be in flight here again, and nobody would ever settle
it twice.

ARGV  server   run_id of INFO server
      format   of keys and values, as the client knows them
      shards   of the installation, as the client was told
      seen     number of the last epoch the client met here; 0: none
REPLY { the number of the epoch }, or { -1, format, shards } of what is here, when it is another one
]]
local server = ARGV[1]
local here = redis.call('HMGET', KEYS[1], 'server', 'format', 'shards')
if here[1] and (here[2] ~= ARGV[2] or here[3] ~= ARGV[3]) then return { -1, here[2] or '', here[3] or '' } end
if not here[1] then
  setMeta('format', ARGV[2])
  setMeta('shards', ARGV[3])
end
local emptied = not meta[9]
local epoch = tonumber(redis.call('HGET', KEYS[1], 'epoch') or 0)
local readerMade = not redis.pcall('XGROUP', 'CREATE', key.outcomes(), 'recorder', '0', 'MKSTREAM').err
local untold = readerMade and here[1]
if here[1] == server and not emptied and not untold then return { epoch } end

-- The id of the last entry of the outcomes that survived: drops that were told later are forgotten.
local function lastEntry()
  local info = redis.call('XINFO', 'STREAM', key.outcomes())
  for i = 1, #info, 2 do
    if info[i] == 'last-generated-id' then return info[i + 1] end
  end
end

-- How many rules, or paused hosts, are in force, as meta said before it was lost.
local function count(hash, removed)
  local n = 0
  for _, text in ipairs(redis.call('HVALS', hash)) do
    if string.sub(text, 1, 1) ~= removed then n = n + 1 end
  end
  return n
end

-- Tokens granted in what was lost must not be met again, nor those of another shard (shard-of.ts).
local first = tonumber(string.match(KEYS[1], 'f(%d+)}')) * 2 ^ 45
local time = redis.call('TIME')
local ms = time[1] * 1000 + math.floor(time[2] / 1000)
if emptied then
  epoch = math.max(epoch, tonumber(ARGV[4] or 0))
  if redis.call('EXISTS', key.workers()) == 1 then first = first + 8 * ms end
  setMeta('rules', count(key.rules(), '-'))
  setMeta('paused', count(key.paused('*'), '-'))
end
-- Of how long the server was away nobody knows more than the clock on the wall.
now = math.max(last, wall + (tonumber(meta[2]) or 0))
setMeta('offset', string.format('%d', now - wall))
setMeta('server', server)
setMeta('epoch', epoch + 1)
setMeta('began', string.format('%d', ms))
setMeta('floor', now + LATEST_START)
-- The last moment that is known to have survived, by the clock on the wall; empty: nothing did.
setMeta('lostAt', meta[1] and not untold and string.format('%d', last - (tonumber(meta[2]) or 0)) or '')
setMeta('untold', untold and 1 or 0)
setMeta('lastEntry', lastEntry())
-- Of a lease only its beginning is in the append-only file (renew): one that seems to have passed long ago may have been kept too.
for _, session in ipairs(redis.call('ZRANGE', key.workers(), 0, -1)) do
  redis.call('ZADD', key.workers(), string.format('%d', now), session)
end
setMeta('token', string.format('%d', (tonumber(meta[4]) or first) + 10000000))
saveMeta()
return { epoch + 1 }
