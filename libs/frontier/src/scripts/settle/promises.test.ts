import assert from 'node:assert/strict';
import { begin, claimSome, makeRun, makeUrls, settled } from '../../testing/make.ts';
import { rule } from '../../testing/rule.ts';

rule(
  'while what a settled visit found is promised its run is not over; enqueued and kept, the counters tell',
  async (world) => {
    const { frontier } = world;
    await begin(world, makeRun(), makeUrls('h.test', 1));
    const items = (await claimSome(frontier, 's')).map((claim) => settled(claim, { promise: 'o:1' }));
    await frontier.settle('s', 'once', items);
    const open = (await frontier.sizes('a'))!;
    assert.deepEqual([open.counters.accepted, open.counters.finished, open.discovering], [1, 1, 1]);
    assert.deepEqual(await frontier.promises('a'), ['o:1']);

    await frontier.enqueue('a', makeUrls('h.test', 1, 1));
    await frontier.keepPromises('a', ['o:1', 'o:2']);
    await frontier.settle('s', 'once', items); // its answer was lost
    const kept = (await frontier.sizes('a'))!;
    assert.deepEqual([kept.counters.accepted, kept.counters.finished, kept.discovering], [2, 1, 0]);
  },
);

rule('a call in which nothing was settled promises nothing: nobody would keep it', async (world) => {
  const { frontier } = world;
  await begin(world, makeRun(), makeUrls('h.test', 1));
  const [claim] = await claimSome(frontier, 's');
  await frontier.settle('s', 'first', [settled(claim!)]);
  await frontier.settle('s', 'late', [settled(claim!, { promise: 'o:1' })]);
  assert.equal((await frontier.sizes('a'))!.discovering, 0);
});

rule('the promises of a run end with it, and none is made after', async (world) => {
  const { frontier } = world;
  await begin(world, makeRun(), [...makeUrls('g.test', 1), ...makeUrls('h.test', 1)]);
  const [first, second] = await claimSome(frontier, 's');
  await frontier.settle('s', 'first', [settled(first!, { promise: 'o:1' })]);
  await frontier.applyRun(makeRun({ version: 2, state: 'cancelled' }));
  await frontier.drop('a', 'cancelled');
  assert.equal((await frontier.sizes('a'))!.discovering, 0);
  await frontier.settle('s', 'second', [settled(second!, { promise: 'o:2' })]);
  assert.equal((await frontier.sizes('a'))!.discovering, 0);
});
