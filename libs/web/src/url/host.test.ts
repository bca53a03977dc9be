import assert from 'node:assert/strict';
import { test } from 'node:test';
import { hostKey, hostName, origin, registrableDomain } from './host.ts';

test('hostKey is the host name, plus the port unless 80 or 443', () => {
  const rules: [url: string, key: string][] = [
    ['http://a.test/', 'a.test'],
    ['https://a.test/b:80', 'a.test'],
    ['http://a.test:443/', 'a.test'],
    ['https://a.test:80/', 'a.test'],
    ['http://a.test:8080/', 'a.test:8080'],
    ['http://a.test:4430/', 'a.test:4430'],
    ['http://[::80]/', '[::80]'],
    ['http://[::1]:8080/', '[::1]:8080'],
    ['http://127.0.0.1/', '127.0.0.1'],
  ];
  for (const [url, key] of rules) assert.equal(hostKey(url), key, url);
});

test('origin keeps scheme and every port', () => {
  assert.equal(origin('http://a.test:8080/b'), 'http://a.test:8080');
  assert.equal(origin('https://a.test/?b=http://c/'), 'https://a.test');
});

test('hostName takes port and brackets away', () => {
  const rules: [host: string, name: string][] = [
    ['a.test', 'a.test'],
    ['a.test:8080', 'a.test'],
    ['[::1]:8080', '::1'],
    ['[::1]', '::1'],
    ['::1', '::1'],
    ['10.0.0.1:81', '10.0.0.1'],
  ];
  for (const [host, name] of rules) assert.equal(hostName(host), name, host);
});

test('registrableDomain is what somebody registered; addresses and suffixes are their own', () => {
  const rules: [host: string, domain: string][] = [
    ['www.example.com', 'example.com'],
    ['example.com:8080', 'example.com'],
    ['a.b.example.co.uk', 'example.co.uk'],
    ['co.uk', 'co.uk'],
    ['me.github.io', 'me.github.io'],
    ['x.me.github.io', 'me.github.io'],
    ['github.io', 'github.io'],
    ['n123.java.test:8080', 'java.test'],
    ['java.test', 'java.test'],
    ['localhost', 'localhost'],
    ['localhost:3000', 'localhost'],
    ['127.0.0.1:8080', '127.0.0.1'],
    ['[::1]:8080', '::1'],
    ['xn--bcher-kva.example', 'xn--bcher-kva.example'],
    ['a.city.kawasaki.jp', 'city.kawasaki.jp'],
    ['a.b.c.kawasaki.jp', 'b.c.kawasaki.jp'],
  ];
  for (const [host, domain] of rules) assert.equal(registrableDomain(host), domain, host);
});
