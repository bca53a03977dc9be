-- Portions of limits that are dealt over shards: asking for more when one is used up.

local short = {} -- run, its version, its last deal; of each that was asked for

-- This shard's portion of a limit is used up (0: pages; 1: URLs in flight; from 2: pages of a pattern). Whoever claims is told, and
-- deals anew (redis/limits/deal-limits.ts), so that it may be claimed again at once; in vain after 100 ms, then after twice as long each time up to
-- 1.6 s, unless something comes back here. Answers when to look again; nil: nothing will come.
local function ask(run, limit)
  if run.deal == 0 then return nil end
  if limit < 2 and redis.call('EXISTS', key.ready(run.id), key.later(run.id)) == 0 then return nil end
  if not run.asks then
    local found = redis.call('HMGET', key.run(run.id), 'askAt', 'over', 'wants', 'askWait')
    run.asks = { at = tonumber(found[1] or 0), over = found[2] == '1', wants = found[3] or '' }
    if run.asks.at <= now and not (limit == 0 and run.asks.over) then
      run.asks.now = true
      for _, value in ipairs({ run.id, format('%d', run.version), format('%d', run.deal) }) do short[#short + 1] = value end
      local wait = tonumber(found[4] or SOON)
      redis.call('HSET', key.run(run.id), 'askAt', format('%d', now + wait), 'askWait', format('%d', math.min(2 * wait, 1600)))
      redis.call('HSETNX', key.run(run.id), 'lacksSince', format('%d', now))
    end
  end
  local asks = run.asks
  if limit == 0 and asks.over then return nil end
  if not string.find(' ' .. asks.wants, format(' %d ', limit), 1, true) then
    asks.wants = asks.wants .. format('%d ', limit)
    redis.call('HSET', key.run(run.id), 'wants', asks.wants)
  end
  return asks.now and now or math.max(now + 1, asks.at)
end

-- Puts an entry that lacks pages of a pattern out of the way: it is delayed, so that it stands before nobody.
local function setAside(run, host, entry, pattern)
  local due = ask(run, 1 + pattern)
  if due == now then
    run.again, run.released = now, true
  else
    due = nextLook(run)
  end
  redis.call('ZADD', key.delayed(), format('%d', due), run.id .. ' ' .. host.name .. ' ' .. entry)
  add(run, 'delayed', 1)
end
