-- The short way, for a host at which there is nothing to think about: one run waits there, for http or for https, with one URL
-- out at a time, and no back-off, Crawl-delay, rule or robots.txt of it is in the way. Most claims and settles are of such hosts, and each step of
-- Lua saved there counts (`npm run bench -- frontier`); what it does is what the long way does (properties.test.ts holds them together).

local isSimple, savePlain, claimPlain, settlePlain, placePlain
local PLAIN = { 'h', 's' } -- by the bit of an origin: where no other has something waiting
do -- a script has at most 200 names of its own

-- Whether hosts at which only this run waits may be plain, those apart of which something was said (spokenOf).
function isSimple(run)
  return run.conc == 1 and not hasBudgets(run)
end

-- What stands in a host's text behind its last start: n, p, b, g and d (hosts.lua) with nothing in flight, and with one URL.
local QUIET, OUT = pack('<I2I1I6I6I4', 0, 0, 0, 0, 0), pack('<I2I1I6I6I4', 1, 0, 0, 0, 0)
local REST = 26 -- where m and v begin, and the robots rules behind them, which stay as they are
local call, sub = redis.call, string.sub
local saved = {}

function savePlain()
  if #saved == 0 then return end
  call('MSET', unpack(saved))
  saved = {}
end

local outNow = pack('<I6c19', now, OUT)

-- Claims the next URL of a host of a simple run, or answers nil and has changed nothing: it is one for the long way.
-- `due` is the latest last start by which the host is due. Answers the claim as it stands in flight, when its robots rules were stored,
-- and whether the host was never asked before.
function claimPlain(run, name, text, hostKey, queue, due, clock)
  local s, state, origins, rh, ah, rs, as, _, at = unpackNumbers('<I6c19I1I6I6I6I6I1', text)
  if state ~= QUIET or s > due or sub(text, at) ~= run.id then return nil end
  local letter, good, stored = PLAIN[origins % 16], rh, ah
  if letter == 's' then good, stored = rs, as end
  if not letter or run.obey == 1 and (good <= now or stored <= now - run.copyAge) then return nil end
  queue = queue .. letter .. name
  local entry = call('LPOP', queue)
  if not entry then return nil end
  if string.byte(entry, 2) >= 49 then
    call('LPUSH', queue, entry)
    return nil
  end
  local i, isNew = #saved, s == 0
  saved[i + 1] = hostKey
  if s < floor then s = floor end
  if s + run.delay > now then
    local start = s + run.delay
    saved[i + 2] = pack('<I6c19', math.ceil(start), OUT) .. sub(text, REST)
    return clock .. format('%.1f', start - now) .. ' page ' .. run.id .. ' ' .. name .. ' ' .. entry, stored, isNew
  end
  saved[i + 2] = outNow .. sub(text, REST)
  local head = run.head
  if not head then
    head = clock .. '0 page ' .. run.id .. ' '
    run.head = head
  end
  return head .. name .. ' ' .. entry, stored, isNew
end

-- Hosts that a plain settle freed, per run: names, when each was asked last, their texts.
local resting = {}
local quietSince, quietHead -- of the item before: most of a call began at the same time

-- Takes the only URL in flight off a host of a simple run, asked at `began`; false, and nothing changed, if it is not plain.
function settlePlain(run, name, text, hostKey, began)
  local s, state, origins = unpackNumbers('<I6c19I1', text)
  local letter = PLAIN[origins % 16]
  if state ~= OUT or not letter or sub(text, 52) ~= run.id then return false end
  if began > s then s = began end
  local list = resting[run]
  if not list then
    list = { names = {}, starts = {}, texts = {}, keys = {}, queues = {}, queue = key.queue(run.id, '') }
    resting[run] = list
  end
  if s ~= quietSince then quietSince, quietHead = s, pack('<I6c19', s, QUIET) end
  local i = #list.names + 1
  local after = quietHead .. sub(text, REST)
  list.names[i], list.starts[i], list.texts[i], list.keys[i] = name, s, after, hostKey
  list.queues[i] = list.queue .. letter .. name
  fetched[name] = after
  return true
end

-- Gives the hosts of plain settles their places again: `ready` where something waits, forgotten in a day where nothing does.
function placePlain()
  for run, list in pairs(resting) do
    local names, m = list.names, movesOf(run)
    local keys = list.queues
    local all = call('EXISTS', unpack(keys))
    -- Most often all of them were held; only else it matters which of them stand elsewhere.
    local ready, later
    if call('SREM', key.held(run.id), unpack(names)) < #names then
      ready = call('ZMSCORE', key.ready(run.id), unpack(names))
      later = call('ZMSCORE', key.later(run.id), unpack(names))
    end
    local last, score
    local day = format('%d', DAY)
    for i = 1, #names do
      if all == #names or all > 0 and call('EXISTS', keys[i]) == 1 then
        if not ready or not ready[i] and not later[i] then
          local s, r = list.starts[i], #m.ready
          if s ~= last then
            last, score = s, format('%d', s)
            local due = (s > floor and s or floor) + run.delay
            if not m.due or due < m.due then m.due = due end
          end
          m.ready[r + 1] = score
          m.ready[r + 2] = names[i]
        end
        saved[#saved + 1] = list.keys[i]
        saved[#saved + 1] = list.texts[i]
      else
        call('SET', list.keys[i], list.texts[i], 'PX', day)
      end
    end
  end
  savePlain()
end

end
