import assert from 'node:assert/strict';
import { begin, claimSome, makeRun, makeUrls, paths, settleAll } from '../../testing/make.ts';
import { rule } from '../../testing/rule.ts';
import type { Claim } from '../../types/claims.ts';

const held = (under: number) =>
  ({
    outcome: 'refused',
    next: { do: 'dead', reason: 'quarantine' },
    under,
    startedAfterMs: null,
    hostSignal: { kind: 'none' },
  }) as const;

rule(
  'a shape that one session holds is in the config of what others are granted next, once',
  async (world) => {
    const { frontier, advance } = world;
    await begin(world, makeRun(), [...makeUrls('h.test', 1), ...makeUrls('i.test', 1)]);
    assert.equal((await claimSome(frontier, 's'))[0]!.wide, undefined);
    assert.deepEqual(await frontier.hold('a', ['h.test cal #']), { wide: 1 });
    assert.deepEqual(await frontier.hold('a', ['h.test cal #', 'h.test shop']), { wide: 2 });
    await frontier.closeSession('s');
    await frontier.openSession('other', 10_000);
    await advance(2000);
    const next = await claimSome(frontier, 'other');
    assert.deepEqual(
      next.map((claim) => claim.wide),
      [2, 2],
    );
    const { config, wide } = (await frontier.runConfig('a'))!;
    assert.deepEqual([config.held, config.scope.led, wide], [['h.test cal #', 'h.test shop'], undefined, 2]);
    // What the database says of it later is not held twice.
    const desired = makeRun({ version: 2 });
    await frontier.applyRun({
      ...desired,
      config: { ...desired.config, held: ['h.test cal #', 'h.test kept'] },
    });
    assert.deepEqual((await frontier.runConfig('a'))!.config.held, [
      'h.test cal #',
      'h.test kept',
      'h.test shop',
    ]);
  },
);

rule(
  'shapes and places of a run are a thousand together; a run that is not known has none',
  async (world) => {
    const { frontier } = world;
    await begin(world, makeRun(), makeUrls('h.test', 1));
    assert.deepEqual(await frontier.widen('a', ['x.test', 'y.test']), { wide: 2 });
    const shapes = Array.from({ length: 1100 }, (_, i) => `h.test s${i}`);
    assert.deepEqual(await frontier.hold('a', shapes), { wide: 1000 });
    const { config } = (await frontier.runConfig('a'))!;
    assert.deepEqual([config.held!.length, config.scope.led], [998, ['x.test', 'y.test']]);
    assert.deepEqual(await frontier.hold('unknown', ['h.test s']), { wide: 0 });
    assert.equal(await frontier.runConfig('unknown'), null);
  },
);

rule(
  'what is held of a run that has ended is forgotten with it, and held of no run of that name',
  async (world) => {
    const { frontier } = world;
    await begin(world, makeRun(), makeUrls('h.test', 1));
    await frontier.hold('a', ['h.test cal #']);
    await frontier.applyRun(makeRun({ version: 2, state: 'cancelled' }));
    assert.deepEqual(await frontier.hold('a', ['h.test late']), { wide: 2 });
    while ((await frontier.drop('a', 'cancelled')).left);
    while ((await frontier.forget('a')).left);
    assert.deepEqual(await frontier.hold('a', ['h.test later']), { wide: 0 });
    await frontier.applyRun(makeRun({ version: 3 }));
    assert.equal((await frontier.runConfig('a'))!.config.held, undefined);
  },
);

rule('a URL that is held under the version the run has is dead, and its record is told', async (world) => {
  const { frontier } = world;
  await begin(world, makeRun(), makeUrls('h.test', 1));
  await settleAll(frontier, 's', await claimSome(frontier, 's'), held(1));
  const { waiting, finished, dead, refused } = (await frontier.sizes('a'))!.counters;
  assert.deepEqual({ waiting, finished, dead, refused }, { waiting: 0, finished: 1, dead: 1, refused: 1 });
  assert.equal((await frontier.readOutcomes('r', 10)).filter(({ kind }) => kind === 'settled').length, 1);
});

rule(
  'a URL that was held under a version before the run’s waits again at the head, as if never claimed',
  async (world) => {
    const { frontier, advance } = world;
    await begin(world, makeRun({ maxPages: 2 }), makeUrls('h.test', 3));
    const claims = await claimSome(frontier, 's', 1);
    await frontier.applyRun(makeRun({ version: 2, maxPages: 2 }));
    assert.deepEqual(await settleAll(frontier, 's', claims, held(1)), { settled: 1, stale: [] });
    const { waiting, inFlight, finished, dead, refused } = (await frontier.sizes('a'))!.counters;
    assert.deepEqual(
      { waiting, inFlight, finished, dead, refused },
      { waiting: 3, inFlight: 0, finished: 0, dead: 0, refused: 0 },
    );
    assert.ok((await frontier.readOutcomes('r', 10)).every(({ kind }) => kind !== 'settled'));
    // Its budget is back, and so is its turn and its attempt.
    const again: Claim[] = [];
    for (let n = 0; n < 3; n++) {
      await advance(1000);
      const more = await claimSome(frontier, 's', 1);
      await settleAll(frontier, 's', more);
      again.push(...more);
    }
    assert.deepEqual([paths(again), again[0]!.attempt, again[0]!.configVersion], [['0', '1'], 1, 2]);
  },
);

rule('of a run that has ended meanwhile it is dropped', async (world) => {
  const { frontier } = world;
  await begin(world, makeRun(), makeUrls('h.test', 1));
  const claims = await claimSome(frontier, 's', 1);
  await frontier.applyRun(makeRun({ version: 2, state: 'ending' }));
  await settleAll(frontier, 's', claims, held(1));
  const { finished, dropped, dead } = (await frontier.sizes('a'))!.counters;
  assert.deepEqual({ finished, dropped, dead }, { finished: 1, dropped: 1, dead: 0 });
});
