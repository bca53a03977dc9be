import assert from 'node:assert/strict';
import { begin, claimSome, makeRun, makeUrls, settled } from '../../testing/make.ts';
import { rule, type World } from '../../testing/rule.ts';
import type { Claim } from '../../types/claims.ts';

const HOSTS = ['one.test', 'two.test', 'three.test'];

async function three(world: World): Promise<Claim[]> {
  await begin(
    world,
    makeRun(),
    HOSTS.flatMap((host) => makeUrls(host, 2)),
  );
  return claimSome(world.frontier, 's');
}

async function mayStart({ frontier }: World, claims: readonly Claim[]): Promise<string[]> {
  const reply = await frontier.confirm('s', claims);
  assert.ok(reply.state === 'told');
  return claims.filter(({ token }) => reply.tokens.includes(token)).map(({ host }) => host);
}

rule('what was granted may start later too, as long as nothing was said against it', async (world) => {
  const claims = await three(world);
  await world.advance(5000);
  assert.equal(claims.length, 3);
  assert.deepEqual((await mayStart(world, claims)).sort(), HOSTS.toSorted());
});

rule('nothing of a run that was paused, or has another policy now, starts any more', async (world) => {
  const claims = await three(world);
  await world.frontier.applyRun({ ...makeRun(), version: 2, state: 'paused' });
  assert.deepEqual(await mayStart(world, claims), []);
  const policy = { pace: { mode: 'delay' as const, delayMs: 60_000 } };
  await world.frontier.applyRun(makeRun({ version: 3, policy }));
  assert.deepEqual(await mayStart(world, claims), []);
  await world.frontier.requeue('s', claims);
  await world.frontier.renewSession('s', 60_000);
  await world.advance(30_000);
  assert.deepEqual(await claimSome(world.frontier, 's'), [], 'it waits the new delay');
});

rule('nothing starts outside of the windows of its run', async (world) => {
  // The clock of these tests begins on a Friday at 08:00 UTC.
  const policy = { windows: [{ opens: 4 * 1440 + 480, closes: 4 * 1440 + 482 }] };
  await begin(world, makeRun({ policy }), makeUrls('one.test', 1));
  const claims = await claimSome(world.frontier, 's');
  assert.deepEqual(await mayStart(world, claims), ['one.test']);
  await world.frontier.renewSession('s', 300_000);
  await world.advance(120_000);
  assert.deepEqual(await mayStart(world, claims), []);
});

rule(
  'nothing starts at a host that was paused or got a rule; other hosts are asked as before',
  async (world) => {
    const claims = await three(world);
    await world.advance(600);
    await world.frontier.pauseHost({ host: 'one.test', version: 1 });
    const pace = { mode: 'delay' as const, delayMs: 9000 };
    await world.frontier.setRule({ pattern: 'two.test', version: 1, pace, blocked: false });
    assert.deepEqual(await mayStart(world, claims), ['three.test']);
  },
);

rule('a host that asked one start for rest gets no other one', async (world) => {
  const policy = { pace: { mode: 'rate' as const, perSecond: 10, concurrency: 3 } };
  await begin(world, makeRun({ policy }), makeUrls('one.test', 3));
  const [first, ...others] = await claimSome(world.frontier, 's');
  assert.deepEqual(await mayStart(world, others), ['one.test', 'one.test']);
  const hostSignal = { kind: 'throttled', retryAfterMs: 60_000 } as const;
  await world.frontier.settle('s', 'id', [settled(first!, { outcome: 'throttled', hostSignal })]);
  assert.deepEqual(await mayStart(world, others), []);
});

rule('whose session is lost, or whose claim is another’s, starts nothing', async (world) => {
  const claims = await three(world);
  await world.frontier.openSession('t', 60_000);
  assert.deepEqual(await world.frontier.confirm('t', claims), { state: 'told', tokens: [] });
  await world.advance(10_000);
  assert.deepEqual(await world.frontier.confirm('s', claims), { state: 'lost' });
});
