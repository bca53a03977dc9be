import assert from 'node:assert/strict';
import type { PolicyInput } from '@trunkline/policy';
import fc from 'fast-check';
import { claimSome, makeRun, makeUrls, settleAll } from '../testing/make.ts';
import { rule, type World } from '../testing/rule.ts';
import type { Claim } from '../types/claims.ts';

const quick = { pace: { mode: 'delay', delayMs: 100 } } as const;

/** URLs at hosts of the run's own, one after the other. */
function spread(run: string, hosts: number, perHost: number) {
  return Array.from({ length: hosts }, (_, host) => makeUrls(`${run}${host}.test`, perHost)).flat();
}

/** Claims `want` and settles it at once, `calls` times; answers how many URLs each run had. */
async function share(world: World, calls: number, want: number): Promise<Map<string, number>> {
  const had = new Map<string, number>();
  for (let call = 0; call < calls; call++) {
    await world.advance(101);
    const claims = await claimSome(world.frontier, 's', want);
    await settleAll(world.frontier, 's', claims, { startedAfterMs: 0 });
    for (const { run } of claims) had.set(run, (had.get(run) ?? 0) + 1);
  }
  return had;
}

rule('runs with due hosts share claims by their weights, within a tenth', async (world) => {
  const weights = { a: 1, b: 2, c: 5 };
  for (const [run, weight] of Object.entries(weights)) {
    await world.frontier.applyRun(makeRun({ run, weight, policy: quick }));
    await world.frontier.enqueue(run, spread(run, 60, 20));
  }
  await world.frontier.openSession('s', 10_000_000);
  const had = await share(world, 40, 32);
  const all = [...had.values()].reduce((a, b) => a + b, 0);
  assert.equal(all, 40 * 32);
  for (const [run, weight] of Object.entries(weights)) {
    const due = (all * weight) / 8;
    assert.ok(Math.abs(had.get(run)! - due) <= due / 10, `run ${run} had ${had.get(run)} of ${due}`);
  }
});

rule('a small run beside a large one has its URLs handed out with the next claims', async (world) => {
  const { frontier } = world;
  await frontier.applyRun(makeRun({ run: 'large', policy: quick }));
  await frontier.enqueue('large', spread('large', 400, 10));
  await frontier.openSession('s', 10_000_000);
  await share(world, 20, 64);
  await frontier.applyRun(makeRun({ run: 'small', policy: quick }));
  await frontier.enqueue('small', spread('small', 10, 1));
  await share(world, 2, 64);
  assert.equal((await frontier.sizes('small'))!.counters.finished, 10);
});

rule('a run that was idle for an hour has its share afterwards and no more', async (world) => {
  const { frontier } = world;
  for (const run of ['idle', 'busy']) await frontier.applyRun(makeRun({ run, policy: quick }));
  await frontier.enqueue('busy', spread('busy', 100, 40));
  await frontier.enqueue('idle', spread('idle', 1, 1));
  await frontier.openSession('s', 10_000_000);
  await share(world, 20, 32);
  await world.advance(3_600_000);
  await share(world, 20, 32);
  await frontier.enqueue('idle', spread('idle', 100, 40));
  const had = await share(world, 20, 32);
  const [idle, busy] = [had.get('idle')!, had.get('busy')!];
  // It begins where the busy run's last turn began: at most one claim behind it. An hour's worth would be all 640.
  assert.ok(Math.abs(idle - busy) <= 32 + 8, `the idle run had ${idle}, the busy one ${busy}`);
});

rule(
  'a host that two runs share is asked at one pace, and both have their turns by weight',
  async (world) => {
    const { frontier, advance, now } = world;
    for (const [run, weight] of [
      ['a', 1],
      ['b', 3],
    ] as const) {
      await frontier.applyRun(makeRun({ run, weight }));
      await frontier.enqueue(
        run,
        makeUrls('h.test', 60).map((url) => ({ ...url, url: `${url.url}?${run}` })),
      );
    }
    await frontier.openSession('s', 10_000_000);
    const starts: { run: string; at: number }[] = [];
    while (starts.length < 40) {
      await advance(250);
      const claims: Claim[] = await claimSome(frontier, 's', 8);
      await settleAll(frontier, 's', claims, { startedAfterMs: 0 });
      for (const { run, startInMs } of claims) starts.push({ run, at: now() + startInMs });
    }
    for (const [i, { at }] of starts.slice(1).entries()) assert.ok(at - starts[i]!.at >= 1000);
    const a = starts.filter(({ run }) => run === 'a').length;
    assert.ok(a >= 9 && a <= 11, `of 40 starts run a had ${a}, not 10`);
  },
);

