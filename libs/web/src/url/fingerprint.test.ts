import assert from 'node:assert/strict';
import { test } from 'node:test';
import { fingerprint, fingerprintKey } from './fingerprint.ts';

/** The published HalfSipHash-2-4 test vectors, 64 bits of output: key 00…07, input 00, 01, … of each length. */
const vectors: [length: number, output: string][] = [
  [0, '218d1f59b9b83cc8'],
  [1, 'be552412f8387315'],
  [2, '064f39ef7c50eb57'],
  [3, 'ce0f1a45f7060679'],
  [4, 'd5e78a175be52ea1'],
  [5, 'cb9d7c3f2f3db580'],
  [6, 'ce3e91358aa2bc25'],
  [7, 'ff202728b07bc684'],
  [8, 'edfee820bce4858c'],
  [9, '5b51cccc13888307'],
  [10, '95b0469f06a6f2ee'],
];

test('fingerprint is the top 53 bits of HalfSipHash-2-4', () => {
  for (const [length, output] of vectors) {
    const bytes = Buffer.from(output, 'hex');
    const expected = bytes.readUInt32LE(0) * 2 ** 21 + (bytes.readUInt32LE(4) >>> 11);
    const input = String.fromCharCode(...Array(length).keys());
    assert.equal(fingerprint(input, [0x03020100, 0x07060504]), expected, `length ${length}`);
  }
});

test('a fingerprint is a safe integer, spread over all 53 bits, and another one under another key', () => {
  const [one, two] = [fingerprintKey('one'), fingerprintKey('two')];
  const seen = new Set<number>();
  let or = 0n;
  for (let i = 0; i < 10_000; i++) {
    const url = `http://a.test/page/${i}`;
    const f = fingerprint(url, one);
    assert.ok(Number.isSafeInteger(f) && f >= 0);
    assert.notEqual(f, fingerprint(url, two));
    seen.add(f);
    or |= BigInt(f);
  }
  assert.equal(seen.size, 10_000);
  assert.equal(or, 2n ** 53n - 1n);
});

test('characters beyond ASCII are hashed as UTF-8', () => {
  const key = fingerprintKey('key');
  assert.notEqual(fingerprint('é', key), fingerprint('\u00c3\u00a9', key));
  assert.notEqual(fingerprint('é', key), fingerprint('e', key));
});
