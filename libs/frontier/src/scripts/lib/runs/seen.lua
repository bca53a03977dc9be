-- The URLs a run knows: fingerprints in many small intsets by linear hashing. Of `buckets`, those below buckets - low are split.
local FILL = 200
local size, low, prefix
local call, format = redis.call, string.format
-- Their keys, spelled once a call: of the one run a script works on.
local buckets = {}

local function measureSeen(run)
  prefix = key.seen(run.id, '')
  low = 1
  while low * 2 <= run.buckets do low = low * 2 end
  size = low * 2
end

local function bucketOf(run, print)
  local f = tonumber(print)
  local b = f % size
  if b >= run.buckets then b = f % low end
  local place = buckets[b]
  if not place then
    place = prefix .. format('%d', b)
    buckets[b] = place
  end
  return place
end

-- The set that holds a fingerprint if it is known.
local function seenSet(run, print)
  measureSeen(run)
  return bucketOf(run, print)
end

-- Marks it; whether it was not known before.
local function unseen(run, print)
  return call('SADD', bucketOf(run, print), print) == 1
end

local function splitBucket(run)
  local from = key.seen(run.id, string.format('%d', run.buckets - low))
  local moving = {}
  for _, print in ipairs(redis.call('SMEMBERS', from)) do
    if tonumber(print) % size == run.buckets then moving[#moving + 1] = print end
  end
  if #moving > 0 then
    redis.call('SADD', key.seen(run.id, string.format('%d', run.buckets)), unpack(moving))
    redis.call('SREM', from, unpack(moving))
  end
  set(run, 'buckets', run.buckets + 1)
  measureSeen(run)
end

-- So many were marked: makes room for them, a few buckets a call.
local function growSeen(run, added)
  add(run, 'seen', added)
  for _ = 1, math.ceil(added / FILL) + 1 do
    if run.seen <= FILL * run.buckets then break end
    splitBucket(run)
  end
end
