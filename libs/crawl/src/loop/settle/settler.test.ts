import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  type Claim,
  FrontierUnavailable,
  type NewUrl,
  type ReturnedClaim,
  type SettleItem,
} from '@trunkline/frontier';
import { createToldUrls } from '../../runs/told-urls.ts';
import type { Ending } from './safety.ts';
import { createSettler } from './settler.ts';

type Call = { enqueue: string[] } | { settle: string[]; id: string } | { requeue: string[] };

/** A frontier that notes calls; the first `lost` replies of each are lost after they were applied. */
function setUp(lost = 0, refused = 0) {
  const calls: Call[] = [];
  const left = { enqueue: lost, settle: lost, requeue: lost };
  const reply = <T>(verb: keyof typeof left, value: T) =>
    left[verb]-- > 0 ? Promise.reject(new FrontierUnavailable(verb)) : Promise.resolve(value);
  /** Until it is opened calls of many URLs are not answered. */
  const gate = Promise.withResolvers<void>();
  const frontier = {
    async enqueue(_run: string, urls: readonly NewUrl[]) {
      if (urls.length > 1000) await gate.promise;
      calls.push({ enqueue: urls.map(({ url, depth }) => `${url} ${depth}`) });
      return reply('enqueue', { accepted: urls.length - refused, known: 0, refused });
    },
    settle(_session: string, id: string, items: readonly SettleItem[]) {
      calls.push({ settle: items.map(({ token }) => token), id });
      return reply('settle', { settled: items.length, stale: [] });
    },
    requeue(_session: string, claims: readonly ReturnedClaim[]) {
      calls.push({ requeue: claims.map(({ token }) => token) });
      return reply('requeue', { returned: claims.length });
    },
  };
  const settled: number[] = [];
  const controller = new AbortController();
  const session = { id: 's1', signal: controller.signal };
  const hooks = {
    onSettled: (claims: readonly Claim[]) => void settled.push(claims.length),
    onAway() {},
    onStale() {},
  };
  const settler = createSettler(frontier, createToldUrls(), hooks);
  return { calls, settled, session, controller, settler, open: () => gate.resolve() };
}

const ending = (token: string, urls: [string, number][] = [], back = false): Ending => ({
  claim: { token, run: 'r', url: `http://a.test/${token}` } as Claim,
  item: back ? null : ({ token } as SettleItem),
  discovered: urls.map(([url, depth]) => ({ url, depth, hops: 0, urgent: false })),
  settling: null,
});

test('what several visits discovered is told in one call, each URL once, before they are settled in one', async () => {
  const { calls, settled, session, settler } = setUp();
  settler.add(
    session,
    ending('1', [
      ['x', 5],
      ['y', 1],
    ]),
  );
  settler.add(session, ending('2', [['x', 3]]));
  await settler.flush();
  assert.deepEqual(
    calls.map((call) => ('settle' in call ? call.settle : call)),
    [{ enqueue: ['x 3', 'y 1'] }, ['1', '2']],
  );
  assert.deepEqual(settled, [2]);
});

test('URLs the frontier was told of are not told again, refused ones are', async () => {
  for (const refused of [0, 1]) {
    const { calls, session, settler } = setUp(0, refused);
    settler.add(session, ending('1', [['x', 1]]));
    await settler.flush();
    settler.add(session, ending('2', [['x', 1]]));
    await settler.flush();
    assert.equal(calls.filter((call) => 'enqueue' in call).length, refused ? 2 : 1);
  }
});

test('a lost reply is asked for again under the same id, and nothing is settled before all links are in', async () => {
  const { calls, settled, session, settler } = setUp(2);
  settler.add(session, ending('1', [['x', 1]]));
  await settler.flush();
  assert.deepEqual(
    calls.map((call) => Object.keys(call)[0]),
    ['enqueue', 'enqueue', 'enqueue', 'settle', 'settle', 'settle'],
  );
  assert.equal(new Set(calls.flatMap((call) => ('id' in call ? [call.id] : []))).size, 1);
  assert.deepEqual(settled, [1]);
});

test('where there is no queue, a page of many links is settled after they are told, and no other page waits for it', async () => {
  const { calls, settled, session, settler, open } = setUp();
  settler.add(
    session,
    ending(
      'many',
      Array.from({ length: 2000 }, (_, n) => [`x${n}`, 1]),
    ),
  );
  settler.add(session, ending('few', [['y', 1]]));
  while (settled.length === 0) await new Promise(setImmediate);
  assert.deepEqual(
    calls.map((call) => ('settle' in call ? call.settle : call)),
    [{ enqueue: ['y 1'] }, ['few']],
  );
  open();
  await settler.flush();
  assert.deepEqual(
    calls.slice(2).map((call) => ('settle' in call ? call.settle : Object.keys(call))),
    [['enqueue'], ['many']],
  );
});

test('claims that go back are requeued, not settled', async () => {
  const { calls, session, settler } = setUp();
  settler.add(session, ending('1', [], true));
  await settler.flush();
  assert.deepEqual(calls, [{ requeue: ['1'] }]);
});

test('what belongs to a lost session is dropped, and its slots come free', async () => {
  const { calls, settled, session, controller, settler } = setUp();
  controller.abort();
  settler.add(session, ending('1', [['x', 1]]));
  await settler.flush();
  assert.deepEqual([calls, settled], [[], [1]]);
});

test('sessions are never mixed in a call', async () => {
  const { calls, session, settler } = setUp();
  const other = { id: 's2', signal: new AbortController().signal };
  settler.add(session, ending('1'));
  settler.add(other, ending('2'));
  settler.add(session, ending('3'));
  await settler.flush();
  assert.deepEqual(
    calls.map((call) => 'settle' in call && call.settle),
    [['1'], ['2'], ['3']],
  );
});
