import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { test } from 'node:test';
import { gunzipSync } from 'node:zlib';
import { createDeflater } from './deflater.ts';
import { readMember } from './read-member.ts';
import { compressedMember, storedMember } from './write-member.ts';

const inputs: Buffer[][] = [
  [Buffer.alloc(0)],
  [Buffer.from('a')],
  [Buffer.from('head'), Buffer.alloc(0), Buffer.from('tail')],
  [Buffer.alloc(65_535, 'x')],
  [Buffer.alloc(65_536, 'y'), Buffer.from('z')],
  // More than the deflater's own buffer holds, and none of it shrinks.
  [Buffer.from('head'), randomBytes(3_000_000), randomBytes(262_144)],
  [Buffer.alloc(9_000_000, 'all work and no play ')],
];

test('what is compressed or stored as a member, gzip and our own reader read alike', () => {
  for (const level of [1, 6]) {
    const deflate = createDeflater(level);
    for (const parts of [...inputs, ...inputs]) {
      const plain = Buffer.concat(parts);
      for (const member of [compressedMember(parts, deflate), storedMember(parts)]) {
        const bytes = Buffer.concat(member);
        assert.ok(gunzipSync(bytes).equals(plain));
        const read = readMember(Buffer.concat([bytes, Buffer.from('what follows')]));
        assert.equal(read.state, 'whole');
        assert.ok(read.state === 'whole' && read.length === bytes.length && read.data.equals(plain));
      }
    }
  }
});

test('a member that lacks a byte is cut, one with a changed byte is damaged', () => {
  const whole = Buffer.concat(compressedMember([Buffer.from('words '.repeat(50))], createDeflater(1)));
  for (let end = 0; end < whole.length; end++) assert.equal(readMember(whole.subarray(0, end)).state, 'cut');
  for (let at = 10; at < whole.length; at++) {
    const changed = Buffer.from(whole);
    changed[at]! ^= 0x10;
    assert.notEqual(readMember(changed).state, 'whole');
  }
});
