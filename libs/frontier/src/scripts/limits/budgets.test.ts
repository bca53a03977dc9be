import assert from 'node:assert/strict';
import type { PolicyInput } from '@trunkline/policy';
import { begin, claimSome, makeRun, makeUrls, settleAll } from '../../testing/make.ts';
import { rule, type World } from '../../testing/rule.ts';

/** Claims and settles until nothing comes; what was fetched. */
async function crawl({ frontier, advance }: World, change = {}): Promise<string[]> {
  const urls: string[] = [];
  for (let idle = 0; idle < 3; ) {
    await frontier.renewSession('s', 10_000);
    const claims = await claimSome(frontier, 's', 50);
    idle = claims.length === 0 ? idle + 1 : 0;
    urls.push(...claims.map(({ url }) => url));
    await settleAll(frontier, 's', claims, change);
    await advance(1100);
  }
  return urls;
}

const at = (host: string, paths: string[]) =>
  paths.map((path) => ({ url: `http://${host}${path}`, depth: 0, hops: 0 }));

rule('a budget of a domain holds for all its hosts together, at every port', async (world) => {
  const policy: PolicyInput = { maxPagesPerDomain: 5 };
  const hosts = ['a.one.com', 'b.one.com:81', 'one.com', 'two.com'];
  await begin(
    world,
    makeRun({ policy }),
    hosts.flatMap((host) => makeUrls(host, 4)),
  );
  const urls = await crawl(world);
  assert.equal(urls.filter((url) => url.includes('one.com')).length, 5);
  assert.equal(urls.filter((url) => url.includes('two.com')).length, 4);
  const { accepted, finished, dead } = (await world.frontier.sizes('a'))!.counters;
  assert.deepEqual([accepted, finished, dead], [16, 16, 7]);
});

rule(
  'a budget of a path pattern holds at every host, and a URL that matches several counts for each',
  async (world) => {
    const budgets = [
      { pattern: '/tag/*', maxPages: 3 },
      { pattern: '*.pdf', maxPages: 2 },
      { pattern: '/exact?q=1', maxPages: 1 },
    ];
    const paths = [
      '/tag/a',
      '/tag/b.pdf',
      '/tag/c.pdf',
      '/d.pdf',
      '/exact?q=1',
      '/exact?q=12',
      '/free',
      '/x/tag/y',
    ];
    await begin(world, makeRun({ policy: { budgets } }), [...at('a.test', paths), ...at('b.test', paths)]);
    const urls = await crawl(world);
    const count = (pattern: RegExp) => urls.filter((url) => pattern.test(url)).length;
    assert.deepEqual(
      [count(/test\/tag\//), count(/\.pdf$/), count(/q=1$/), count(/q=12|free|x\/tag/)],
      [3, 2, 1, 6],
    );
    const told = (await world.frontier.readOutcomes('r', 1000)).filter((entry) => entry.kind === 'dropped');
    assert.ok(told.length > 0 && told.every(({ reason, url }) => reason === 'budget' && url !== undefined));
  },
);

rule('what a spent budget refuses is not marked seen: a raised one admits it', async (world) => {
  const { frontier } = world;
  const policy = (most: number) => ({
    maxPagesPerDomain: most,
    budgets: [{ pattern: '/p*', maxPages: most }],
  });
  await begin(world, makeRun({ policy: policy(1) }), at('a.one.com', ['/p0']));
  await crawl(world);
  const more = [...at('b.one.com', ['/q']), ...at('a.two.com', ['/p1'])];
  assert.deepEqual(await frontier.enqueue('a', more), { accepted: 0, known: 0, refused: 2 });
  assert.equal((await frontier.inspectUrl('a', { url: 'http://a.two.com/p1' }))?.ifEnqueued, 'budget');
  assert.equal((await frontier.inspectUrl('a', { url: 'http://b.one.com/q' }))?.ifEnqueued, 'budget');
  await frontier.applyRun(makeRun({ version: 2, policy: policy(9) }));
  assert.deepEqual(await frontier.enqueue('a', more), { accepted: 2, known: 0, refused: 0 });
});

rule('a URL that brought no page gives its budget back', async (world) => {
  const policy = { maxPagesPerDomain: 2, budgets: [{ pattern: '*', maxPages: 2 }] };
  await begin(world, makeRun({ policy }), at('a.one.com', ['/1', '/2', '/3', '/4']));
  assert.equal((await crawl(world, { outcome: 'redirected' })).length, 4);
});

rule('a pattern is matched in linear time, `*` as any run of characters', async (world) => {
  const pattern = `/${'*a'.repeat(200)}*b`;
  await begin(world, makeRun({ policy: { budgets: [{ pattern, maxPages: 1 }] } }), [
    ...at('h.test', [`/${'a'.repeat(1500)}c`, `/${'a'.repeat(1500)}b`, `/${'a'.repeat(1400)}b`]),
  ]);
  assert.equal((await crawl(world)).length, 2);
});
