-- Puts up to `most` delayed URLs that are due at the heads of their lists. Answers how many were looked at, and went back; their
-- hosts get their places in `settlePlaces`.
local function releaseDue(most)
  local due = redis.call('ZRANGE', key.delayed(), '-inf', format('%d', now), 'BYSCORE', 'LIMIT', 0, most)
  local released = 0
  for _, member in ipairs(due) do
    local id, name, entry = string.match(member, '^(%S+) (%S+) (.*)$')
    local run = loadRun(id)
    if run and run.delayed > 0 then
      add(run, 'delayed', -1)
      -- Of an ended run it counts as waiting now, until `drop` counts it.
      if not ended(run) then
        released = released + 1
        push('LPUSH', run, name, { entry })
      end
    end
  end
  if #due > 0 then redis.call('ZREMRANGEBYRANK', key.delayed(), 0, #due - 1) end
  return #due, released
end
