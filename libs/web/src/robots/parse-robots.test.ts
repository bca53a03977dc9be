import assert from 'node:assert/strict';
import { test } from 'node:test';
import { parseRobots } from './parse-robots.ts';
import { ROBOTS_LIMIT } from './records/records.ts';

const ua = 'FooBot/1.0 (+https://foo.example/bot)';
const at = 'http://a.test';

test('a user agent is matched by its product token, whatever the case (RFC 9309 §2.2.1)', () => {
  const rules: [file: string, agent: string, allowed: boolean][] = [
    ['User-agent: FooBot\nDisallow: /', 'FooBot', false],
    ['User-agent: foobot\nDisallow: /', ua, false],
    ['User-agent: FooBot/2.1\nDisallow: /', ua, false],
    ['User-agent: FooBot is nice\nDisallow: /', ua, false],
    ['User-agent: Foo\nDisallow: /', ua, true],
    ['User-agent: FooBotImages\nDisallow: /', ua, true],
    ['User-agent: FooBot\nDisallow: /', 'Mozilla/5.0 (compatible; FooBot/1.0; +https://foo.example)', false],
    [
      'User-agent: FooBot\nDisallow: /',
      'Mozilla/5.0 AppleWebKit/537.36 (KHTML, like Gecko; compatible; FooBot/1.0; +https://foo.example) Chrome/130',
      false,
    ],
    ['User-agent: 360Foo\nDisallow: /', '360Foo/1.0', false],
    ['User-agent: MJ12bot\nDisallow: /', 'MJ12bot/v1.4', false],
    ['User-agent: MJ\nDisallow: /', 'MJ12bot/v1.4', true],
    ['User-agent: Mozilla\nDisallow: /', 'Mozilla/5.0 (X11)', false],
    ['User-agent: *\nDisallow: /', ua, false],
    ['User-agent: * # all\nDisallow: /', ua, false],
    ['User-agent: *Bot\nDisallow: /', ua, true],
    ['User-agent: *\nDisallow: /', '', false],
    ['User-agent: *\nDisallow: /\n\nUser-agent: FooBot\nDisallow:', ua, true],
    ['User-agent: *\nDisallow: /\n\nUser-agent: FooBot\n', ua, true],
    ['User-agent: FooBot\nDisallow:\n\nUser-agent: *\nDisallow: /', ua, true],
    ['Disallow: /', ua, true],
    ['User-agent:\nDisallow: /', ua, true],
    ['User-agent: FooBot\nDisallow: /x\nUser-agent:\nDisallow: /', ua, true],
    ['', ua, true],
  ];
  for (const [file, agent, allowed] of rules) {
    assert.equal(parseRobots(file).isAllowed(agent, `${at}/page`), allowed, JSON.stringify([file, agent]));
  }
});

test('groups for the same crawler are one group, and a group may name several', () => {
  const robots = parseRobots(`user-agent: FooBot
disallow: /x

user-agent: BarBot
user-agent: *
disallow: /y

user-agent: FOOBOT
disallow: /z`);
  const allowed = (agent: string) =>
    ['x', 'y', 'z'].filter((path) => robots.isAllowed(agent, `${at}/${path}`));
  assert.deepEqual(allowed('FooBot'), ['y']);
  assert.deepEqual(allowed('BarBot'), ['x', 'z']);
  assert.deepEqual(allowed('BazBot'), ['x', 'z']);
});

test('other lines, empty lines and comments do not end a group', () => {
  for (const other of [
    'Sitemap: https://a.test/s.xml',
    'Unknown: line',
    'garbage',
    '',
    '# x',
    'Crawl-delay: 5',
    ': x',
  ]) {
    const robots = parseRobots(
      `User-agent: BarBot\n${other}\nUser-agent: FooBot\n${other}\nDisallow: /x\n${other}\nDisallow: /y`,
    );
    for (const agent of ['FooBot', 'BarBot']) {
      assert.equal(robots.isAllowed(agent, '/x'), false, `${agent} after ${JSON.stringify(other)}`);
      assert.equal(robots.isAllowed(agent, '/y'), false, `${agent} after ${JSON.stringify(other)}`);
    }
  }
});

test('lines end with LF, CR or CRLF; a BOM is skipped; broken bytes do no harm', () => {
  for (const end of ['\n', '\r', '\r\n', '\n\r']) {
    assert.equal(
      parseRobots(`User-agent: *${end}Disallow: /x${end}`).isAllowed(ua, '/x'),
      false,
      JSON.stringify(end),
    );
  }
  const file = 'User-agent: *\nDisallow: /x\n';
  assert.equal(parseRobots(`\uFEFF${file}`).isAllowed(ua, '/x'), false);
  assert.equal(parseRobots(Buffer.from(`\uFEFF${file}`)).isAllowed(ua, '/x'), false);
  for (const part of ['\xef\xbb', '\xef'])
    assert.equal(parseRobots(Buffer.from(part + file, 'latin1')).isAllowed(ua, '/x'), false, 'half a BOM');
  assert.equal(parseRobots(Buffer.from(`\xff\0\n${file}`, 'latin1')).isAllowed(ua, '/x'), false);
});

