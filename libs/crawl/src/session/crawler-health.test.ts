import assert from 'node:assert/strict';
import { test } from 'node:test';
import { troubleOf, unreadyOf } from './crawler-health.ts';

const well = { silentMs: 0, mayStart: true, draining: false, blockedBy: null };

test('what is said of a crawler: session, faults of the machine, and what only makes it wait', () => {
  const rows = [
    [well, undefined, undefined],
    [{ ...well, mayStart: false }, undefined, 'NO_SESSION'],
    [{ ...well, silentMs: 9000, blockedBy: 'REDIS' }, undefined, 'REDIS'],
    [{ ...well, silentMs: 10_001, blockedBy: 'REDIS' }, 'REDIS', 'REDIS'],
    [{ ...well, blockedBy: 'STORE' }, 'STORE', 'STORE'],
    [{ ...well, blockedBy: 'EMFILE' }, 'EMFILE', 'EMFILE'],
    [{ ...well, blockedBy: 'RECORDER' }, undefined, 'RECORDER'],
    [{ ...well, blockedBy: 'BANDWIDTH' }, undefined, 'BANDWIDTH'],
    [{ ...well, blockedBy: 'REDIS_FULL' }, undefined, 'REDIS_FULL'],
    [{ ...well, mayStart: false, draining: true }, undefined, 'DRAINING'],
  ] as const;
  for (const [signs, trouble, unready] of rows)
    assert.deepEqual([troubleOf(signs)?.code, unreadyOf(signs)?.code], [trouble, unready]);
});
