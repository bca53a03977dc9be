import assert from 'node:assert/strict';
import type { PolicyInput } from '@trunkline/policy';
import { begin, claimSome, makeRun, settleAll } from '../../testing/make.ts';
import { rule, type World } from '../../testing/rule.ts';
import type { Claim } from '../../types/claims.ts';
import type { NewUrl } from '../../types/urls.ts';

/** Budgets while pages that hold them are in flight: they may come back. */
const one: Record<string, PolicyInput> = {
  host: { maxPagesPerHost: 1 },
  domain: { maxPagesPerDomain: 1 },
  pattern: { budgets: [{ pattern: '/*', maxPages: 1 }] },
};
const page = (url: string, more = {}): NewUrl => ({ url, depth: 0, hops: 0, ...more });
const urlsOf = (claims: readonly Claim[]) => claims.map(({ url }) => url);
const counters = async ({ frontier }: World) => (await frontier.sizes('a'))!.counters;

/** Claims what there is when the clock has gone on; sees to it that the session lives. */
async function next({ frontier, advance }: World, ms = 1100, want = 50): Promise<Claim[]> {
  await advance(ms);
  await frontier.renewSession('s', 100_000);
  return claimSome(frontier, 's', want);
}

for (const [kind, policy] of Object.entries(one)) {
  for (const order of ['before', 'after'] as const) {
    rule(
      `where a page redirects to has its budget of a ${kind}, found ${order} it is settled`,
      async (world) => {
        const { frontier } = world;
        await begin(world, makeRun({ policy }), [page('http://h.test/')]);
        const claims = await claimSome(frontier, 's');
        const tell = () => frontier.enqueue('a', [page('http://h.test/home', { hops: 1, urgent: true })]);
        if (order === 'before') assert.equal((await tell()).accepted, 1);
        assert.deepEqual(await next(world), [], 'while it is in flight nothing else goes');
        await settleAll(frontier, 's', claims, { outcome: 'redirected' });
        if (order === 'after') assert.equal((await tell()).accepted, 1);
        const [home, ...rest] = await next(world, 2200);
        assert.deepEqual([home?.url, rest], ['http://h.test/home', []]);
        await settleAll(frontier, 's', [home!]);
        assert.equal((await frontier.enqueue('a', [page('http://h.test/more')])).refused, 1);
        const { fetched, dead, finished, accepted } = await counters(world);
        assert.deepEqual([fetched, dead, finished, accepted], [1, 0, 2, 2]);
      },
    );
  }

  rule(
    `what waits for a budget of a ${kind} is given up when the last page of it is fetched, and not before`,
    async (world) => {
      const { frontier } = world;
      const hosts = kind === 'host' ? ['h.test'] : ['a.h.test', 'b.h.test'];
      await begin(
        world,
        makeRun({ policy: { ...policy, pace: { mode: 'rate', perSecond: 10, concurrency: 4 } } }),
        hosts.flatMap((host) => [page(`http://${host}/1`), page(`http://${host}/2`)]),
      );
      const open = 2 * hosts.length;
      let claims = await claimSome(frontier, 's');
      for (let failed = 1; failed < open; failed++) {
        assert.equal(claims.length, 1);
        assert.deepEqual([...(await next(world)), ...(await next(world, 3300))], []);
        assert.equal((await counters(world)).dead, failed - 1);
        await settleAll(frontier, 's', claims, { outcome: 'failed', next: { do: 'dead', reason: 'http' } });
        claims = await next(world, 1100);
      }
      assert.equal((await counters(world)).dead, open - 1);
      await settleAll(frontier, 's', claims);
      assert.deepEqual([(await counters(world)).fetched, (await counters(world)).finished], [1, open]);
    },
  );

  rule(
    `a URL to be tried again holds no budget of a ${kind}: whoever is fetched first has it`,
    async (world) => {
      const { frontier } = world;
      await begin(world, makeRun({ policy }), [page('http://h.test/1'), page('http://h.test/2')]);
      const first = await claimSome(frontier, 's');
      const retry = (delayMs: number) => ({ outcome: 'failed', next: { do: 'retry', delayMs } }) as const;
      await settleAll(frontier, 's', first, retry(5000));
      const second = await next(world, 2200);
      assert.deepEqual(urlsOf(second), ['http://h.test/2']);
      await settleAll(frontier, 's', second, retry(9000));
      await world.advance(4000);
      await frontier.sweep();
      const again = await next(world);
      assert.deepEqual(urlsOf(again), ['http://h.test/1'], 'nobody was given up for the other');
      await settleAll(frontier, 's', again);
      await world.advance(9000);
      await frontier.sweep();
      assert.deepEqual(await next(world), []);
      const { fetched, dead, finished, delayed } = await counters(world);
      assert.deepEqual([fetched, dead, finished, delayed], [1, 1, 2, 0]);
    },
  );
}

