import assert from 'node:assert/strict';
import { test } from 'node:test';
import { differences } from './log.ts';

test('of a change only what differs is told, however deep, a line for each', () => {
  const before = { state: 'running', rules: { pace: { delayMs: 1000, mode: 'delay' }, robots: true } };
  const after = { state: 'running', rules: { pace: { delayMs: 2000, mode: 'delay' } }, labels: ['a'] };
  assert.deepEqual(differences(before, after), [
    'rules.pace.delayMs: 1000 → 2000',
    'rules.robots: true → nothing',
    'labels: nothing → ["a"]',
  ]);
  assert.deepEqual(differences(null, null), []);
  assert.deepEqual(differences(null, { name: 'x' }), ['name: nothing → x']);
});

test('a value that could move the cursor is cleaned', () => {
  assert.deepEqual(differences({ name: 'a' }, { name: '\u001b[2Jb' }), ['name: a → \ufffd[2Jb']);
});
