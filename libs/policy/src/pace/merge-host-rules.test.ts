import assert from 'node:assert/strict';
import { test } from 'node:test';
import { mergeHostRules } from './merge-host-rules.ts';

const row = { pattern: 'a.test', pace: null, blocked: false, removedAt: null };

test('of several rules for one pattern the strictest terms hold, under the number of the last change', () => {
  const rules = [
    { ...row, pace: { mode: 'delay', delayMs: 500 }, change: 3 },
    { ...row, pace: { mode: 'rate', perSecond: 1, concurrency: 4 }, change: 2 },
    { ...row, pattern: '*.b.test', blocked: true, change: 9 },
  ];
  assert.deepEqual(mergeHostRules(rules), [
    { pattern: 'a.test', version: 3, pace: { mode: 'delay', delayMs: 1000 }, blocked: false },
    { pattern: '*.b.test', version: 9, pace: null, blocked: true },
  ]);
});

test('a removed rule has no say but its number', () => {
  const removed = { ...row, pace: { mode: 'delay', delayMs: 500 }, change: 7, removedAt: new Date() };
  assert.deepEqual(mergeHostRules([removed]), [
    { pattern: 'a.test', version: 7, pace: null, blocked: false },
  ]);
});

test('certificates are verified if anybody who has a word on them says so', () => {
  const said = (...words: (boolean | null)[]) =>
    mergeHostRules(words.map((verifyTls, change) => ({ ...row, verifyTls, change })))[0]!.verifyTls;
  assert.deepEqual(
    [said(null), said(null, false), said(false, true), said(true, false), said(false, false)],
    [undefined, false, true, true, false],
  );
});
