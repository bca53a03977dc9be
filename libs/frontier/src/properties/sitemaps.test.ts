import assert from 'node:assert/strict';
import { begin, claimSome, makeRun, settleAll, travels } from '../testing/make.ts';
import { rule } from '../testing/rule.ts';

const sitemap = { url: 'http://h.test/sitemap.xml', depth: 0, hops: 0, sitemap: 2 };

rule(
  'a sitemap stays one through requeue, retry and the loss of a session, and the recorder hears of it',
  async (world) => {
    await travels(world, sitemap, (claim) =>
      assert.deepEqual([claim?.url, claim?.sitemap, claim?.kind], [sitemap.url, 2, 'page']),
    );
    const [told] = await world.frontier.readOutcomes('recorder', 10);
    assert.ok(told?.kind === 'discovered');
    assert.deepEqual(told.urls, [{ ...sitemap, parent: null }]);
  },
);

rule('a sitemap that was fetched is finished, but no page: no counter, no budget', async (world) => {
  const { frontier, advance } = world;
  const page = { url: 'http://h.test/', depth: 0, hops: 0 };
  await begin(world, makeRun({ maxPages: 1 }), [sitemap, page]);
  await settleAll(frontier, 's', await claimSome(frontier, 's'), { outcome: 'sitemap' });
  await advance(1000);
  const [next] = await claimSome(frontier, 's');
  assert.deepEqual([next?.url, next?.sitemap], [page.url, 0]);
  const { counters } = (await frontier.sizes('a'))!;
  assert.deepEqual([counters.finished, counters.fetched, counters.bytes], [1, 0, 100]);
  assert.ok(!('sitemap' in counters));
});
