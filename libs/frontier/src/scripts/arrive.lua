--[[
arrive: what a client does first on every new connection. A server whose run id is another one than the last has restarted or
took over: a new epoch, in which every host waits a full delay, since what was asked last may have been forgotten. All sessions
are lost: what they settled may be in flight here again, and nobody would ever settle it twice.

ARGV  server   run_id of INFO server
      format   of keys and values, as the client knows them
      shards   of the installation, as the client was told
REPLY { the number of the epoch }, or { -1, format, shards } of what is here, when it is another one
]]
local server = ARGV[1]
local here = redis.call('HMGET', KEYS[1], 'server', 'format', 'shards')
if here[1] and (here[2] ~= ARGV[2] or here[3] ~= ARGV[3]) then return { -1, here[2] or '', here[3] or '' } end
if not here[1] then
  setMeta('format', ARGV[2])
  setMeta('shards', ARGV[3])
end
redis.pcall('XGROUP', 'CREATE', key.outcomes(), 'recorder', '0', 'MKSTREAM')
local known = redis.call('HMGET', KEYS[1], 'server', 'epoch')
local epoch = tonumber(known[2]) or 0
if known[1] ~= server then
  -- Of how long the server was away nobody knows more than the clock on the wall.
  now = math.max(last, wall + (tonumber(meta[2]) or 0))
  setMeta('offset', string.format('%d', now - wall))
  epoch = epoch + 1
  setMeta('server', server)
  setMeta('epoch', epoch)
  setMeta('floor', now + LATEST_START)
  -- The last moment that is known to have survived, by the clock on the wall; empty: nothing did.
  setMeta('lostAt', meta[1] and string.format('%d', last - (tonumber(meta[2]) or 0)) or '')
  local held = meta[1] and redis.call('ZRANGE', key.workers(), string.format('(%d', now), '+inf', 'BYSCORE') or {}
  for _, session in ipairs(held) do redis.call('ZADD', key.workers(), string.format('%d', now), session) end
  -- Tokens granted in what was lost must not be met again, nor those of another shard (shard-of.ts).
  local first = tonumber(string.match(KEYS[1], 'f(%d+)}')) * 2 ^ 45
  setMeta('token', string.format('%d', (tonumber(meta[4]) or first) + 10000000))
  saveMeta()
end
return { epoch }
