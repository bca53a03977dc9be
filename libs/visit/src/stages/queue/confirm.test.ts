import assert from 'node:assert/strict';
import { test } from 'node:test';
import { html, rawOrigin } from '../../testing/raw-origin.ts';
import { claimOf, configOf, visitsFor } from '../../testing/visits-for-tests.ts';
import type { Standing } from '../../types.ts';

const never = new AbortController().signal;
const longAgo = () => performance.now() - 5000;

/** Leave of long ago, and how often it was asked for again. */
function standing(confirm: () => number | null) {
  const asked: number[] = [];
  const of: Standing = {
    at: longAgo(),
    async confirm() {
      asked.push(performance.now());
      return confirm();
    },
  };
  return { of, asked };
}

for (const kind of ['a page', 'a robots.txt'] as const) {
  const start = async (t: Parameters<typeof rawOrigin>[0], of: Standing) => {
    const origin = await rawOrigin(t, (socket) => void socket.write(html('ok')));
    const { visits } = visitsFor(t);
    const claim = claimOf(`${origin.url}/`);
    const begin = { at: performance.now(), uncertainMs: 0, standing: of };
    const result =
      kind === 'a page'
        ? visits.visit(claim, configOf(), begin, never)
        : visits.fetchRobots(claim, configOf(), begin, never);
    return { origin, result };
  };

  test(`${kind} that was granted long ago is asked for once the frontier has said again that it may be`, async (t) => {
    const { of, asked } = standing(() => performance.now());
    const { origin, result } = await start(t, of);
    await result;
    assert.deepEqual([origin.requests.length, asked.length], [1, 1]);
  });

  test(`${kind} that may not start any more goes back, and its host hears nothing`, async (t) => {
    const { of, asked } = standing(() => null);
    const { origin, result } = await start(t, of);
    await assert.rejects(result, { code: 'NO_START', wroteRequestAt: null });
    assert.deepEqual([origin.requests.length, asked.length], [0, 1]);
  });

  test(`${kind} goes back when all that is said of it comes too late to be worth anything`, async (t) => {
    const { of } = standing(longAgo);
    const { origin, result } = await start(t, of);
    await assert.rejects(result, { code: 'NO_START' });
    assert.equal(origin.requests.length, 0);
  });
}

test('what was granted just now is not asked for again', async (t) => {
  const { of, asked } = standing(() => null);
  of.at = performance.now();
  const origin = await rawOrigin(t, (socket) => void socket.write(html('ok')));
  const begin = { at: performance.now(), uncertainMs: 0, standing: of };
  await visitsFor(t).visits.visit(claimOf(`${origin.url}/`), configOf(), begin, never);
  assert.deepEqual([origin.requests.length, asked.length], [1, 0]);
});