/** Two runs at one host, each under its own pace; answers what lets them go on for a while and tells when each started. */
async function atOneHost(world: World, paces: Record<string, PolicyInput['pace']>) {
  const { frontier, advance, now } = world;
  for (const [run, pace] of Object.entries(paces)) {
    await frontier.applyRun(makeRun({ run, policy: { pace } }));
    await frontier.enqueue(run, makeUrls('h.test', 300));
  }
  await frontier.openSession('s', 10_000_000);
  return async (ms: number) => {
    const starts: { run: string; at: number }[] = [];
    for (const end = now() + ms; now() < end; await advance(200)) {
      const claims = await claimSome(frontier, 's', 8);
      for (const claim of claims) {
        starts.push({ run: claim.run, at: now() + claim.startInMs });
        await settleAll(frontier, 's', [claim], { startedAfterMs: claim.startInMs });
      }
    }
    return starts;
  };
}

rule('a slow and a fast run that share a host both have their turns, each at its own pace', async (world) => {
  const slow = { mode: 'delay', delayMs: 7000 } as const;
  const fast = { mode: 'rate', perSecond: 5, concurrency: 2 } as const;
  const starts = await (await atOneHost(world, { slow, fast }))(60_000);
  const had = (run: string) => starts.filter((start) => start.run === run).length;
  assert.ok(had('slow') >= 7, `the slow run had ${had('slow')} starts in a minute`);
  assert.ok(had('fast') >= had('slow'), `the fast run had ${had('fast')}, the slow one ${had('slow')}`);
  for (const [i, { at }] of starts.slice(1).entries()) assert.ok(at - starts[i]!.at >= 200);
  const ofSlow = starts.filter(({ run }) => run === 'slow');
  for (const [i, { at }] of ofSlow.slice(1).entries()) assert.ok(at - ofSlow[i]!.at >= 7000);
});

rule(
  'a run with a long delay neither sets the pace of others at its host nor waits for them',
  async (world) => {
    const { now } = world;
    const from = now();
    const slow = { mode: 'delay', delayMs: 30_000 } as const;
    const fast = { mode: 'delay', delayMs: 1000 } as const;
    const starts = await (await atOneHost(world, { slow, fast }))(120_000);
    const of = (run: string) => starts.filter((start) => start.run === run).map(({ at }) => at);
    assert.ok(of('fast').length >= 100, `the fast run had ${of('fast').length} starts in two minutes`);
    assert.ok(of('slow').length >= 3, `the slow run had ${of('slow').length}`);
    for (const [i, at] of of('slow').entries())
      assert.ok(at - (of('slow')[i - 1] ?? from) >= 30_000, 'its own delay binds it');
    for (const [i, { at }] of starts.slice(1).entries()) assert.ok(at - starts[i]!.at >= 1000);
  },
);

rule(
  'many runs at one host have their turns in order, and few of them look in the meantime',
  async (world) => {
    const { frontier, advance } = world;
    const runs = Array.from({ length: 40 }, (_, i) => `r${i + 10}`);
    for (const run of runs) {
      await frontier.applyRun(makeRun({ run }));
      await frontier.enqueue(run, makeUrls('h.test', 3));
    }
    await frontier.openSession('s', 10_000_000);
    const had: string[] = [];
    const seconds = async (count: number) => {
      for (let i = 0; i < 10 * count; i++) {
        await advance(100);
        const claims = await claimSome(frontier, 's', 64);
        await settleAll(frontier, 's', claims);
        had.push(...claims.map(({ run }) => run));
      }
    };
    await seconds(45);
    assert.ok(had.length >= 40, `${had.length} starts in 45 s`);
    assert.equal(new Set(had.slice(0, 40)).size, 40, 'each once before any twice');
    // Those whose turn it would be may not go, or are gone: the others do not wait for them.
    for (const run of runs.slice(0, 20))
      await frontier.applyRun(makeRun({ run, version: 2, state: 'paused' }));
    await frontier.applyRun(makeRun({ run: 'r30', version: 2, state: 'cancelled' }));
    await frontier.drop('r30', 'cancelled');
    had.length = 0;
    await seconds(70);
    const left = runs.slice(21).map(async (run) => (await frontier.sizes(run))!.counters.waiting);
    assert.deepEqual([...new Set(await Promise.all(left))], [0], `${had.length} starts`);
    for (const run of runs.slice(0, 20)) await frontier.applyRun(makeRun({ run, version: 3 }));
    await seconds(70);
    const all = await Promise.all(runs.map(async (run) => (await frontier.sizes(run))!.counters.waiting));
    assert.deepEqual([...new Set(all)], [0], 'nobody was forgotten');
  },
);

