import assert from 'node:assert/strict';
import { type TestContext, test } from 'node:test';
import { openRedis } from '@trunkline/redis';
import { ownRedis } from '@trunkline/test-support';
import { FrontierFull } from '../../errors.ts';
import { openFrontier } from '../../open-frontier.ts';
import { claimSome, makeRun, makeUrls, settleAll } from '../../testing/make.ts';
import { readAll } from '../../testing/pair/endings.ts';
import type { Claim } from '../../types/claims.ts';
import type { EnqueueResult } from '../../types/urls.ts';
import type { Frontier } from '../../types.ts';

const fast = { policy: { pace: { mode: 'rate', perSecond: 10_000, concurrency: 64 } } } as const;

async function smallWorld(t: TestContext) {
  const server = await ownRedis();
  const redis = openRedis(server.url, 'patient');
  const frontier = await openFrontier(server.url);
  await frontier.applyRun(makeRun(fast));
  await frontier.openSession('s', 600_000);
  const limit = (bytes: number) => redis.config('SET', 'maxmemory', String(bytes));
  const used = async () => Number(/used_memory:(\d+)/.exec(await redis.info('memory'))?.[1]);
  const close = async () => {
    await frontier.close();
    await redis.quit();
    await server.stop();
  };
  t.after(close);
  return { frontier, limit, used };
}

async function until<T>(ask: () => Promise<T>, good: (answer: T) => boolean): Promise<T> {
  for (;;) {
    const answer = await ask();
    if (good(answer)) return answer;
  }
}

const claimed = (frontier: Frontier, want: number): Promise<Claim[]> =>
  until(
    () => claimSome(frontier, 's', want),
    ({ length }) => length > 0,
  );
const taken = (reply: EnqueueResult) => reply.full === undefined;

test('a Redis that is nearly full takes no new URL and says so; what is under way is settled, recorded and drained', async (t) => {
  const { frontier, limit, used } = await smallWorld(t);
  assert.deepEqual(await frontier.enqueue('a', makeUrls('h.test', 20)), {
    ...{ accepted: 20, known: 0, refused: 0 },
  });
  await limit(Math.round((await used()) * 1.06)); // not over its limit: the reserve is kept
  const none = { accepted: 0, known: 0, refused: 0, full: 7, fullBy: 'REDIS_FULL' };
  const { maxBytes, usedBytes, full } = await frontier.memory();
  assert.ok(full && usedBytes < maxBytes!);
  assert.deepEqual(await frontier.enqueue('a', makeUrls('h.test', 7, 100)), none);
  await limit(1); // far over it
  assert.deepEqual(await frontier.enqueue('a', makeUrls('h.test', 7, 100)), none);
  await assert.rejects(
    frontier.retryDead('a', [{ url: 'http://h.test/1', depth: 0, hops: 0, attempts: 1 }]),
    FrontierFull,
  );

  let finished = 0;
  for (let round = 0; finished < 20; round++) {
    const claims = await claimed(frontier, 4);
    if (round === 0) await frontier.requeue('s', claims);
    else finished += (await settleAll(frontier, 's', claims)).settled;
    assert.deepEqual(await frontier.renewSession('s', 600_000), { lost: false });
    await frontier.sweep();
  }
  assert.ok((await frontier.applyRun(makeRun({ ...fast, version: 2, state: 'paused' }))).applied);
  assert.ok((await frontier.pauseHost({ host: 'h.test', version: 1 })).applied);
  assert.equal((await readAll(frontier)).filter(({ kind }) => kind === 'settled').length, 5);
  assert.equal((await frontier.sizes('a'))?.counters.finished, 20);

  await limit(0);
  const after = await until(() => frontier.enqueue('a', makeUrls('h.test', 7, 100)), taken);
  assert.equal(after.accepted, 7);
});

test('a Redis that fills up between two looks at its memory is found full by its refusal', async (t) => {
  const { frontier, limit } = await smallWorld(t);
  await frontier.enqueue('a', makeUrls('h.test', 1)); // it had no limit then, and that is believed for seconds
  await limit(1);
  assert.deepEqual(await frontier.enqueue('a', makeUrls('h.test', 9, 100)), {
    ...{ accepted: 0, known: 0, refused: 0, full: 9, fullBy: 'REDIS_FULL' },
  });
  await limit(0);
  await until(() => frontier.enqueue('a', makeUrls('h.test', 9, 100)), taken);
});

test('what waits for the recorder is bounded in bytes: claims and discovery stop, settling goes on', async (t) => {
  const { frontier, limit } = await smallWorld(t);
  await limit(16 * 2 ** 20); // an eighth of it is for outcomes
  const long = 'x'.repeat(1900);
  const urls = (from: number) =>
    makeUrls('h.test', 100, from).map(({ url, ...rest }) => ({ ...rest, url: `${url}/${long}` }));
  await frontier.enqueue('a', urls(0));
  const held = await claimed(frontier, 10);
  let from = 0;
  const more = () => {
    from += 100;
    return frontier.enqueue('a', urls(from));
  };
  const refused = await until(more, (reply) => !taken(reply));
  assert.equal(refused.fullBy, 'RECORDER');
  const { bytes = 0, length } = await frontier.outcomesBacklog();
  assert.ok(
    bytes > 2 * 2 ** 20 && bytes < 2.2 * 2 ** 20 && length < 200,
    `${bytes} bytes in ${length} entries`,
  );
  assert.equal((await frontier.claim('s', 'more', 10)).state, 'recorder');
  assert.equal((await settleAll(frontier, 's', held)).settled, 10);

  const entries = await readAll(frontier);
  const largest = Math.max(...entries.map((entry) => JSON.stringify(entry).length));
  assert.ok(largest < 40_000, `an entry of ${largest} characters`);
  assert.deepEqual(await frontier.outcomesBacklog(), { length: 0, lag: 0, oldestMs: 0 });
  assert.ok(taken(await frontier.enqueue('a', urls(from))));
  assert.ok((await claimed(frontier, 10)).length > 0);
});
