-- Takes up to `most` hosts out of a run with their lists; answers 1 when there are more.
local function removeLists(run, most)
  local names = {}
  for _, zset in ipairs({ key.ready(run.id), key.later(run.id) }) do
    local found = most > #names and redis.call('ZPOPMIN', zset, most - #names) or {}
    for i = 1, #found, 2 do names[#names + 1] = found[i] end
  end
  local held = most > #names and redis.call('SPOP', key.held(run.id), most - #names) or {}
  for _, name in ipairs(held) do names[#names + 1] = name end
  for _, name in ipairs(names) do
    local lists = {}
    for i, letter in ipairs(LETTERS) do lists[i] = key.queue(run.id, letter .. name) end
    redis.call('UNLINK', unpack(lists))
    leave(run, loadHost(name))
  end
  return redis.call('EXISTS', key.ready(run.id), key.later(run.id), key.held(run.id)) > 0 and 1 or 0
end
