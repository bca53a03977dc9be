import assert from 'node:assert/strict';
import { begin, claimSome, makeRun, makeUrls, paths } from '../../testing/make.ts';
import { rule } from '../../testing/rule.ts';

const none = { accepted: 0, known: 0, refused: 0 };

rule('a URL is accepted once, within a call and between calls', async ({ frontier }) => {
  await frontier.applyRun(makeRun());
  const urls = makeUrls('h.test', 3);
  assert.deepEqual(await frontier.enqueue('a', [...urls, ...urls]), { accepted: 3, known: 3, refused: 0 });
  assert.deepEqual(await frontier.enqueue('a', urls), { ...none, known: 3 });
  assert.equal((await frontier.sizes('a'))?.counters.waiting, 3);
});

rule('a URL that is not due is marked as seen and waits nowhere', async ({ frontier }) => {
  await frontier.applyRun(makeRun());
  const urls = makeUrls('h.test', 700);
  const notDue = urls.slice(0, 600).map((url) => ({ ...url, notDue: true }));
  assert.deepEqual(await frontier.enqueue('a', notDue), { ...none, known: 600 });
  assert.deepEqual(await frontier.enqueue('a', urls), { accepted: 100, known: 600, refused: 0 });
  const { counters } = (await frontier.sizes('a'))!;
  assert.deepEqual([counters.accepted, counters.waiting], [100, 100]);
});

rule('URLs of an unknown or ending run are refused', async ({ frontier }) => {
  assert.deepEqual(await frontier.enqueue('a', makeUrls('h.test', 2)), { ...none, refused: 2 });
  await frontier.applyRun(makeRun());
  await frontier.enqueue('a', makeUrls('h.test', 2));
  await frontier.applyRun(makeRun({ version: 2, state: 'ending' }));
  assert.deepEqual(await frontier.enqueue('a', makeUrls('h.test', 2)), { ...none, refused: 2 });
});

rule('a refused URL is not marked seen: raising the limit admits it', async ({ frontier }) => {
  const deep = [{ url: 'http://h.test/deep', depth: 3, hops: 0 }];
  await frontier.applyRun(makeRun({ maxDepth: 2 }));
  assert.deepEqual(await frontier.enqueue('a', deep), { ...none, refused: 1 });
  await frontier.applyRun(makeRun({ version: 2, maxDepth: 3 }));
  assert.deepEqual(await frontier.enqueue('a', deep), { ...none, accepted: 1 });
});

rule('traps and too many hops are refused', async ({ frontier }) => {
  await frontier.applyRun(makeRun());
  const trap = { url: `http://h.test/${'x/'.repeat(10)}`, depth: 1, hops: 0 };
  const hops = { url: 'http://h.test/far', depth: 1, hops: 11 };
  assert.deepEqual(await frontier.enqueue('a', [trap, hops]), { ...none, refused: 2 });
});

rule('an urgent URL goes before those that wait', async (world) => {
  const { frontier, advance } = world;
  await begin(world, makeRun(), makeUrls('h.test', 2));
  await frontier.enqueue('a', [{ url: 'http://h.test/now', depth: 0, hops: 1, urgent: true }]);
  await advance(1000);
  assert.deepEqual(paths(await claimSome(frontier, 's')), ['now']);
});

rule('http and https of a host wait in one line, and their ports are kept', async (world) => {
  const { frontier, advance } = world;
  const urls = ['http://h.test/a', 'https://h.test/b', 'http://h.test:443/c', 'https://h.test:80/d'];
  await begin(
    world,
    makeRun({ policy: { pace: { mode: 'rate', perSecond: 1000, concurrency: 10 } } }),
    urls.map((url) => ({ url, depth: 0, hops: 0 })),
  );
  await advance(1000);
  const claims = await claimSome(frontier, 's');
  assert.deepEqual(
    claims.map(({ url }) => url),
    urls,
  );
  assert.deepEqual(new Set(claims.map(({ host }) => host)), new Set(['h.test']));
});

rule('what was accepted is told to the recorder with its parent', async ({ frontier }) => {
  await frontier.applyRun(makeRun());
  const parent = 'http://h.test/';
  await frontier.enqueue('a', [
    { url: 'http://h.test/1', depth: 1, hops: 0, parent },
    { url: 'http://i.test/2?q=1', depth: 2, hops: 0 },
  ]);
  const [entry] = await frontier.readOutcomes('recorder-1', 10);
  assert.ok(entry?.kind === 'discovered');
  assert.deepEqual(entry.urls, [
    { url: 'http://h.test/1', depth: 1, hops: 0, sitemap: 0, parent },
    { url: 'http://i.test/2?q=1', depth: 2, hops: 0, sitemap: 0, parent: null },
  ]);
});

rule('many URLs are all found again in the seen-set while it grows', async ({ frontier }) => {
  await frontier.applyRun(makeRun());
  let accepted = 0;
  for (let from = 0; from < 5000; from += 250) {
    accepted += (await frontier.enqueue('a', makeUrls('h.test', 500, from))).accepted;
  }
  assert.equal(accepted, 5250);
  assert.deepEqual(await frontier.enqueue('a', makeUrls('h.test', 5250)), { ...none, known: 5250 });
});

rule('of a URL found twice in one call, urgent and not, the urgent one counts', async (world) => {
  const { frontier, advance } = world;
  await begin(world, makeRun(), makeUrls('h.test', 1));
  const found = { url: 'http://h.test/found', depth: 0, hops: 0 };
  const result = await frontier.enqueue('a', [found, { ...found, urgent: true }]);
  assert.deepEqual(result, { ...none, accepted: 1, known: 1 });
  await advance(1000);
  assert.deepEqual(paths(await claimSome(frontier, 's')), ['found']);
});
