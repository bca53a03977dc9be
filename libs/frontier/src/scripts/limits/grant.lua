--[[
grant: on the first shard: what another one may have more of a run's limits of URLs and hosts, and of its project's. Portions only grow, and
never sum to more than a limit; asked again, it gives more.

ARGV  run           short id
      shard         who asks, its number
      shards        how many there are
      runUrls       how many more it needs of the run's URLs,
      projectUrls   of its project's,
      runHosts      of the run's hosts
      projectHosts  and of its project's
REPLY { 1 if that was given, the four portions of the shard in that order, all that it was ever given }
]]
local run, shard, shards = loadRun(ARGV[1]), ARGV[2], tonumber(ARGV[3])
if not run then return { 0, 0, 0, 0, 0 } end
local LARGEST, format = 4096, string.format
local enough, reply = 1, { 1 }

-- As much as it needs, and while much is left so much more that it need not ask soon.
local function give(place, prefix, what, most, need)
  local fields = { prefix .. 'dealt' .. what, prefix .. 'given' .. what .. ':' .. shard }
  local held = redis.call('HMGET', place, unpack(fields))
  local dealt, given = tonumber(held[1] or 0), tonumber(held[2] or 0)
  local free = math.max(0, most - dealt)
  if most < 0 or need == 0 then return given end
  local more = math.min(free, math.max(need, math.min(LARGEST, math.floor(free / (4 * shards)))))
  if more < need then enough = 0 end
  if more == 0 then return given end
  redis.call('HSET', place, fields[1], format('%d', dealt + more), fields[2], format('%d', given + more))
  return given + more
end

for i, what in ipairs({ 'Urls', 'Hosts' }) do
  reply[2 * i] = give(key.run(run.id), '', what, run['max' .. what], tonumber(ARGV[2 * i + 2]))
  reply[2 * i + 1] = give(key.projects(), run.project .. ' ', what, run['project' .. what], tonumber(ARGV[2 * i + 3]))
end
reply[1] = enough
return reply
