import assert from 'node:assert/strict';
import { test } from 'node:test';
import { drain } from './drain.ts';

const host = (name: string, work: number, rate: number, restMs = 0) => ({
  ...{ host: name, hosts: 1, work, rate, restMs },
});
const endless = Number.POSITIVE_INFINITY;

test('without a bound on workers the host that takes longest says when all is done', () => {
  const { ms, crampedMs, last } = drain([host('a', 100, 0.001), host('b', 10, 0.001)], endless);
  assert.deepEqual([ms, crampedMs, last?.flow.host], [100_000, 0, 'a']);
});

test('a host that rests goes on afterwards', () => {
  assert.equal(drain([host('a', 10, 0.001, 5000)], endless).ms, 15_000);
});

test('while hosts allow more than workers can take, workers say how long it takes; what is left of a large host then takes its own time', () => {
  const flows = [{ host: null, hosts: 100, work: 10, rate: 0.01, restMs: 0 }, host('a', 100, 0.01)];
  const { ms, crampedMs, rate } = drain(flows, 0.101);
  // 101 hosts at a tenth of what they allow until the small ones are done, then one alone.
  assert.equal(Math.round(crampedMs), 10_000);
  assert.equal(Math.round(ms), 10_000 + 9000);
  assert.equal(rate, 0.101);
});

test('a budget ends it when so many are done', () => {
  assert.equal(Math.round(drain([host('a', 100, 0.001), host('b', 100, 0.001)], endless, 50).ms), 25_000);
});
