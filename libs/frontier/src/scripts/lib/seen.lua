-- The set that holds a fingerprint if it is known: linear hashing, see enqueue.lua.
local function seenSet(run, print)
  local low = 1
  while low * 2 <= run.buckets do low = low * 2 end
  local f = tonumber(print)
  local b = f % (2 * low)
  if b >= run.buckets then b = f % low end
  return key.seen(run.id, string.format('%d', b))
end
