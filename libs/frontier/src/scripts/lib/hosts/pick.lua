-- What goes out of a host: its origins take turns, and what may not go out now stands before nothing that may.
local pick
do -- a script has at most 200 names of its own
local PASSED = 8 -- entries of a host that are passed over in one look, beside those asked for

-- Of the host's origins that have something waiting and rest no longer, the next in turn first: where several do, the one
-- behind that which was served last. And those that wait.
local function openLetters(run, host, at)
  local only = PLAIN[host.m]
  local waits = only and host.p == 0 and restOf(host, only) <= at and { only } or lettersOf(run, host)
  local open, behind = {}, {}
  for _, letter in ipairs(waits) do
    if not has(host.p, letter) and restOf(host, letter) <= at then
      local list = BIT[letter] > host.v and open or behind
      list[#list + 1] = letter
    end
  end
  for _, letter in ipairs(behind) do open[#open + 1] = letter end
  return open, waits
end

-- Takes up to `most` entries off a list. What may go out is picked. Of the others those are given up for which no budget will come
-- back; what waits for one is delayed, and the rest stands aside at the end of the list, so that it stands before nobody. Answers
-- whether the list is empty, how many stand aside there, and how many were passed over in all; nil when it has no more.
local function take(run, host, letter, most, picked, standsAside)
  local queue = key.queue(run.id, letter .. host.name)
  local entries
  if most == 1 then entries = { redis.call('LPOP', queue) or nil } else entries = redis.call('LPOP', queue, most) or {} end
  local stayed, before = 0, #picked
  for _, entry in ipairs(entries) do
    local waits, lacking, pattern = nil, lacks(run, entry, true)
    if lacking == 'spent' then
      giveUp(run, 'dead', 1, 'budget', 'h', host.name, 'e', entry)
    elseif lacking then
      setAside(run, host, entry, pattern)
    else
      waits, entry = standsAside(run, host, entry, #picked + 1)
      if waits then
        untake(run, entry)
        redis.call('RPUSH', queue, entry)
        stayed = stayed + 1
      else
        picked[#picked + 1] = { kind = ' page ', letter = letter, entry = entry }
      end
    end
  end
  return #entries < most and stayed == 0, stayed, #entries == most and most - (#picked - before) or nil
end

-- What goes out of a host, at most `room`: its origins take turns, each but a robots.txt where its rules are missing.
-- Answers how many of them may have something left, and whether anything stood aside.
function pick(run, host, room, first, picked, standsAside, againstRobots)
  local open, waits = openLetters(run, host, first)
  local left, several, asides, passed = #waits, #open > 1, 0, 0
  while #picked < room and #open > 0 do
    local letter = table.remove(open, 1)
    if run.obey == 1 and (hostField(host, FRESH[letter]) <= now or now - hostField(host, STORED[letter]) >= run.copyAge) then
      local waiting = redis.call('EXISTS', key.queue(run.id, letter .. host.name)) == 1
      local against = waiting and againstRobots(host, letter, #picked + 1)
      if against == 'suspect' then
        asides = asides + 1
      elseif against then
        giveUpHost(run, host, against, letter)
        left = left - 1
        if host.o == run.id then setHost(host, 'm', host.m - BIT[letter]) end
      elseif waiting then
        picked[#picked + 1] = { kind = ' robots ', letter = letter, entry = letter .. '0 0 0 0 /robots.txt' }
        setHost(host, 'p', host.p + BIT[letter])
      else
        left = left - 1
      end
    else
      local empty, stayed, others = take(run, host, letter, #open == 0 and room - #picked or 1, picked, standsAside)
      asides = asides + stayed
      if empty then
        left = left - 1
        if host.o == run.id then setHost(host, 'm', host.m - BIT[letter]) end
      elseif others and passed + others <= PASSED then
        passed = passed + others
        open[#open + 1] = letter
      end
    end
  end
  if several and #picked > 0 then setHost(host, 'v', BIT[picked[#picked].letter]) end
  return left, asides > 0
end

end