rule('the own delay of a host, by a host rule, binds all who share it', async (world) => {
  await world.frontier.setRule({
    pattern: 'h.test',
    version: 1,
    pace: { mode: 'delay', delayMs: 5000 },
    blocked: false,
  });
  const slow = { mode: 'delay', delayMs: 20_000 } as const;
  const fast = { mode: 'delay', delayMs: 1000 } as const;
  const starts = await (await atOneHost(world, { slow, fast }))(60_000);
  assert.ok(starts.some(({ run }) => run === 'slow') && starts.length >= 10, `${starts.length} starts`);
  for (const [i, { at }] of starts.slice(1).entries()) assert.ok(at - starts[i]!.at >= 5000);
});

rule(
  "while workers are few, hosts of a longer delay and hosts of the run's own both have their turns",
  async (world) => {
    const { frontier, advance } = world;
    await frontier.applyRun(makeRun());
    await frontier.setRule({
      pattern: '*.slow.test',
      version: 1,
      pace: { mode: 'delay', delayMs: 2000 },
      blocked: false,
    });
    const names = [...Array(16).keys()].map((n) => (n < 12 ? `h${n}.slow.test` : `h${n}.quick.test`));
    await frontier.enqueue(
      'a',
      names.flatMap((name) => makeUrls(name, 100)),
    );
    await frontier.openSession('s', 10_000_000);
    await advance(2000);
    for (const want of [1, 4]) {
      const had = { slow: 0, quick: 0 };
      for (let call = 0; call < 40; call++) {
        await advance(1000 / (want === 1 ? 4 : 1));
        const claims = await claimSome(frontier, 's', want);
        await settleAll(frontier, 's', claims);
        for (const { host } of claims) had[host.endsWith('.slow.test') ? 'slow' : 'quick']++;
      }
      assert.equal(had.slow + had.quick, 40 * want, 'something was always due');
      assert.ok(Math.min(had.slow, had.quick) >= 10 * want, `${had.slow} and ${had.quick} of ${40 * want}`);
    }
  },
);

rule('a host that is paused for one run keeps its pace for the others', async (world) => {
  const pace = { mode: 'delay', delayMs: 1000 } as const;
  const goOn = await atOneHost(world, { a: pace, b: pace });
  await goOn(5000);
  await world.frontier.pauseHost({ host: 'h.test', run: 'a', version: 1 });
  const starts = await goOn(20_000);
  assert.ok(starts.length >= 16 && starts.every(({ run }) => run === 'b'), `${starts.length} starts`);
});

for (const [what, signal, ms] of [
  ['pace', { kind: 'answered' }, 1000],
  ['back-off', { kind: 'throttled', retryAfterMs: 20_000 }, 20_000],
] as const) {
  rule(`who waits on alone at a host keeps the ${what} that another run left there`, async (world) => {
    const { frontier, advance } = world;
    for (const run of ['a', 'z']) await frontier.applyRun(makeRun({ run }));
    await frontier.enqueue('a', makeUrls('h.test', 1));
    await frontier.enqueue('z', makeUrls('h.test', 2, 1));
    await frontier.openSession('s', 10_000_000);
    await advance(1000);
    const claims = await claimSome(frontier, 's', 1);
    assert.deepEqual(
      claims.map(({ run }) => run),
      ['a'],
    );
    await settleAll(frontier, 's', claims, { hostSignal: signal });
    await advance(ms - 600);
    assert.deepEqual(await claimSome(frontier, 's'), []);
    await advance(600);
    assert.equal((await claimSome(frontier, 's')).length, 1);
  });
}

