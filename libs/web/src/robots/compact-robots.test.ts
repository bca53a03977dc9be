import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { COMPACT_LIMIT, compactRobots } from './compact-robots.ts';
import { crawlDelays, delayFor } from './crawl-delays.ts';
import { parseRobots } from './parse-robots.ts';

const seed = Number(process.env.FUZZ_SEED ?? 20261130);
const paths = [
  ...['/', '/a', '/ab', '/abc', '/abcd?x', '/a/b', '/a/b/c?x=%2Fb', '/a?b', '/a?b/x', '/a?b%2Fx', '/b/a'],
  ...[
    '/%7Ea',
    '/~a',
    '/%C3%A9',
    '/é/a',
    '/a$b',
    '/a%24',
    '/a/b.html',
    '/b?a?b',
    '/aaaaaaaaaaaaaaaaaaaaaab',
    '/c',
  ],
];
const agents = ['FooBot', 'BarBot', 'BazBot', 'Nobody'];

const piece = fc.constantFrom(
  ...[
    '/',
    'a',
    'b',
    'c',
    '*',
    '$',
    '?',
    '%2F',
    '%7E',
    '%',
    'é',
    ' ',
    'x',
    '/a',
    '/ab',
    '.html',
    '=',
    '%24',
    'aaaaaaaaaa',
  ],
);
const pattern = fc.array(piece, { maxLength: 12 }).map((parts) => `/${parts.join('')}`);
const line = fc.oneof(
  { weight: 6, arbitrary: pattern.map((value) => `Disallow: ${value}`) },
  { weight: 6, arbitrary: pattern.map((value) => `Allow: ${value}`) },
  { weight: 4, arbitrary: fc.constantFrom(...agents.slice(0, 3), '*').map((name) => `User-agent: ${name}`) },
  { weight: 1, arbitrary: fc.nat({ max: 90 }).map((seconds) => `Crawl-delay: ${seconds}`) },
  {
    weight: 1,
    arbitrary: fc.constantFrom('', '# why', 'Disallow:', 'Sitemap: http://a.test/s.xml', 'Nonsense: 1'),
  },
);
const file = fc.array(line, { maxLength: 40 }).map((lines) => lines.join('\n'));

test('a compact robots.txt decides as the whole one does, by the same line, and asks everybody for the same delay', () => {
  fc.assert(
    fc.property(file, (body) => {
      const [whole, compact] = [parseRobots(body), parseRobots(compactRobots(body))];
      for (const agent of agents) {
        assert.equal(compact.crawlDelay(agent), whole.crawlDelay(agent));
        for (const path of paths) {
          const [one, other] = [whole.verdict(agent, path), compact.verdict(agent, path)];
          assert.deepEqual(
            [other.allowed, other.lineNumber, other.group],
            [one.allowed, one.lineNumber, one.group],
            path,
          );
        }
      }
      assert.deepEqual(compact.sitemaps, whole.sitemaps);
    }),
    { seed, numRuns: 500 },
  );
});

test('what does not fit is cut so that it only forbids more, for everybody, and stays within the limit', () => {
  const sizes = fc.integer({ min: 40, max: 400 });
  let cut = 0;
  fc.assert(
    fc.property(file, sizes, fc.constantFrom(...agents, ''), (body, most, userAgent) => {
      const text = compactRobots(body, { userAgent, most });
      assert.ok(text.length <= most, `${text.length} of ${most} bytes`);
      const [whole, compact] = [parseRobots(body), parseRobots(text)];
      for (const agent of agents) {
        for (const path of paths) {
          if (!compact.isAllowed(agent, path)) cut++;
          else assert.ok(whole.isAllowed(agent, path), `${agent} ${path} in\n${text}`);
        }
      }
    }),
    { seed, numRuns: 2000 },
  );
  assert.ok(cut > 0);
});

test('what is compact stays as it is', () => {
  fc.assert(
    fc.property(file, (body) => {
      const once = compactRobots(body);
      assert.equal(compactRobots(once), once);
    }),
    { seed, numRuns: 300 },
  );
});

test('a small one without comments stays as it was written', () => {
  const body = 'User-agent: *\nCrawl-delay: 2.5\nDisallow: /private\nSitemap: http://a.test/s.xml\n';
  assert.equal(compactRobots(body), body);
});

/** Rules as a shop has them, of some 65 bytes each. */
function shop(rules: number, more = ''): string {
  const word = (i: number) =>
    `${['archive', 'category', 'tag'][i % 3]}-${((i * 2_654_435_761) % 1e9).toString(36)}`;
  const of = (i: number) => `Disallow: /shop/${word(i)}/products/${word(i + 7)}/discontinued.html\n${more}`;
  return `User-agent: *\n${Array.from({ length: rules }, (_, i) => of(i)).join('')}`;
}

/** The file and what is kept of it say the same, by the same lines, at each path it names and beside them. */
function assertSame(body: string, text: string): void {
  const [whole, compact] = [parseRobots(body), parseRobots(text)];
  const named = [...body.matchAll(/: (\/.*)/g)].map(([, path]) => path!);
  const sample = named
    .filter((_, i) => i % 97 === 0)
    .flatMap((path) => [path, `${path}x`, path.slice(0, -9)]);
  for (const path of ['/', '/about', '/shop/', '/shop/index.html', ...sample, named.at(-1)!])
    assert.deepEqual(compact.verdict('Any', path).allowed, whole.verdict('Any', path).allowed, path);
}

