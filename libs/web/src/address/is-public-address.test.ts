import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { addressBytes } from './address-bytes.ts';
import { isPrivateAddress, isPublicAddress } from './is-public-address.ts';
import { specialPurpose } from './special-purpose.ts';

test('addresses of the public internet are public', () => {
  for (const ip of `1.1.1.1 8.8.8.8 9.255.255.255 11.0.0.0 100.63.255.255 100.128.0.0 126.255.255.255 128.0.0.0
    169.253.255.255 169.255.0.0 172.15.255.255 172.32.0.0 192.0.1.0 192.0.3.0 192.167.255.255 192.169.0.0
    192.0.0.9 192.0.0.10 192.31.196.1 192.52.193.1 192.88.98.1 192.88.100.1 192.175.48.1
    198.17.255.255 198.20.0.0 198.51.99.255 198.51.101.0 203.0.112.255 203.0.114.0 223.255.255.255
    2000::1 2001:200::1 2001:4860:4860::8888 2606:4700:4700::1111 2a00:1450:4001:81b::200e 3ffe::1 3fff:1000::1
    2001:1::1 2001:1::2 2001:1::3 2001:3::1 2001:4:112::1 2001:20::1 2001:2f:ffff::1 2001:30::1 2001:3f::1
    2001:db7:ffff::1 2001:db9::1 2620:4f:8000::1
    ::ffff:8.8.8.8 ::ffff:808:808 64:ff9b::8.8.8.8 2002:808:808::1 2a00::5efe:808:808`.split(/\s+/)) {
    assert.equal(isPublicAddress(ip), true, ip);
  }
});

test('all others are not', () => {
  for (const ip of `0.0.0.0 0.255.255.255 10.0.0.0 10.255.255.255 100.64.0.0 100.127.255.255 127.0.0.0 127.0.0.1
    127.255.255.255 169.254.0.0 169.254.169.254 172.16.0.0 172.31.255.255 192.0.0.0 192.0.0.8 192.0.0.11
    192.0.0.170 192.0.2.1 192.88.99.1 192.168.0.0 192.168.255.255 198.18.0.0 198.19.255.255 198.51.100.1
    203.0.113.1 224.0.0.1 239.255.255.255 240.0.0.1 255.255.255.255
    :: ::1 ::2 ::8.8.8.8 ::127.0.0.1 100::1 100:0:0:1::1 200::1 fc00::1 fd12:3456::1 fe80::1 fec0::1 ff02::1
    4000::1 5f00::1 2001::1 2001:0:808:808::1 2001:1::4 2001:2::1 2001:10::1 2001:1f:ffff::1 2001:40::1 2001:1ff::1
    2001:db8::1 2001:db8:ffff::1 3fff::1 3fff:fff:ffff::1
    ::ffff:127.0.0.1 ::ffff:7f00:1 ::ffff:10.0.0.1 ::FFFF:169.254.169.254 ::ffff:0.0.0.0 0:0:0:0:0:ffff:127.0.0.1
    ::ffff:0:127.0.0.1 ::ffff:0:8.8.8.8
    64:ff9b::127.0.0.1 64:ff9b::a9fe:a9fe 64:ff9b::10.0.0.1 64:ff9b:1::8.8.8.8 64:ff9b:0:0:1::808:808
    2002:7f00:1::1 2002:a00:1:: 2002:a9fe:a9fe:: 2a00::5efe:7f00:1 2a00::200:5efe:a00:1 fe80::5efe:808:808
    fe80::1%eth0 2606:4700::1111%1`.split(/\s+/)) {
    assert.equal(isPublicAddress(ip), false, ip);
  }
});

test('what is no address in its usual notation is not public', () => {
  const none = [
    '',
    'localhost',
    'a.test',
    '8.8.8',
    '8.8.8.8.',
    '134744072',
    '0x8.8.8.8',
    '010.8.8.8',
    '8.8.8.8:80',
  ];
  for (const text of [
    ...none,
    '[2606:4700::1111]',
    ' 8.8.8.8',
    '8.8.8.8\n',
    ':',
    '1:2',
    '::ffff:8.8.8',
    '٨.8.8.8',
  ]) {
    assert.equal(isPublicAddress(text), false, text);
  }
});

test('a private address is an address; no name is one', () => {
  for (const host of ['127.0.0.1', '::1', '[::1]', '10.1.2.3', 'fe80::1%eth0', '[::ffff:10.0.0.1]']) {
    assert.equal(isPrivateAddress(host), true, host);
  }
  for (const host of ['localhost', 'a.test', '', '8.8.8.8', '[2606:4700::1111]', '10.0.0', '[a]']) {
    assert.equal(isPrivateAddress(host), false, host);
  }
});

test('IPv6 is read in all its notations', () => {
  const one = '20010db8000000000000000000000001';
  for (const ip of [
    '2001:db8::1',
    '2001:0DB8:0:0::0.0.0.1',
    '2001:db8:0:0:0:0:0:1',
    '2001:db8:0:0:0:0:0.0.0.1',
  ]) {
    assert.equal(Buffer.from(addressBytes(ip) ?? []).toString('hex'), one, ip);
  }
  assert.equal(Buffer.from(addressBytes('::') ?? []).toString('hex'), '0'.repeat(32));
  assert.equal(Buffer.from(addressBytes('1::') ?? []).toString('hex'), `0001${'0'.repeat(28)}`);
});

const seed = Number(process.env.FUZZ_SEED ?? 20261123);

test(`any address within a prefix set aside has its verdict, however it is written (seed ${seed})`, () => {
  const v4 = specialPurpose.filter(([prefix]) => prefix.includes('.'));
  fc.assert(
    fc.property(fc.constantFrom(...v4), fc.nat({ max: 0xffffffff }), ([prefix, reachable], random) => {
      const [network = '', length] = prefix.split('/');
      const bits = Number(length);
      const value =
        Buffer.from(addressBytes(network) ?? []).readUInt32BE() +
        (bits === 32 ? 0 : random % 2 ** (32 - bits));
      const bytes = Buffer.alloc(4);
      bytes.writeUInt32BE(value);
      const ip = bytes.join('.');
      const exception = ip === '192.0.0.9' || ip === '192.0.0.10';
      const expected = reachable || exception;
      const hex = `${bytes.toString('hex', 0, 2)}:${bytes.toString('hex', 2)}`;
      for (const form of [ip, `::ffff:${ip}`, `::ffff:${hex}`, `64:ff9b::${ip}`, `2002:${hex}::1`]) {
        assert.equal(isPublicAddress(form), expected, form);
      }
      assert.equal(isPublicAddress(`2a00::5efe:${hex}`), expected, `ISATAP of ${ip}`);
    }),
    { seed, numRuns: 5000 },
  );
});
