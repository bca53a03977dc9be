import assert from 'node:assert/strict';
import { test } from 'node:test';
import { policySchema } from './policy.ts';
import { fromHeader, problemOfContact, userAgentWith } from './user-agent.ts';

test('a contact is an http or https URL, or a mail address, that can stand in a User-Agent', () => {
  for (const good of [
    'https://example.org/bot',
    'http://example.org',
    'crawl@example.org',
    'a.b+c@x-y.example.org',
  ])
    assert.equal(problemOfContact(good), null, good);
  for (const bad of [
    '',
    'me',
    'ftp://a.test',
    'https://',
    'a@b',
    'a b@example.org',
    'https://a.test/(x)',
    'https://a.test/\r\nX: y',
    'mailto:a@b.test',
    `https://a.test/${'x'.repeat(200)}`,
  ])
    assert.notEqual(problemOfContact(bad), null, bad);
});

test('it stands in the User-Agent unless that says itself who asks', () => {
  const rules: [userAgent: string, contact: string | null, sent: string][] = [
    ['Trunkline/0.1', null, 'Trunkline/0.1'],
    ['Trunkline/0.1', 'https://a.test/', 'Trunkline/0.1 (+https://a.test/)'],
    ['Trunkline/0.1 (+b@c.test)', 'https://a.test/', 'Trunkline/0.1 (+b@c.test)'],
    ['Mozilla/5.0 (compatible; MyBot/1.0)', 'https://a.test/', 'Mozilla/5.0 (compatible; MyBot/1.0)'],
  ];
  for (const [userAgent, contact, sent] of rules) assert.equal(userAgentWith(userAgent, contact), sent);
  assert.deepEqual(
    [fromHeader('b@c.test'), fromHeader('https://a.test/'), fromHeader(null)],
    ['b@c.test', null, null],
  );
});

test('a User-Agent that cannot be sent, or names nobody in robots.txt, is refused when it is set, and so is a contact', () => {
  const ok = (input: object) => policySchema.safeParse(input).success;
  for (const userAgent of ['MyBot', 'MyBot/1.0 (+https://a.test/; b@c.test)', '_x/1'])
    assert.ok(ok({ userAgent }), userAgent);
  for (const userAgent of [
    '',
    ' MyBot',
    'MyBot ',
    'My\u00dfBot\u4e2d',
    'Bot\r\nX: y',
    'Bot\u0000',
    '/1.0',
    '(x)',
    '\u0411\u043e\u0442',
  ])
    assert.ok(!ok({ userAgent }), JSON.stringify(userAgent));
  assert.ok(ok({ contact: 'https://a.test/' }) && ok({ contact: null }) && !ok({ contact: 'nobody' }));
});
