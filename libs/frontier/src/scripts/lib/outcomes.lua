-- What the recorder must know, one stream entry per run and call. Fields: o when the epoch began, r run, k kind, then by kind:
--   s settled: n how many URLs ended, v records, a line each or a Zstandard frame of that (records.ts), but for the lines x (from 0, comma separated)
--   d discovered: p parents, u "@<host> <parent>" and entries, a line each
--   l left out: v what, as it was said
--   r robots: v a record of what a robots.txt said
--   m left out, more than may be known: n how many links, y Urls or Hosts of which there were as many as w, run or project, may have; h and e, one of them
--   x dropped: n how many, y why, and of one host (h) or one URL (h, e entry) only
local records, otherEntries = {}, {}

-- The next line of these records stands for a visit, with which so many URLs ended, or (false) for one that is not this session's any more.
local function recordLine(n, ends)
  local of = records[n]
  if ends then of.kept, of.ends = of.kept + 1, of.ends + ends else of.skip[#of.skip + 1] = string.format('%d', of.lines) end
  of.lines = of.lines + 1
end

-- Counts URLs of the run as finished without a visit.
local function giveUp(run, counter, count, reason, ...)
  add(run, 'finished', count)
  add(run, counter, count)
  otherEntries[#otherEntries + 1] = { 'r', run.id, 'k', 'x', 'n', count, 'y', reason, ... }
end

local function tellRobots(run, record)
  otherEntries[#otherEntries + 1] = { 'r', run.id, 'k', 'r', 'v', record }
end

local function saveOutcomes()
  for _, of in ipairs(records) do
    if of.kept > 0 then
      told('r', of.run, 'k', 's', 'n', of.ends, 'v', of.text, 'x', table.concat(of.skip, ','))
    end
  end
  for _, fields in ipairs(otherEntries) do told(unpack(fields)) end
end

-- Gives up everything that waits at one host for one run, or of one origin of it.
local function giveUpHost(run, host, reason, letter)
  local count = 0
  for _, queue in ipairs(letter and { key.queue(run.id, letter .. host.name) } or listsOf(run.id, host)) do
    count = count + redis.call('LLEN', queue)
    redis.call('UNLINK', queue)
  end
  if count == 0 then return end
  giveUp(run, 'dead', count, reason, 'h', host.name)
end
