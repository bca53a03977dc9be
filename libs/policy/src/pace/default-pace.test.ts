import assert from 'node:assert/strict';
import { test } from 'node:test';
import { defaultPace } from './default-pace.ts';

const isPrivate = (host: string) => host === '127.0.0.1' || host === '[::1]';
const polite = { mode: 'delay', delayMs: 1000 };
const fast = { mode: 'rate', perSecond: 100, concurrency: 8 };

test("strangers' hosts get a second between requests, whatever else is allowed", () => {
  assert.deepEqual(defaultPace(['example.com'], false, isPrivate), polite);
  assert.deepEqual(defaultPace(['example.com'], true, isPrivate), polite);
  assert.deepEqual(defaultPace(['test.example.org', 'localhost.evil.com'], true, isPrivate), polite);
});

test("a host that is certainly the user's own is asked faster, once private networks are allowed", () => {
  for (const host of [
    'localhost:3000',
    'java.test:8080',
    'wiki.internal',
    '127.0.0.1:80',
    '[::1]:8080',
    'nas.home.arpa',
  ])
    assert.deepEqual(defaultPace([host], true, isPrivate), fast, host);
  assert.deepEqual(defaultPace(['localhost:3000'], false, isPrivate), polite);
});

test('one stranger among the seeds makes all of the job polite', () => {
  assert.deepEqual(defaultPace(['localhost', 'example.com'], true, isPrivate), polite);
  assert.deepEqual(defaultPace([], true, isPrivate), polite);
});