rule(
  'an entry that waits for a budget stands before nobody, and goes when the budget is there',
  async (world) => {
    const { frontier } = world;
    const budgets = [{ pattern: '/tag/*', maxPages: 1 }];
    const pace = { mode: 'rate', perSecond: 100, concurrency: 2 } as const;
    const tags = Array.from({ length: 6 }, (_, i) => page(`http://h.test/tag/${i}`));
    await begin(world, makeRun({ policy: { budgets, pace } }), [...tags, page('http://h.test/free')]);
    const claims = await claimSome(frontier, 's');
    assert.deepEqual(urlsOf(claims), ['http://h.test/tag/0', 'http://h.test/free']);
    assert.equal((await counters(world)).delayed, 5);
    await settleAll(frontier, 's', claims.slice(1));
    await settleAll(frontier, 's', claims.slice(0, 1), { outcome: 'redirected' });
    const [tag, ...rest] = await next(world);
    assert.match(tag!.url, /tag/);
    assert.deepEqual(rest, []);
    await settleAll(frontier, 's', [tag!]);
    await next(world);
    const { fetched, dead, finished } = await counters(world);
    assert.deepEqual([fetched, dead, finished], [2, 4, 7]);
  },
);

rule(
  'a run that waits for the budget of a domain at a shared host lets the others have their turns',
  async (world) => {
    const { frontier } = world;
    await begin(world, makeRun({ policy: { maxPagesPerDomain: 1 } }), [page('http://a.h.test/')]);
    const held = await claimSome(frontier, 's');
    const urls = Array.from({ length: 4 }, (_, i) => page(`http://b.h.test/${i}`));
    await frontier.applyRun(makeRun({ run: 'b' }));
    await frontier.enqueue('b', urls);
    await frontier.enqueue('a', [page('http://b.h.test/own')]);
    for (let i = 0; i < 4; i++) {
      const claims = await next(world);
      assert.deepEqual(
        claims.map(({ run }) => run),
        ['b'],
      );
      await settleAll(frontier, 's', claims);
    }
    await settleAll(frontier, 's', held, { outcome: 'redirected' });
    assert.deepEqual(urlsOf(await next(world)), ['http://b.h.test/own']);
  },
);

rule(
  'however many wait for a budget, a claim looks at a bounded number of them and a second at 500',
  async (world) => {
    const { frontier } = world;
    const budgets = [{ pattern: '/tag/*', maxPages: 1 }];
    const tags = Array.from({ length: 3000 }, (_, i) => page(`http://h${i % 3}.test/tag/${i}`));
    tags.unshift(page('http://first.test/tag/'));
    await begin(world, makeRun({ policy: { budgets, pace: { mode: 'delay', delayMs: 0 } } }), tags);
    assert.equal((await claimSome(frontier, 's', 256)).length, 1);
    while ((await counters(world)).delayed < 3000) assert.deepEqual(await claimSome(frontier, 's', 256), []);
    await world.advance(1100);
    const { released } = await frontier.sweep();
    assert.ok(released > 0 && released <= 256);
    let all = released;
    for (let more = true; more; ) {
      const swept = await frontier.sweep();
      all += swept.released;
      more = swept.more;
    }
    assert.ok(all <= 600, `${all} of 3,000 are looked at again in a second`);
  },
);

rule('budgets that change count what is in flight already', async (world) => {
  const { frontier } = world;
  const urls = ['a', 'b', 'c'].map((name) => page(`http://${name}.h.test/p`));
  await begin(world, makeRun({ policy: { maxPagesPerDomain: 9 } }), urls);
  const claims = await claimSome(frontier, 's', 2);
  const budgets = [{ pattern: '/p', maxPages: 2 }];
  await frontier.applyRun(makeRun({ version: 2, policy: { budgets } }));
  assert.deepEqual(await next(world), []);
  await settleAll(frontier, 's', claims.slice(0, 1));
  await settleAll(frontier, 's', claims.slice(1), { outcome: 'redirected' });
  const rest = await next(world);
  assert.deepEqual(urlsOf(rest), ['http://c.h.test/p']);
  await frontier.applyRun(makeRun({ version: 3 }));
  await settleAll(frontier, 's', rest);
  await frontier.applyRun(makeRun({ version: 4, policy: { budgets } }));
  await frontier.enqueue('a', [page('http://d.h.test/p')]);
  assert.deepEqual(
    urlsOf(await next(world)),
    ['http://d.h.test/p'],
    'what was fetched without it does not count',
  );
});