type Rival = {
  run: string;
  weight: number;
  hosts: Map<string, { waiting: number; next: number }>;
  passed: number;
};

/** Runs with hosts of their own, and what happens to them. */
const rivalry = fc.record({
  weights: fc.array(fc.integer({ min: 1, max: 10 }), { minLength: 2, maxLength: 6 }),
  moves: fc.array(
    fc.oneof(
      { weight: 12, arbitrary: fc.record({ do: fc.constant('claim' as const) }) },
      {
        weight: 3,
        arbitrary: fc.record({ do: fc.constant('advance' as const), ms: fc.constantFrom(7, 30, 101) }),
      },
      {
        weight: 3,
        arbitrary: fc.record({
          do: fc.constant('enqueue' as const),
          rival: fc.nat({ max: 5 }),
          host: fc.nat({ max: 9 }),
          pages: fc.integer({ min: 1, max: 9 }),
        }),
      },
    ),
    { minLength: 60, maxLength: 150 },
  ),
});
const numRuns = Number(process.env.TRUNKLINE_PROPERTY_RUNS ?? 15);
const seed = Number(process.env.TRUNKLINE_PROPERTY_SEED ?? Date.now() % 1_000_000_007);

rule(`a run with a due host claims within Σ weights / own weight rounds (seed ${seed})`, async (world) => {
  const { frontier, advance, now } = world;
  await frontier.openSession('s', 10_000_000_000);
  await advance(1000);
  let stories = 0;
  const story = async ({ weights, moves }: typeof rivalry extends fc.Arbitrary<infer T> ? T : never) => {
    const name = (stories++).toString(36);
    const all = weights.reduce((sum, weight) => sum + weight, 0);
    const rivals = weights.map((weight, i): Rival => {
      return { run: `${name}r${i}`, weight, hosts: new Map(), passed: 0 };
    });
    let pages = 0;
    const enqueue = async ({ run, hosts }: Rival, at: number, count: number) => {
      const host = `${run}h${at}.test`;
      await frontier.enqueue(run, makeUrls(host, count, pages));
      pages += count;
      const known = hosts.get(host) ?? { waiting: 0, next: 0 };
      hosts.set(host, { ...known, waiting: known.waiting + count });
    };
    for (const rival of rivals) {
      await frontier.applyRun(makeRun({ run: rival.run, weight: rival.weight, policy: quick }));
      for (let host = 0; host < 6; host++) await enqueue(rival, host, 9);
    }
    for (const move of moves) {
      if (move.do === 'advance') await advance(move.ms);
      if (move.do === 'enqueue') await enqueue(rivals[move.rival % rivals.length]!, move.host, move.pages);
      if (move.do !== 'claim') continue;
      const isDue = ({ hosts }: Rival) =>
        [...hosts.values()].some(({ waiting, next }) => waiting > 0 && next <= now());
      const due = new Set(rivals.filter(isDue));
      const [claim] = await claimSome(frontier, 's', 1);
      assert.ok(claim || due.size === 0, 'hosts are due, but nothing was handed out');
      if (claim) await settleAll(frontier, 's', [claim]);
      for (const rival of rivals) {
        const host = claim?.run === rival.run ? rival.hosts.get(claim.host) : undefined;
        rival.passed = due.has(rival) && !host ? rival.passed + 1 : 0;
        if (claim && host) {
          host.waiting--;
          host.next = now() + claim.startInMs + 100;
        }
        // A round is a URL for each run. This is less than Σ weights / own weight rounds: each other run has its share of the
        // time until this one's turn, and at most one URL on top.
        const most = all / rival.weight + rivals.length - 1;
        assert.ok(
          rival.passed + 1 <= most,
          `${rival.run} of ${weights} was passed over ${rival.passed} times`,
        );
      }
    }
    for (const { run, weight } of rivals) {
      await frontier.applyRun(makeRun({ run, weight, policy: quick, version: 2, state: 'cancelled' }));
      await frontier.drop(run, 'cancelled');
    }
  };
  await fc.assert(fc.asyncProperty(rivalry, story), { numRuns, seed, endOnFailure: true });
});
