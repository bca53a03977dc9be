/** Faults as people make them, each in one line of a script: `sound` is what stands there. */
export type PlantedBug = { name: string; file: string; sound: string; broken: string; test?: string };

export const plantedBugs: readonly PlantedBug[] = [
  {
    name: 'wrong-seen-bucket',
    file: 'lib/seen.lua',
    sound: 'if b >= run.buckets then b = f % low end',
    broken: '',
    // A bucket is split at 200 URLs: the property test's runs are smaller, this rule's are not.
    test: 'scripts/enqueue.test.ts',
  },
  { name: 'host-not-placed-after-settle', file: 'settle.lua', sound: '\nsettlePlaces()\n', broken: '\n' },
  {
    name: 'epoch-floor-ignored',
    file: 'lib/hosts.lua',
    sound: 'math.max(host.s, floor) + delay',
    broken: 'host.s + delay',
  },
  {
    name: 'sweep-ignores-the-deadline',
    file: 'sweep.lua',
    sound: "'-inf', now, 'BYSCORE', 'LIMIT', 0, 17",
    broken: "'-inf', '+inf', 'BYSCORE', 'LIMIT', 0, 17",
  },
  { name: 'budget-not-refunded', file: 'lib/claims.lua', sound: "add(run, 'used', -1)", broken: '' },
  {
    name: 'back-off-not-raised',
    file: 'lib/trouble.lua',
    sound: 'holdUntil(host, math.ceil(base',
    broken: 'math.abs(math.ceil(base',
  },
  {
    name: 'settled-claim-kept-in-flight',
    file: 'settle.lua',
    sound: "redis.call('HDEL', inflight, unpack(done))",
    broken: '',
  },
  {
    name: 'host-out-at-two-sessions',
    file: 'claim.lua',
    sound: "hostField(host, 'w') ~= own",
    broken: 'false',
    // Few stories have two workers at a host of a rate just then; this rule is about nothing else.
    test: 'scripts/claim.test.ts',
  },
];
