--[[
set-rule: the pace rule of a host, or of every host below a suffix. Binds the next claim. A version older
than that in force, or than one removed within the hour, changes nothing.

ARGV  pattern   politeness key, or `*.suffix`
      version   of the rule; removing one has a version too
      delay     least ms between two starts; `-`: the rule is removed
      conc      most URLs of a host in flight; 0: none is handed out
      text      JSON, for whoever lists the rules
REPLY 1 when applied

Hosts that a longer rule put into `later`, or no rule's concurrency held, get their place again: one host here, those of a
suffix step by step by `loosen`.
]]
local pattern, version, delay = ARGV[1], tonumber(ARGV[2]), ARGV[3]
local before = redis.call('HGET', key.rules(), pattern)
local delayBefore, versionBefore = '-', 0
if before then
  delayBefore, versionBefore = string.match(before, '^(%S+) %S+ (%S+)')
  if tonumber(versionBefore) >= version then return 0 end
end
local count = tonumber(meta[6]) or 0
local others = count > 0
if delayBefore ~= '-' then count = count - 1 end
if delay ~= '-' then count = count + 1 end
redis.call('HSET', key.rules(), pattern, table.concat({ delay, ARGV[4], ARGV[2], ARGV[5] }, ' '))
remember('rules', pattern, delay == '-')
meta[6] = count
setMeta('rules', count)
-- Left out where nobody has counted them from the beginning: then there may be some.
local ofSuffixes = tonumber(meta[11] or not others and 0)
if ofSuffixes then
  if string.sub(pattern, 1, 2) == '*.' then
    ofSuffixes = ofSuffixes + (delay ~= '-' and 1 or 0) - (delayBefore ~= '-' and 1 or 0)
  end
  setMeta('suffixes', ofSuffixes)
end
countRules(count, ofSuffixes)
setMeta('ruledAt', string.format('%d', now))

if string.sub(pattern, 1, 2) == '*.' then
  -- Where no rule stood before, none has to be loosened.
  if others then redis.call('HSET', key.loosening(), pattern, '') end
elseif others then
  placeAgain(loadHost(pattern))
  settlePlaces()
  saveRuns()
  saveHosts()
end
saveMeta()
return 1
