import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { compactRobots } from '../compact-robots.ts';
import { parseRobots } from '../parse-robots.ts';
import { readRecord } from './misspelt.ts';

const seed = Number(process.env.FUZZ_SEED ?? 20261201);
const forbids = (file: string, path = '/x') => !parseRobots(file).isAllowed('FooBot/1.0', path);

test('a key is read as its owner means it: in any case, misspelt, with words after it, without a colon or with another sign', () => {
  const disallow =
    'disallow DISALLOW dissallow dissalow disalow diasllow disallaw disallows disallowed dissallows disalllow desallow dsallow disalloe ' +
    'dissalloww disllow diallow disallo dis-allow disallow; disallow- \u200bdisallow Dis\u00adallow';
  for (const key of disallow.split(' ')) {
    assert.ok(forbids(`User-agent: *\n${key}: /`), JSON.stringify(key));
    assert.ok(forbids(`User-agent: *\n${key} /`), `${JSON.stringify(key)} without a colon`);
  }
  const agent = [
    ...'user-agent useragent USERAGENT user_agent user-agents user-agent-string usr-agent user-agnet ser-agent'.split(
      ' ',
    ),
    ...['user agent', 'User  Agent', 'user\tagent', 'user\u2010agent', 'User - agent'],
  ];
  for (const key of agent) assert.ok(forbids(`${key}: *\nDisallow: /`), JSON.stringify(key));
  for (const line of [
    'User-agent *',
    'user agent *',
    'User-agent\t*',
    'User-agent\uff1a*',
    'User-agent = *',
    'User-agent; *',
  ])
    assert.ok(forbids(`${line}\nDisallow: /`), line);
  for (const line of [
    'Disallow\uff1a /',
    'Disallow=/',
    'Disallow = /x',
    'Disallow / for all',
    'Disallow\t/x',
    'Disallow /x:y',
    'Disallow /',
  ])
    assert.ok(forbids(`User-agent: *\n${line}`, '/x:y'), line);
});

test('whom a line names is read where it is quoted, or one of several', () => {
  for (const names of ['"*"', '*,', '* , BarBot', 'BarBot, FooBot', "'FooBot'", 'FooBot/2.0', 'BarBot,*'])
    assert.ok(forbids(`User-agent: ${names}\nDisallow: /`), names);
  for (const names of ['*Bot', 'BarBot', 'FooBotImages, BarBot'])
    assert.ok(!forbids(`User-agent: ${names}\nDisallow: /`), names);
});

test('an exception is only what begins with Allow; what is near to it opens nothing', () => {
  const open = (key: string) => !forbids(`User-agent: *\nDisallow: /\n${key}: /x`);
  for (const key of ['Allow', 'ALLOW', 'allowed', 'Allow ']) assert.ok(open(key), key);
  for (const key of ['alow', 'allw', 'aloow', 'alllow', 'no allow']) assert.ok(!open(key), key);
});

test('prose, addresses and other words are no rules', () => {
  for (const line of [
    'Please disallow nothing',
    'Noindex: /',
    'Host: a.test',
    'Allow everybody in',
    'http://a.test/disallow',
    ': /',
    '/',
  ])
    assert.ok(!forbids(`User-agent: *\n${line}`), line);
  assert.deepEqual(readRecord('Sitemap http://a.test/s.xml'), {
    key: 'sitemap',
    value: 'http://a.test/s.xml',
  });
  assert.deepEqual(readRecord('site-map: http://a.test/s.xml'), {
    key: 'sitemap',
    value: 'http://a.test/s.xml',
  });
  assert.equal(parseRobots('User-agent: *\ncrawl delay: 7').crawlDelay('x'), 7);
});

test('a line of any length is read in one go', { timeout: 60_000 }, () => {
  for (const line of [
    `a${' '.repeat(500_000)}b`,
    `a ${'b '.repeat(250_000)}`,
    `${'a '.repeat(250_000)}: /`,
    `user ${'\u200b'.repeat(250_000)}agent: *`,
  ]) {
    assert.ok((readRecord(line)?.value.length ?? 0) < line.length);
  }
});

test('whatever is misspelt, compact rules forbid what the whole file forbids', () => {
  const key = fc.constantFrom(
    'Disallow',
    'Useragent',
    'User agent',
    'Dissalow',
    'Disalow',
    'Allow',
    'disalowed',
    'x',
  );
  const sign = fc.constantFrom(': ', ' ', '=', ' = ', '\uff1a', ' : ');
  const value = fc.constantFrom('/', '/x', '*', 'FooBot', 'BarBot, FooBot', '/a:b', '"*"');
  const line = fc.tuple(key, sign, value).map((parts) => parts.join(''));
  fc.assert(
    fc.property(fc.array(line, { maxLength: 12 }), (lines) => {
      const file = lines.join('\n');
      const compact = compactRobots(file);
      for (const path of ['/', '/x', '/a:b']) assert.equal(forbids(compact, path), forbids(file, path), file);
    }),
    { seed, numRuns: 2000 },
  );
});