test('thousands of rules keep their exact meaning', () => {
  const short = Array.from({ length: 5000 }, (_, i) => `Disallow: /shop/${i}/products/${i * 7}/old.html\n`);
  for (const body of [shop(3000), `User-agent: *\n${short.join('')}`]) {
    assert.ok(body.length > 200 * 1024, `${body.length}`);
    const text = compactRobots(body);
    assert.ok(text === body);
    assertSame(body, text);
  }
});

test('rules that others make needless go before anything is forbidden that was not', () => {
  const body = `${shop(5000, 'Allow: /\n')}Disallow: /shop/archive\nDisallow: /shop/category\n`;
  const text = compactRobots(body);
  assert.ok(text.length <= COMPACT_LIMIT && text.length < body.length / 2);
  assertSame(body, text);
  // An exception between the two makes the longer one needed.
  const between = 'User-agent: *\nDisallow: /a\nAllow: /a/b\nDisallow: /a/b/c\nDisallow: /a/x\n';
  const file = `${between}# ${'x'.repeat(100)}\nSitemap: http://a.test/s.xml\n`;
  for (const most of [between.length - 1, between.length - 14]) {
    const kept = parseRobots(compactRobots(file, { most }));
    assert.equal(kept.isAllowed('Any', '/a/b/c/d'), false);
  }
});

test('what is too much is cut at its longest rules, not all of it forbidden, whoever asks', () => {
  const long = Array.from({ length: 3000 }, (_, i) => `Disallow: /deep/${i}/${'x'.repeat(150)}\n`).join('');
  const body = `User-agent: *\nDisallow: /private\n${long}`;
  for (const userAgent of ['', 'Trunkline/0.1']) {
    const text = parseRobots(compactRobots(body, { userAgent }));
    const of = ['/', '/deep/', '/deep/7/other', '/private', `/deep/7/${'x'.repeat(150)}`];
    assert.deepEqual(
      of.map((path) => text.isAllowed('Trunkline', path)),
      [true, true, true, false, false],
    );
  }
});

test('500 KiB of anything become at most 256 KiB and never allow more', () => {
  const kib500 = 500 * 1024;
  const fill = (of: (i: number) => string) => {
    let text = '';
    for (let i = 0; text.length < kib500; i++) text += of(i);
    return text.slice(0, kib500);
  };
  const files = {
    nothing: '\u0001'.repeat(kib500),
    rules: `User-agent: *\n${fill((i) => `Disallow: /a${i}\n`)}`,
    'rules with exceptions': `User-agent: *\n${fill((i) => `Disallow: /a${i}\nAllow: /a${i}/b\n`)}`,
    agents: fill((i) => `User-agent: Bot${i}\nDisallow: /a${i}\n`),
    'agents that share rules': `${fill((i) => `User-agent: Bot${i}\n`).slice(0, kib500 / 2)}\n${fill((i) => `Disallow: /a${i}\n`)}`,
    'one long rule': `User-agent: *\nDisallow: /private${'x'.repeat(kib500 / 2)}`,
    stars: `User-agent: *\nDisallow: /a${'*a'.repeat(kib500 / 4)}\n`,
  };
  for (const [what, body] of Object.entries(files)) {
    const text = compactRobots(body, { userAgent: 'Trunkline/0.1' });
    assert.ok(text.length <= COMPACT_LIMIT, `${what}: ${text.length}`);
    const [whole, compact] = [parseRobots(body), parseRobots(text)];
    for (const path of ['/', '/a1', '/a1/b', '/a20000', '/private', '/b'])
      for (const agent of ['Trunkline', 'Bot1', 'Bot9000', 'Other'])
        assert.ok(
          !compact.isAllowed(agent, path) || whole.isAllowed(agent, path),
          `${what}: ${agent} ${path}`,
        );
  }
  // Who asked is not forbidden what only others are.
  const own = parseRobots(compactRobots(files.agents, { userAgent: 'Trunkline/0.1' }));
  assert.deepEqual([own.isAllowed('Trunkline/0.1', '/a1'), own.isAllowed('Bot9000', '/b')], [true, false]);
});

test('each agent is asked for its own Crawl-delay; who is not named for that of `*`, or of those there was no room for', () => {
  const of = (body: string) => crawlDelays(parseRobots(body));
  const two = of('User-agent: FastBot\nAllow: /\n\nUser-agent: *\nCrawl-delay: 30\n');
  assert.deepEqual(
    ['fastbot', 'trunkline', ''].map((token) => delayFor(two, token)),
    [0, 30_000, 30_000],
  );
  assert.equal(two.longest, 30_000);
  assert.deepEqual(of('User-agent: *\nCrawl-delay: 2.5\n'), { longest: 2500, byAgent: '' });
  assert.deepEqual(of('Disallow: /\n'), { longest: 0, byAgent: '' });
  const many = Array.from(
    { length: 500 },
    (_, i) => `User-agent: Bot${i}\nCrawl-delay: ${i + 1}\nDisallow: /x\n`,
  );
  const crowd = of(many.join(''));
  assert.ok(crowd.byAgent.length < 4000);
  assert.deepEqual(
    ['bot499', 'bot3', 'other'].map((token) => delayFor(crowd, token)),
    [500_000, 436_000, 436_000],
  );
});
