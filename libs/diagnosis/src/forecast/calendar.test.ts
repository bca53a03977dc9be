import assert from 'node:assert/strict';
import { test } from 'node:test';
import { endOf, isOpen } from './calendar.ts';

const HOUR = 3_600_000;
const MONDAY = Date.UTC(2026, 10, 30);
const always = { windows: [], pagesPerDay: null, pagesPerMs: 1 };

test('work goes on around the clock unless something keeps it from that', () => {
  assert.equal(endOf(MONDAY, 5 * HOUR, always), MONDAY + 5 * HOUR);
});

test('what is closed is waited for: nine hours of work take two nights of eight and an hour', () => {
  const nights = [0, 1, 2, 3, 4, 5, 6].map((day) => ({ opens: day * 1440, closes: day * 1440 + 480 }));
  const begin = MONDAY + 4 * HOUR;
  assert.equal(endOf(begin, 9 * HOUR, { ...always, windows: nights }), MONDAY + 29 * HOUR);
});

test('a window may span the end of the week, and weeks of work are counted in weeks', () => {
  const weekend = [
    { opens: 6 * 1440, closes: 0 },
    { opens: 10_000, closes: 100 },
  ];
  assert.ok(isOpen(MONDAY + 99 * 60_000, weekend));
  assert.ok(!isOpen(MONDAY + 100 * 60_000, weekend));
  const oneHour = [{ opens: 0, closes: 60 }];
  assert.equal(
    endOf(MONDAY, 10.5 * HOUR, { ...always, windows: oneHour }),
    MONDAY + 10 * 7 * 24 * HOUR + HOUR / 2,
  );
});

test('what is left of a daily quota is spent, then the day is waited out', () => {
  const pagesPerMs = 1000 / HOUR;
  const calendar = { windows: [], pagesPerDay: { most: 2000, left: 500 }, pagesPerMs };
  assert.equal(Math.round(endOf(MONDAY, 3 * HOUR, calendar)), MONDAY + 48 * HOUR + HOUR / 2);
  const none = { windows: [], pagesPerDay: { most: 0, left: 0 }, pagesPerMs };
  assert.equal(endOf(MONDAY, HOUR, none), Number.POSITIVE_INFINITY);
});
