import assert from 'node:assert/strict';
import { test } from 'node:test';
import { retryAfterMs } from './retry-after.ts';

const now = Date.parse('2026-11-24T00:00:00Z');
const rows: [string | undefined, string | undefined, number | null][] = [
  ['7', undefined, 7000],
  ['0', undefined, 0],
  [' 120 ', undefined, 120_000],
  ['99999999', undefined, 86_400_000],
  ['Tue, 24 Nov 2026 00:01:00 GMT', undefined, 60_000],
  ['Tue, 24 Nov 2026 00:01:00 GMT', 'Tue, 24 Nov 2026 00:00:50 GMT', 10_000],
  ['Tuesday, 24-Nov-26 00:00:30 GMT', undefined, 30_000],
  ['Mon, 23 Nov 2026 00:00:00 GMT', undefined, 0],
  ['Wed, 24 Nov 2027 00:00:00 GMT', undefined, 86_400_000],
  ['', undefined, null],
  ['soon', undefined, null],
  ['-5', undefined, null],
  ['7 years', undefined, null],
  ['1e9', undefined, null],
  [undefined, undefined, null],
];
for (const [value, date, expected] of rows) {
  test(`Retry-After: ${value} means ${expected}`, () =>
    assert.equal(retryAfterMs(value, date, now), expected));
}
