import assert from 'node:assert/strict';
import { test } from 'node:test';
import { shardOf } from '../../shard-of.ts';
import { begin, claimSome, makeRun, makeUrls, settleAll } from '../../testing/make.ts';
import { redisWorld } from '../../testing/rule.ts';
import type { Claim } from '../../types/claims.ts';

const SHARDS = 3;
const obey = { robots: { obey: true } };

/** A host of each shard. */
const hosts = Array.from({ length: SHARDS }, (_, shard) => {
  for (let i = 0; ; i++) if (shardOf(`h${i}.test`, SHARDS) === shard) return `h${i}.test`;
});

/** One robots.txt in each shard, all of which a worker had in hand when it was lost; `w` lives. */
async function suspectsInEachShard() {
  const world = await redisWorld({ shards: SHARDS });
  const { frontier, advance } = world;
  const urls = hosts.flatMap((host) => makeUrls(host, 1));
  await begin(world, makeRun({ policy: obey }), urls);
  const claims = await claimSome(frontier, 's');
  assert.deepEqual(
    claims.map(({ host, kind }) => `${kind} ${host}`).sort(),
    hosts.map((host) => `robots ${host}`).sort(),
  );
  await advance(11_000);
  while ((await frontier.sweep()).more);
  await frontier.openSession('w', 1_000_000);
  return world;
}

const suspectsOf = (claims: readonly Claim[]) =>
  claims.filter(({ kind }) => kind === 'robots').map(({ host }) => host);

test('a session has one suspect of all shards at a time, and gets the next once that is settled', async (t) => {
  const world = await suspectsInEachShard();
  t.after(world.close);
  const { frontier, advance } = world;
  const met = new Set<string>();
  for (let i = 0; i < SHARDS; i++) {
    let suspects: Claim[] = [];
    // What frees the next one is known when the shard that held the last one has answered.
    for (let looks = 0; suspects.length === 0 && looks < 3; looks++) {
      await advance(2000);
      const claims = await claimSome(frontier, 'w');
      suspects = claims.filter(({ kind }) => kind === 'robots');
      await settleAll(
        frontier,
        'w',
        claims.filter(({ kind }) => kind === 'page'),
      );
    }
    assert.equal(suspects.length, 1, `suspect ${i + 1}`);
    met.add(suspects[0]!.host);
    for (let looks = 0; looks < SHARDS; looks++) {
      await advance(2000);
      assert.deepEqual(suspectsOf(await claimSome(frontier, 'w')), [], `beside suspect ${i + 1}`);
    }
    await settleAll(frontier, 'w', suspects);
  }
  assert.deepEqual([...met].sort(), [...hosts].sort());
});

test('calls of a session that are out at the same time are granted one suspect of all shards', async (t) => {
  const world = await suspectsInEachShard();
  t.after(world.close);
  const { frontier } = world;
  const calls = Array.from({ length: 8 }, () => claimSome(frontier, 'w'));
  assert.equal(suspectsOf((await Promise.all(calls)).flat()).length, 1);
});

test('a suspect that goes back, or to a session that is closed, bars no other', async (t) => {
  const world = await suspectsInEachShard();
  t.after(world.close);
  const { frontier, advance } = world;
  const [first] = await claimSome(frontier, 'w');
  await frontier.requeue('w', [{ token: first!.token }]);
  const met: string[] = [];
  for (let looks = 0; met.length === 0 && looks < 3; looks++) {
    await advance(2000);
    met.push(...suspectsOf(await claimSome(frontier, 'w')));
  }
  assert.equal(met.length, 1);
  await frontier.closeSession('w');
  await frontier.openSession('w', 1_000_000);
  await advance(2000);
  assert.equal(suspectsOf(await claimSome(frontier, 'w')).length, 1);
});
