import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createSealer, newSecretKey } from './sealer.ts';

test('what was sealed is opened by the same key for the same context, and never looks the same twice', () => {
  const key = newSecretKey();
  const sealer = createSealer(key);
  const sealed = sealer.seal('pässword', 'project');
  assert.notEqual(sealed, sealer.seal('pässword', 'project'));
  assert.doesNotMatch(sealed, /p.*ssword/);
  const sameKey = createSealer(Buffer.from(key, 'hex').toString('base64'));
  assert.equal(sameKey.open(sealed, 'project'), 'pässword');
});

test('another key, another context or a changed byte open nothing', () => {
  const sealer = createSealer(newSecretKey());
  const sealed = sealer.seal('text', 'project');
  // Not the last letter: some of its bits mean nothing.
  const at = sealed.length - 8;
  const changed = `${sealed.slice(0, at)}${sealed[at] === 'A' ? 'B' : 'A'}${sealed.slice(at + 1)}`;
  const unreadable = { code: 'SECRET_UNREADABLE' };
  assert.throws(() => createSealer(newSecretKey()).open(sealed, 'project'), unreadable);
  assert.throws(() => sealer.open(sealed, 'another project'), unreadable);
  for (const bad of [changed, sealed.slice(0, 20), '', 'text'])
    assert.throws(() => sealer.open(bad, 'project'), unreadable);
});

test('a key that is none is said to be none', () => {
  for (const key of ['', 'short', 'x'.repeat(64)])
    assert.throws(() => createSealer(key), /openssl rand -hex 32/);
});
