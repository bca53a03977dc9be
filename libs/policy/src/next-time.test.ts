import assert from 'node:assert/strict';
import { test } from 'node:test';
import { nextTime, ScheduleError } from './next-time.ts';

const next = (cron: string, zone: string, after: string) =>
  nextTime(cron, zone, new Date(after))?.toISOString();

test('a schedule follows the clocks of its time zone, summer time included', () => {
  assert.equal(next('30 2 * * *', 'Europe/Berlin', '2026-01-10T00:00:00Z'), '2026-01-10T01:30:00.000Z');
  assert.equal(next('30 2 * * *', 'Europe/Berlin', '2026-07-10T01:00:00Z'), '2026-07-11T00:30:00.000Z');
  assert.equal(next('@daily', 'UTC', '2026-01-10T00:00:00Z'), '2026-01-11T00:00:00.000Z');
  assert.equal(next('0 0 31 2 *', 'UTC', '2026-01-10T00:00:00Z'), undefined);
});

test('what is no schedule or no time zone is refused in words', () => {
  for (const cron of ['', 'x', '* * * *', '* * * * * *', '99 * * * *', '0 0 * * mox'])
    assert.throws(() => nextTime(cron, 'UTC', new Date()), ScheduleError, cron);
  assert.throws(() => nextTime('@daily', 'Mars/Base', new Date()), /no time zone/);
});
