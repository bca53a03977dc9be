import assert from 'node:assert/strict';
import { test } from 'node:test';
import { moment } from './options.ts';

test('a moment is a date or how long ago it was, and nothing else', () => {
  assert.equal(moment('2026-11-28'), '2026-11-28T00:00:00.000Z');
  assert.equal(moment('2026'), '2026-01-01T00:00:00.000Z');
  for (const [text, ms] of [
    ['90s', 90_000],
    ['2h', 7_200_000],
    ['7d', 604_800_000],
  ] as const) {
    const before = Date.now();
    const at = Date.parse(moment(text));
    assert.ok(at >= before - ms && at <= Date.now() - ms, text);
  }
  for (const text of ['yesterday', '', '7x']) assert.throws(() => moment(text), /It must be a date/);
});
