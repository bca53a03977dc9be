-- How many URLs and hosts a run may still come to know here, and how many all runs of its project may: counted in the step that takes
-- them in, so that nothing grows beyond. Over several shards each has portions of these limits, which the first shard gives out and never
-- takes back (limits/grant.lua). A host counts from its first URL on; it is marked among the URLs the run knows.
local growth = {}
do
local LIMITS = { 'Urls', 'Hosts' }

-- What is left of the run's limit and of the project's, each: math.huge where there is none.
local function left(run, what, isDealt, ofProject)
  local ownMost, most = run['max' .. what], run['project' .. what]
  if isDealt then
    if ownMost >= 0 then ownMost = math.min(ownMost, run['portion' .. what]) end
    if most >= 0 then most = math.min(most, ofProject.portion) end
  end
  return ownMost < 0 and math.huge or ownMost - run['known' .. what], most < 0 and math.huge or most - ofProject.known
end

-- Reads what is left, once a call. `portions`: those the first shard has given, of the run's and the project's URLs and hosts.
function growth.read(run, isDealt, portions)
  local project = run.project
  local of = { false, false, false, false }
  if run.projectUrls >= 0 or run.projectHosts >= 0 then
    of = redis.call('HMGET', key.projects(), project .. ' Urls', project .. ' Hosts', project .. ' portionUrls', project .. ' portionHosts')
  end
  for i, what in ipairs(LIMITS) do
    local ofProject = { known = tonumber(of[i] or 0), portion = tonumber(of[i + 2] or 0) }
    if portions then
      local own, all = portions[2 * i - 1], portions[2 * i]
      if own > run['portion' .. what] then set(run, 'portion' .. what, own) end
      if all > ofProject.portion then
        ofProject.portion = all
        redis.call('HSET', key.projects(), project .. ' portion' .. what, format('%d', all))
      end
    end
    local own, all = left(run, what, isDealt, ofProject)
    growth[what] = { left = math.max(0, math.min(own, all)), own = own, all = all, taken = 0 }
  end
end

-- How many more than are left of the run's (`own`) or the project's (`all`).
function growth.missing(what, whose, needed)
  return math.max(0, needed - math.max(0, growth[what][whose]))
end

-- So many more are known.
function growth.take(what, count)
  local of = growth[what]
  of.left, of.taken = of.left - count, of.taken + count
end

-- Whose limit it is that is reached.
function growth.owner(what)
  local of = growth[what]
  return of.own <= of.all and 'run' or 'project'
end

function growth.save(run)
  for _, what in ipairs(LIMITS) do
    local taken = growth[what].taken
    if taken > 0 then
      add(run, 'known' .. what, taken)
      if run.project ~= 0 then redis.call('HINCRBY', key.projects(), run.project .. ' ' .. what, format('%d', taken)) end
    end
  end
end

-- What a host is marked as among the URLs of a run: no fingerprint of a URL but by an accident of 2^-52.
function growth.markOf(name)
  return format('%d', tonumber(string.sub(redis.sha1hex(name), 1, 13), 16))
end
end
