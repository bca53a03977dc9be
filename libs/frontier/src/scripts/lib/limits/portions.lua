-- A run's limits over several shards (pages, URLs in flight, pages of each path pattern, in that order) are dealt to the shards in
-- portions. Deals are numbered within a version of the run. To freeze is to take all portions back, so that nothing more goes, and to keep
-- what was found as `facts`: a deal is made of those of all shards, so that all who make it at once, or again, deal the same.
local function factsOf(run)
  local held, had = { run.used, run.inFlight }, { run.maxPages, run.maxInFlight }
  local fetched = { run.fetched, 0 }
  for i, of in ipairs(patternsOf(run)) do
    local left = leftOf(run, of.pattern, of.most)
    held[i + 2], had[i + 2], fetched[i + 2] = of.most - left, of.most, fetchedOf(run, of.pattern)
  end
  local more = redis.call('HMGET', key.run(run.id), 'wants', 'limits', 'lacksSince')
  return { held = held, had = had, fetched = fetched, wants = more[1] or '', limits = more[2],
    since = tonumber(more[3] or now) }
end

local function freeze(run, number)
  local lines = {}
  for i, of in ipairs(patternsOf(run)) do lines[i] = '0 ' .. of.pattern end
  redis.call('HSET', key.run(run.id), 'deal', format('%d', number), 'dealt', '0', 'facts', cjson.encode(factsOf(run)), 'wants', '',
    'maxPages', run.maxPages >= 0 and '0' or '-1', 'maxInFlight', run.maxInFlight >= 0 and '0' or '-1',
    'budgets', table.concat(lines, '\n'))
end
