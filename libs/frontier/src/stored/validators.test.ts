import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { begin, claimSome, makeRun, travels } from '../testing/make.ts';
import { knownValidators } from '../testing/pair/steps.ts';
import { rule } from '../testing/rule.ts';
import { formatEntry, parseEntry } from './entry.ts';
import { MOST_BYTES, packValidators, unpackValidators } from './validators.ts';

const known = {
  etag: 'W/"5f3c 1a-é"',
  lastModified: 'Sun, 06 Nov 1994 08:49:37 GMT',
  digest: 'sha1:B2LTWWPUOYAH7UIPQ7ZUPQ4VMBSVC36A',
  capture: { run: '4x', id: 987_654_321, at: 1_800_000_000_123 },
};

test('what servers usually send comes back as it went in, and is small', () => {
  const packed = packValidators(known);
  assert.deepEqual(unpackValidators(packed), known);
  assert.ok(Buffer.byteLength(packed) <= 80, `${Buffer.byteLength(packed)} bytes`);
});

test('no validators are longer than 200 bytes: an etag that is too long is left out, the rest stays', () => {
  const packed = packValidators({ ...known, etag: `"${'é'.repeat(70)}"` });
  assert.deepEqual(unpackValidators(packed), { ...known, etag: null });
});

test('a date in another form, and an etag with a line break, do not change on the way', () => {
  const odd = { ...known, lastModified: 'Sunday, 06-Nov-94 08:49:37 GMT', etag: 'a\nb' };
  assert.deepEqual(unpackValidators(packValidators(odd)), { ...odd, etag: null });
});

test('whatever an origin sent, an entry with it can be read again, and each value is what it was or is left out', () => {
  fc.assert(
    fc.property(knownValidators, (validators) => {
      const packed = packValidators(validators);
      assert.ok(Buffer.byteLength(packed) <= MOST_BYTES);
      assert.ok(!/[\n\r]/.test(packed));
      const read = unpackValidators(packed);
      for (const field of ['etag', 'lastModified', 'digest'] as const)
        assert.ok(read[field] === null || read[field] === validators[field], field);
      if (read.capture) assert.deepEqual(read.capture, { ...validators.capture });
      const entry = {
        scheme: 's',
        recoveries: 1,
        sitemap: 2,
        depth: 2,
        hops: 3,
        tries: 4,
        path: '/a?b',
        validators: packed,
      };
      assert.deepEqual(parseEntry(formatEntry(entry as never)), entry);
    }),
    { numRuns: 2000 },
  );
});

rule(
  'validators travel with a URL through claim, requeue, retry and the loss of a session',
  async (world) => {
    const url = { url: 'http://h.test/a?b', depth: 0, hops: 0, validators: known };
    await travels(world, url, (claim) => assert.deepEqual([claim?.url, claim?.validators], [url.url, known]));
  },
);

rule('a URL that nothing is known of is claimed without validators', async (world) => {
  await begin(world, makeRun(), [{ url: 'http://h.test/a', depth: 0, hops: 0 }]);
  assert.equal((await claimSome(world.frontier, 's'))[0]?.validators, null);
});
