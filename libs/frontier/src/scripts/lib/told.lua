-- How many bytes of outcomes wait for the recorder: counted where they are told, and where they are acknowledged (ack.lua). Too much
-- stops claims and what is discovered; what is under way is settled all the same.
local untold, untoldAt = tonumber(meta[10]) or 0
local function told(...)
  for _, text in ipairs({ ... }) do untold = untold + #tostring(text) end
  if not untoldAt then
    untoldAt = #metaChanges + 2
    setMeta('untoldBytes', 0)
  end
  metaChanges[untoldAt] = string.format('%d', untold)
  redis.call('XADD', key.outcomes(), '*', 'o', meta[9], ...)
end

local function recorderLags(maxBacklog, maxBytes)
  return untold > tonumber(maxBytes) or redis.call('XLEN', key.outcomes()) > tonumber(maxBacklog)
end
