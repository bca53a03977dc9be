--[[
confirm: which of these claims may still start, though what is said of their run and host may have changed since they were granted.

ARGV  session   whose claims these are
      *token    of each claim
      *version  of the run's config it was granted under
REPLY { 'lost' } or { 'told', token of each that may start, … }

What may not start is to be put back: it is the run's again under what holds now. A policy or a rule that came after the grant is not
held against the one before: of a claim from before it nobody knows when the host was asked ahead of it.
]]
local session = ARGV[1]
local deadline = redis.call('ZSCORE', key.workers(), session)
if not deadline or tonumber(deadline) <= now then return { 'lost' } end

local tokens, versions = {}, {}
for i = 2, #ARGV, 2 do
  tokens[#tokens + 1] = ARGV[i]
  versions[#versions + 1] = tonumber(ARGV[i + 1])
end
local ruledAt = tonumber(redis.call('HGET', KEYS[1], 'ruledAt') or 0)

local function mayStart(claim, version)
  local run, host = claim.run, claim.host
  if not run or run.state ~= 'running' or run.version ~= version or opensAt(run) > 0 then return false end
  local _, conc = terms(run, host)
  local rest = math.max(host.b, restOf(host, letterOf(entryOf(claim))))
  return conc > 0 and rest <= now and (ruledAt < claim.granted or not ruleOf(host))
end

local reply = { 'told' }
for i, text in ipairs(redis.call('HMGET', key.inflight(session), unpack(tokens))) do
  if text and mayStart(readClaim(text), versions[i]) then reply[#reply + 1] = tokens[i] end
end
return reply