test('500 KiB are read, and no half line (§2.5)', () => {
  const head = 'User-agent: *\nDisallow: /first\n';
  const fill = (bytes: number) => `#${'x'.repeat(bytes - 2)}\n`;
  const last = 'Disallow: /last/of/all\n';
  const room = ROBOTS_LIMIT - head.length - last.length;
  for (const encode of [(text: string) => text, (text: string) => Buffer.from(text)]) {
    const whole = parseRobots(encode(head + fill(room) + last));
    assert.equal(whole.isAllowed(ua, '/last/of/all'), false, 'the last line within the limit');
    const unended = parseRobots(encode(head + fill(room + 1) + last));
    assert.equal(unended.isAllowed(ua, '/last/of/all'), false, 'its line end may lie beyond');
    const cut = parseRobots(encode(head + fill(room + 6) + last));
    assert.equal(cut.isAllowed(ua, '/last/of/all'), true, 'a line cut by the limit is left out');
    assert.equal(cut.isAllowed(ua, '/last/x'), true, 'and not read as a shorter one');
    assert.equal(cut.isAllowed(ua, '/first'), false);
  }
  assert.equal(parseRobots('x'.repeat(2 * ROBOTS_LIMIT)).isAllowed(ua, '/'), true);
});

test('crawlDelay is in seconds, the longest of the groups for the crawler', () => {
  const rules: [file: string, seconds: number | null][] = [
    ['User-agent: *\nCrawl-delay: 1', 1],
    ['User-agent: *\nCrawl-delay: 0.5', 0.5],
    ['User-agent: *\nCrawl-delay: .5', 0.5],
    ['User-agent: *\nCrawl-delay: 10 s', 10],
    ['User-agent: *\nCrawl-delay: -1', null],
    ['User-agent: *\nCrawl-delay: soon', null],
    ['User-agent: *\nCrawl-delay:', null],
    ['User-agent: *\nDisallow: /x\nCrawl-delay: 2', 2],
    ['User-agent: *\nCrawl-delay: 3\nDisallow: /x\nCrawl-delay: 2', 3],
    ['User-agent: FooBot\nDisallow:\n\nUser-agent: *\nCrawl-delay: 2', null],
    ['User-agent: FooBot\nCrawl-delay: 1\n\nUser-agent: FooBot\nCrawl-delay: 2', 2],
    ['User-agent: BarBot\nCrawl-delay: 9\n\nUser-agent: *\nDisallow: /x', null],
    ['User-agent: BarBot\nUser-agent: *\nCrawl-delay: 9', 9],
    ['User-agent: *\nDisallow: /x\n\nUser-agent: BarBot\nCrawl-delay: 9', null],
    ['Crawl-delay: 9\nUser-agent: *\nDisallow: /x', null],
    ['', null],
  ];
  for (const [file, seconds] of rules)
    assert.equal(parseRobots(file).crawlDelay(ua), seconds, JSON.stringify(file));
});

test('sitemaps belong to no group', () => {
  const robots = parseRobots(
    'Sitemap: http://a.test/1.xml\nUser-agent: BarBot\nsitemap :http://a.test/2.xml # x\nSITEMAP:\nSitemap: http://a.test/1.xml',
  );
  assert.deepEqual(robots.sitemaps, ['http://a.test/1.xml', 'http://a.test/2.xml']);
});

test('the verdict names the deciding line', () => {
  const robots = parseRobots(
    '# hello\r\nUser-agent: *\r\nDisallow: /x # why\r\nAllow: /x/y\r\n\r\nUser-agent: BarBot\r\n',
  );
  assert.deepEqual(robots.verdict(ua, 'http://a.test/x'), {
    allowed: false,
    line: 'Disallow: /x # why',
    lineNumber: 3,
    group: '*',
  });
  assert.deepEqual(robots.verdict(ua, '/x/y'), {
    allowed: true,
    line: 'Allow: /x/y',
    lineNumber: 4,
    group: '*',
  });
  assert.deepEqual(robots.verdict(ua, '/'), { allowed: true, line: null, lineNumber: null, group: '*' });
  assert.deepEqual(robots.verdict('BarBot', '/x'), {
    allowed: true,
    line: null,
    lineNumber: null,
    group: 'barbot',
  });
  assert.deepEqual(parseRobots('').verdict(ua, '/x'), {
    allowed: true,
    line: null,
    lineNumber: null,
    group: null,
  });
  assert.equal(robots.isAllowed(ua, 'not a URL'), false);
});

test('the rules of a group are kept once, however many crawlers it names', () => {
  const agents = Array.from(
    { length: 10_000 },
    (_, i) => `User-agent: ${'ab'.repeat(i % 7)}${String.fromCharCode(97 + (i % 26))}\n`,
  );
  const rules = Array.from({ length: 10_000 }, (_, i) => `Disallow: /${i}$\n`);
  const robots = parseRobots(agents.join('') + rules.join(''));
  assert.equal(robots.isAllowed('a', '/77'), false);
  assert.equal(robots.isAllowed('a', '/77x'), true);
});
