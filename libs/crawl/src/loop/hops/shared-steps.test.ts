import assert from 'node:assert/strict';
import { test } from 'node:test';
import { LocalFault } from '@trunkline/policy';
import type { RobotsStep } from '@trunkline/visit';
import { createSharedSteps } from './shared-steps.ts';

const answer: RobotsStep = {
  verdict: { state: 'allowAll' },
  detail: '',
  hostSignal: { kind: 'answered' },
  target: null,
};
const away: RobotsStep = { ...answer, verdict: { state: 'unreachable', retryAfterMs: null } };

/** Steps, with a clock; `ask` is answered by hand. */
function setUp() {
  let now = 0;
  const open: PromiseWithResolvers<RobotsStep | null>[] = [];
  const steps = createSharedSteps(() => now);
  const ask = () => {
    const one = Promise.withResolvers<RobotsStep | null>();
    open.push(one);
    return one.promise;
  };
  return { get: (key = 'url') => steps.get(key, ask), open, pass: (ms: number) => (now += ms) };
}

test('who comes while one asks has its answer, and who comes within ten minutes', async () => {
  const { get, open, pass } = setUp();
  const all = [get(), get(), get()];
  open[0]!.resolve(answer);
  assert.deepEqual(await Promise.all(all), [answer, answer, answer]);
  pass(599_999);
  assert.equal(await get(), answer);
  assert.equal(open.length, 1);
  pass(1);
  void get();
  assert.equal(open.length, 2);
});

test('what could not be had is asked for again, and each who waited has a fault of its own', async () => {
  const { get, open } = setUp();
  const all = [get(), get()];
  open[0]!.resolve(away);
  assert.deepEqual(await Promise.all(all), [away, away]);
  const faulty = [get(), get()];
  open[1]!.reject(new LocalFault('ABORTED', 'given up'));
  const [one, other] = await Promise.all(faulty.map((step) => step.catch((fault: unknown) => fault)));
  assert.ok(one instanceof LocalFault && other instanceof LocalFault && one !== other);
});

test('only so many are kept', async () => {
  const { get, open } = setUp();
  for (let i = 0; i < 1001; i++) {
    const step = get(`url ${i}`);
    open[i]!.resolve(answer);
    await step;
  }
  await get('url 1000');
  assert.equal(open.length, 1001);
  void get('url 0');
  assert.equal(open.length, 1002);
});
