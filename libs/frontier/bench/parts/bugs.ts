/** Faults as people make them, each in one line of a script: `sound` is what stands there; the property test finds it, or another. */
export type PlantedBug = { name: string; file: string; sound: string; broken: string; test?: Test };

/** A test file, and which of its tests. */
export type Test = { file: string; only: string };

const limits: Test = { file: 'properties/limits-properties.test.ts', only: 'limits hold.*on Redis, seed' };
const limitsOverShards: Test = {
  file: 'properties/limits-properties.test.ts',
  only: 'limits hold.*three shards',
};

export const plantedBugs: readonly PlantedBug[] = [
  {
    name: 'wrong-seen-bucket',
    file: 'lib/runs/seen.lua',
    sound: 'if b >= run.buckets then b = f % low end',
    broken: '',
    // A bucket is split at 200 URLs: the property test's runs are smaller, this rule's are not.
    test: { file: 'scripts/urls/enqueue.test.ts', only: 'many URLs are all found again' },
  },
  {
    name: 'host-not-placed-after-settle',
    file: 'settle/settle.lua',
    sound: '\nsettlePlaces()\n',
    broken: '\n',
  },
  {
    name: 'epoch-floor-ignored',
    file: 'lib/hosts/hosts.lua',
    sound: 'local last = math.max(host.s, floor)',
    broken: 'local last = host.s',
  },
  {
    name: 'sweep-ignores-the-deadline',
    file: 'sessions/sweep.lua',
    sound: "'-inf', now, 'BYSCORE', 'LIMIT', 0, 17",
    broken: "'-inf', '+inf', 'BYSCORE', 'LIMIT', 0, 17",
  },
  { name: 'budget-not-refunded', file: 'lib/claims/claims.lua', sound: "add(run, 'used', -1)", broken: '' },
  {
    name: 'back-off-not-raised',
    file: 'lib/hosts/trouble.lua',
    sound: 'holdUntil(host, of, math.ceil(base',
    broken: 'math.abs(math.ceil(base',
  },
  {
    name: 'settled-claim-kept-in-flight',
    file: 'settle/settle.lua',
    sound: "redis.call('HDEL', inflight, unpack(done))",
    broken: '',
  },
  {
    name: 'promise-forgotten',
    file: 'settle/settle.lua',
    sound: "redis.call('SADD', key.promises(of[1]), of[2])",
    broken: '',
    // Few stories settle a page that found something.
    test: { file: 'scripts/settle/promises.test.ts', only: 'while what a settled visit found' },
  },
  {
    name: 'promise-of-nobody',
    file: 'settle/settle.lua',
    sound: 'reply[1] > 0 and not ended',
    broken: 'not ended',
    test: { file: 'scripts/settle/promises.test.ts', only: 'a call in which nothing was settled' },
  },
  {
    name: 'host-out-at-two-sessions',
    file: 'claims/claim.lua',
    sound: "hostField(host, 'w') ~= own",
    broken: 'false',
    // Few stories have two workers at a host of a rate just then; this rule is about nothing else.
    test: { file: 'scripts/claims/claim.test.ts', only: 'while URLs of a host are out' },
  },
  {
    name: 'plain-host-claimed-before-its-time',
    file: 'lib/claims/plain.lua',
    sound: ' or s > due',
    broken: '',
    // Only where another run was the last at a host that stood ready, without rules: few stories have that.
    test: { file: 'properties/fairness.test.ts', only: 'who waits on alone' },
  },
  {
    name: 'plain-robots-ignored',
    file: 'lib/claims/plain.lua',
    sound: 'or run.obey == 1 and good <= now',
    broken: '',
  },
  {
    name: 'plain-start-not-kept',
    file: 'lib/claims/plain.lua',
    sound: 'if began > s then s = began end',
    broken: 's = 0',
  },
  { name: 'hop-ignores-the-pace', file: 'claims/hop.lua', sound: 'math.max(now, due)', broken: 'now' },
  {
    name: 'late-rest-not-heard',
    file: 'settle/settle.lua',
    sound: "if late and late.signal == 'throttled' then",
    broken: 'if false then',
    // Few stories hear of a rest late and ask the host again within it.
    test: { file: 'scripts/settle/settle.test.ts', only: 'however late that is told' },
  },
  {
    name: 'weights-ignored',
    file: 'claims/claim.lua',
    sound: 'run.pass = run.pass + step / run.weight',
    broken: 'run.pass = run.pass + step',
    test: { file: 'properties/fairness.test.ts', only: 'share claims by their weights' },
  },
  {
    name: 'slow-sharer-never-waited-for',
    file: 'claims/claim.lua',
    sound: 'now - since <= (host.n >= conc and BUSY or PATIENCE)',
    broken: 'false',
    // The property test's paces are too alike.
    test: { file: 'properties/fairness.test.ts', only: 'a slow and a fast run' },
  },
  {
    name: 'slow-sharer-sets-the-pace',
    file: 'claims/claim.lua',
    sound: 'since <= now + AHEAD and ',
    broken: '',
    test: { file: 'properties/fairness.test.ts', only: 'a run with a long delay neither' },
  },
  {
    name: 'own-delay-of-a-slow-sharer-forgotten',
    file: 'lib/hosts/hosts.lua',
    sound: 'math.max(askedBy(run, host), floor) + run.delay, host.b',
    broken: 'host.b',
    test: { file: 'properties/fairness.test.ts', only: 'a run with a long delay neither' },
  },
  {
    name: 'grants-to-nobody-are-kept',
    file: 'claims/claim.lua',
    sound: 'if missed then takeBack() end',
    broken: '',
    test: { file: 'scripts/settle/settle.test.ts', only: 'what a claim that was overtaken' },
  },
  {
    name: 'rules-ignored-by-the-short-way',
    file: 'claims/claim.lua',
    sound: 'and not (told and told[name])',
    broken: '',
    test: { file: 'scripts/hosts/set-rule.test.ts', only: 'of many hosts in one claim' },
  },
  {
    name: 'late-word-keeps-a-host-for-ever',
    file: 'lib/hosts/hosts.lua',
    sound: 'if host.idle == nil and host.n <= 0 then',
    broken: 'if false then',
    test: { file: 'properties/leftovers.test.ts', only: 'what is said late' },
  },
  {
    name: 'close-forgets-late-starts',
    file: 'sessions/close.lua',
    sound: 'startedBy(claim, now)',
    broken: '',
    // Few stories close a session late and ask its hosts again at once.
    test: { file: 'scripts/sessions/close.test.ts', only: 'a session that is closed' },
  },
  {
    name: 'forward-jump-counts',
    file: 'lib/clock.lua',
    sound: 'or now > last + LIMIT and now > believed() and last + LIMIT',
    broken: '',
  },
  {
    name: 'later-starves-ready',
    file: 'lib/hosts/due.lua',
    sound: 'most - math.min(#names, math.floor((most + odd % 2) / 2))',
    broken: 'most - #names',
    test: { file: 'properties/fairness.test.ts', only: 'while workers are few' },
  },
  {
    name: 'looks-without-end',
    file: 'claims/claim.lua',
    sound: 'while granted < want and looks < 4 * want do',
    broken: 'while granted < want do',
    // The property test's hosts are few.
    test: { file: 'properties/host-reads.test.ts', only: 'a claim reads at most five' },
  },
  {
    name: 'origin-trouble-holds-host',
    file: 'lib/hosts/trouble.lua',
    sound: 'if not raise(host, letter, started, UNREACHABLE)',
    broken: "if not raise(host, '', started, UNREACHABLE)",
  },
  {
    name: 'robots-of-other-origin-holds',
    file: 'lib/hosts/hosts.lua',
    sound: 'if not has(host.p, letter) then first',
    broken: 'if host.p == 0 then first',
    // Only where more than one URL of a host may be out: few stories have that just then.
    test: { file: 'properties/origins.test.ts', only: 'while the robots.txt of one origin is out' },
  },
  {
    name: 'other-origin-given-up-too',
    file: 'lib/hosts/trouble.lua',
    sound: "giveUpHost(run, host, 'host-unreachable', letter)",
    broken: "giveUpHost(run, host, 'host-unreachable')",
    // It takes ten failures over an hour.
    test: { file: 'properties/origins.test.ts', only: 'is given up alone' },
  },
  {
    name: 'one-origin-served-first-always',
    file: 'lib/hosts/pick.lua',
    sound: 'BIT[letter] > host.v and open or behind',
    broken: 'open',
  },
  {
    name: 'new-origin-waits-for-the-one-in-trouble',
    file: 'lib/hosts/places.lua',
    sound: 'elseif later[i] then placeSooner(run, host, tonumber(later[i])) end',
    broken: 'end',
    // Few stories have a whole back-off between.
    test: { file: 'properties/origins.test.ts', only: 'what comes for a well origin' },
  },
  {
    name: 'suspect-stands-before-the-others',
    file: 'lib/hosts/pick.lua',
    sound: "redis.call('RPUSH', queue, entry)",
    broken: "redis.call('LPUSH', queue, entry)",
    // Few stories lose two sessions with the same URL.
    test: { file: 'properties/origins.test.ts', only: 'does not stand before those that may' },
  },
  {
    name: 'suspect-in-each-shard',
    file: 'claims/claim.lua',
    sound: "if ARGV[9] == '1' then return true end",
    broken: '',
    // The property test's sessions are of one shard.
    test: { file: 'redis/sessions/suspects.test.ts', only: 'one suspect of all shards' },
  },
  {
    name: 'budget-judged-before-settle',
    file: 'lib/limits/budgets.lua',
    sound: 'return most - good - out, good >= most',
    broken: 'return most - good - out, good + out >= most',
    test: limits,
  },
  {
    name: 'redirect-refused-while-its-page-is-out',
    file: 'lib/limits/budgets.lua',
    sound: 'return fetchedOf(run, field) >= most',
    broken:
      "return fetchedOf(run, field) + tonumber(redis.call('HGET', key.out(run.id), field) or 0) >= most",
    test: limits,
  },
  {
    name: 'fetched-page-given-back',
    file: 'settle/settle.lua',
    sound: 'discharge(run, host, entryOf(claim), true)',
    broken: 'discharge(run, host, entryOf(claim), false)',
    test: limits,
  },
  {
    name: 'portion-dealt-twice',
    file: 'lib/limits/portions.lua',
    sound: '{ run.used, run.inFlight }',
    broken: '{ run.fetched, run.inFlight }',
    test: limitsOverShards,
  },
  {
    name: 'shard-goes-on-while-frozen',
    file: 'lib/limits/portions.lua',
    sound:
      "'maxPages', run.maxPages >= 0 and '0' or '-1', 'maxInFlight', run.maxInFlight >= 0 and '0' or '-1',\n    'budgets', table.concat(lines, '\\n'))",
    broken: "'look', '0')",
    // Few stories claim between the two halves of a deal, and none of them asks for another then.
    test: { file: 'properties/limits.test.ts', only: 'what goes out while somebody deals counts' },
  },
  {
    name: 'pattern-spent-by-one-shard',
    file: 'lib/limits/budgets.lua',
    sound: 'if run.deal > 0 then run.gone[i] = of.over end',
    broken: '',
    test: limitsOverShards,
  },
  {
    name: 'greedy-run-takes-all-slots',
    file: 'lib/limits/share.lua',
    sound: 'math.floor(left * run.weight / sum - held + 0.5)',
    broken: 'math.floor(left + 0.5)',
    // The property test's runs have a few hosts.
    test: { file: 'scripts/claims/share.test.ts', only: 'hold slots as 1 : 2' },
  },
  {
    name: 'slow-hosts-take-all-slots',
    file: 'lib/limits/share.lua',
    sound: 'slowLeft = slowLeft - count',
    broken: 'slowLeft = slowLeft',
    test: { file: 'scripts/claims/share.test.ts', only: 'of slow hosts no more' },
  },
  {
    name: 'start-not-confirmed',
    file: 'claims/confirm.lua',
    sound: 'run.version ~= version',
    broken: 'false',
    // Few stories change a policy while claims are out that are confirmed.
    test: { file: 'scripts/claims/confirm.test.ts', only: 'has another policy now' },
  },
  {
    name: 'turns-gathered-while-away',
    file: 'claims/claim.lua',
    sound: "if #passed > 0 then redis.call('ZADD', key.sharers(host.name), unpack(passed)) end",
    broken: '',
    test: { file: 'properties/origins.test.ts', only: 'who was away at a host' },
  },
  {
    name: 'emptied-shard-goes-on',
    file: 'lib/founded.lua',
    sound: 'if not meta[9] then',
    broken: 'if false then',
  },
  {
    name: 'emptied-shard-waits-for-nobody',
    file: 'arrive.lua',
    sound: "setMeta('floor', now + LATEST_START)",
    broken: "setMeta('floor', emptied and 0 or now + LATEST_START)",
    // Few stories claim within the first delay after that.
    test: { file: 'redis/emptied.test.ts', only: 'no host is asked before a full delay' },
  },
  {
    name: 'backlog-without-bytes',
    file: 'lib/told.lua',
    sound: 'return untold > tonumber(maxBytes) or ',
    broken: 'return ',
    // The property test's recorder never lags.
    test: { file: 'redis/urls/room.test.ts', only: 'bounded in bytes' },
  },
  {
    name: 'crawl-delay-of-another-agent',
    file: 'lib/hosts/hosts.lua',
    sound: "return product ~= '' and of(product) or math.max(of('*'), of('+') or 0)",
    broken: "return math.max(of('*'), of('+') or 0)",
    test: { file: 'scripts/settle/robots.test.ts', only: 'a run of FastBot/1.0 goes by the Crawl-delay' },
  },
  {
    name: 'robots-txt-kills-on',
    file: 'sessions/sweep.lua',
    sound: 'if lost < 2 then return end',
    broken: 'if true then return end',
    // Two lost workers with the same file in hand are more than a story has.
    test: { file: 'scripts/settle/robots.test.ts', only: 'is no third worker' },
  },
  {
    name: 'let-go-robots-thought-fresh',
    file: 'lib/hosts/robots.lua',
    sound: 'setHostField(host, FRESH[letter], 0)',
    broken: '',
    // The room is far larger than the property test's robots.txt files.
    test: { file: 'scripts/settle/robots.test.ts', only: 'rules of all origins together are bounded' },
  },
];
