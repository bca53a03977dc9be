import assert from 'node:assert/strict';
import { test } from 'node:test';
import { z } from 'zod';
import { plainAddress, readAddress, redisUrl } from './address.ts';

test('a URL names one server, its account and database', () => {
  for (const [url, expected] of [
    ['redis://one', { host: 'one', port: 6379, db: 0 }],
    ['redis://one:7000/3', { host: 'one', port: 7000, db: 3 }],
    ['REDIS://one?db=4&family=6', { host: 'one', port: 6379, family: 6, db: 4 }],
    ['redis://:p%40ss@[::1]:7000/', { host: '::1', port: 7000, password: 'p@ss', db: 0 }],
    ['rediss://me:word@one', { host: 'one', port: 6379, username: 'me', password: 'word', db: 0, tls: {} }],
  ] as const)
    assert.deepEqual(readAddress(url), expected, url);
});

test('a URL names Sentinels, the name they watch, and both accounts', () => {
  const three = [
    { host: 'a', port: 26_379 },
    { host: 'b', port: 7 },
    { host: '::1', port: 26_379 },
  ];
  for (const [url, expected] of [
    ['redis+sentinel://a,b:7,[::1]/main', { sentinels: three, name: 'main', db: 0 }],
    [
      'redis+sentinel://me:w%2Frd@a,b:7,[::1]:26379/main/2?sentinel_username=s&sentinel_password=t',
      {
        ...{ sentinels: three, name: 'main', username: 'me', password: 'w/rd', db: 2 },
        ...{ sentinelUsername: 's', sentinelPassword: 't' },
      },
    ],
    [
      'rediss+sentinel://a/main',
      {
        ...{ sentinels: three.slice(0, 1), name: 'main', db: 0 },
        ...{ tls: {}, sentinelTLS: {}, enableTLSForSentinelMode: true },
      },
    ],
  ] as const)
    assert.deepEqual(readAddress(url), expected, url);
});

test('what is no address of a server or of Sentinels is refused by name, and its secrets are not told', () => {
  for (const [url, code, reason] of [
    ['nowhere', 'REDIS_URL', /a Redis URL is redis:/],
    ['', 'REDIS_URL', /a Redis URL is redis:/],
    ['https://me:secret@one', 'REDIS_URL', /^https:\/\/one cannot be used/],
    ['redis://', 'REDIS_URL', /a Redis URL is/],
    ['redis://:secret@one/many', 'REDIS_URL', /number, not "many"/],
    ['redis://:secret@one:99999', 'REDIS_URL', /a Redis URL is/],
    ['redis://:sec/ret@one', 'REDIS_URL', /^redis:\/\/one cannot/],
    ['redis+sentinel://a,b', 'REDIS_URL', /name they watch/],
    ['redis+sentinel://:secret@a,/main', 'REDIS_URL', /a Redis URL is/],
    ['redis+sentinel://a/main/two', 'REDIS_URL', /number, not "two"/],
    ['redis+sentinel://a/main/2/3', 'REDIS_URL', /name they watch/],
    ['redis+cluster://a,b', 'REDIS_CLUSTER', /a cluster of one node, or Sentinels/],
    ['rediss+cluster://:secret@a', 'REDIS_CLUSTER', /not supported/],
  ] as const) {
    assert.throws(
      () => readAddress(url),
      (error: Error & { code?: string }) => {
        assert.equal(error.name, 'RedisRefused', url);
        assert.equal(error.code, code, url);
        assert.match(error.message, reason, url);
        assert.doesNotMatch(error.message, /secret|sec\/ret/, url);
        return true;
      },
    );
  }
});

test('an environment with a bad Redis URL says what is wrong with it', () => {
  const parsed = z.object({ REDIS_URL: redisUrl }).safeParse({ REDIS_URL: 'redis+cluster://a' });
  assert.match(z.prettifyError(parsed.error!), /not supported[\s\S]*at REDIS_URL/);
  assert.equal(redisUrl.parse('redis+sentinel://a,b/main'), 'redis+sentinel://a,b/main');
});

test('an address is shown without its accounts', () => {
  assert.equal(
    plainAddress('redis+sentinel://me:w@a,b/main?sentinel_password=t'),
    'redis+sentinel://a,b/main',
  );
});
