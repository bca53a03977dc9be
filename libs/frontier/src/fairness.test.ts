import assert from 'node:assert/strict';
import { claimSome, makeRun, makeUrls, settleAll } from './testing/make.ts';
import { rule, type World } from './testing/rule.ts';
import type { Claim } from './types.ts';

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
