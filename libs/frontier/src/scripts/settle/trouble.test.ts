import assert from 'node:assert/strict';
import { policySchema } from '@trunkline/policy';
import { begin, claimSome, makeRun, makeUrls, settleAll } from '../../testing/make.ts';
import { rule, type World } from '../../testing/rule.ts';

const down = {
  outcome: 'failed',
  next: { do: 'requeue' },
  startedAfterMs: null,
  hostSignal: { kind: 'unreachable', code: 'CONNECT_REFUSED' },
} as const;

/** Asks whenever the host may be asked and answers with `change`, until nothing waits or `rounds` are over; ms it took. */
async function outage(world: World, rounds: number, change: Parameters<typeof settleAll>[3] = down) {
  const began = world.now();
  const attempts: [attempt: number, uncharged: number][] = [];
  for (let i = 0; i < rounds; i++) {
    const session = `o${world.now()}-${i}`;
    await world.frontier.openSession(session, 10_000);
    const claims = await claimSome(world.frontier, session);
    for (const { attempt, uncharged } of claims) attempts.push([attempt, uncharged]);
    await settleAll(world.frontier, session, claims, change);
    await world.frontier.closeSession(session);
    const { waiting, delayed } = (await world.frontier.sizes('a'))!.counters;
    if (waiting + delayed === 0) break;
    await world.advance(60_000);
  }
  return { ms: world.now() - began, attempts };
}

rule(
  'a URL whose host cannot be reached goes back uncharged, and the host is left alone longer and longer',
  async (world) => {
    const { frontier, advance } = world;
    await begin(world, makeRun(), makeUrls('h.test', 1));
    const [first] = await claimSome(frontier, 's');
    await settleAll(frontier, 's', [first!], down);
    const { waiting, delayed, finished } = (await frontier.sizes('a'))!.counters;
    assert.deepEqual([waiting, delayed, finished], [1, 0, 0]);
    await advance(4900);
    assert.deepEqual(await claimSome(frontier, 's'), []);
    await advance(700);
    const [second] = await claimSome(frontier, 's');
    assert.deepEqual([second?.attempt, second?.uncharged], [2, 1]);
    await settleAll(frontier, 's', [second!], down);
    await advance(9000);
    await frontier.openSession('t', 10_000);
    assert.deepEqual(await claimSome(frontier, 't'), []);
    await advance(2100);
    assert.equal((await claimSome(frontier, 't')).length, 1);
  },
);

rule('after giveUp failures in a row over an hour the run gives the host up, and ends', async (world) => {
  await begin(world, makeRun(), makeUrls('h.test', 30));
  const { ms, attempts } = await outage(world, 400);
  assert.ok(ms >= 3_600_000 && ms <= 3 * 3_600_000, `${ms} ms`);
  assert.ok(attempts.length >= policySchema.parse({}).retries.giveUp);
  const { dead, finished, waiting } = (await world.frontier.sizes('a'))!.counters;
  assert.deepEqual([dead, finished, waiting], [30, 30, 0]);
  const told = (await world.frontier.readOutcomes('r', 1000)).filter((entry) => entry.kind === 'dropped');
  assert.deepEqual(
    told.map(({ reason, host, count }) => [reason, host, count]),
    [['host-unreachable', 'h.test', 30]],
  );
});

rule('an answer in between begins the count anew', async (world) => {
  const { frontier } = world;
  await begin(world, makeRun(), makeUrls('h.test', 40));
  await outage(world, 60);
  await frontier.openSession('t', 10_000);
  await world.advance(3_600_000);
  await frontier.openSession('u', 10_000);
  await settleAll(frontier, 'u', await claimSome(frontier, 'u'));
  await outage(world, 3);
  assert.equal((await frontier.sizes('a'))!.counters.dead, 0);
});

rule('a host of which not even robots.txt can be asked is given up as soon as any other', async (world) => {
  await begin(world, makeRun({ policy: { robots: { obey: true } } }), makeUrls('h.test', 5));
  const robots = { origin: 'http://h.test', verdict: { state: 'unreachable', retryAfterMs: null } } as const;
  const { ms } = await outage(world, 400, { ...down, next: { do: 'settle' }, record: null, robots });
  assert.ok(ms <= 3 * 3_600_000, `${ms} ms`);
  const told = (await world.frontier.readOutcomes('r', 1000)).filter((entry) => entry.kind === 'dropped');
  assert.deepEqual(
    told.map(({ reason, count }) => [reason, count]),
    [['host-unreachable', 5]],
  );
});
