import assert from 'node:assert/strict';
import { type TestContext, test } from 'node:test';
import { gzipSync } from 'node:zlib';
import type { RobotsVerdict } from '@trunkline/policy';
import { type Answer, html, rawOrigin, respond } from '../../testing/raw-origin.ts';
import { claimOf, configOf, visitsFor } from '../../testing/visits-for-tests.ts';

const urlset = (...entries: string[]) =>
  `<urlset>${entries.map((one) => `<url>${one}</url>`).join('')}</urlset>`;
const xml = (body: string | Buffer) => respond('200 OK', { 'Content-Type': 'application/xml' }, body);

/** An origin, and the visit of a sitemap of it under a job of that host alone. */
async function setUp(t: TestContext, answer: Answer, robots?: string) {
  const origin = await rawOrigin(t, answer);
  const host = new URL(origin.url).host;
  const verdict: RobotsVerdict = { state: 'rules', body: robots ?? '', crawlDelayMs: null };
  const { visits, kept } = visitsFor(t, { robots: async () => verdict });
  const signal = new AbortController().signal;
  const visit = (
    path: string,
    sitemap: number,
    policy: Parameters<typeof configOf>[0] = {},
    scope: Parameters<typeof configOf>[1] = {},
  ) =>
    visits.visit(
      claimOf(`${origin.url}${path}`, { sitemap }),
      configOf(policy, { kind: 'host', of: [host], ...scope }),
      { at: performance.now(), uncertainMs: 0 },
      signal,
    );
  return { ...origin, visit, kept };
}

test('a sitemap leads to its pages, last changed first, in scope only, and is neither stored nor a page', async (t) => {
  const { url, visit, kept } = await setUp(t, (socket) => {
    const pages = [
      `<loc>/old</loc><lastmod>2020-01-01</lastmod>`,
      `<loc>/new</loc><lastmod>2026-01-01</lastmod>`,
      `<loc>http://elsewhere.test/</loc>`,
      `<loc>/some</loc>`,
    ];
    socket.write(xml(urlset(...pages)));
  });
  const { record, discovered, next } = await visit('/sitemap.xml', 1, { contentTypes: ['text/html'] });
  assert.deepEqual(
    discovered.map((found) => [found.url.slice(url.length), found.depth, found.sitemap ?? 0]),
    [
      ['/new', 1, 0],
      ['/old', 1, 0],
      ['/some', 1, 0],
    ],
  );
  assert.deepEqual(
    [record.outcome, record.capture, record.sitemap],
    [{ kind: 'fetched', status: 200 }, null, 1],
  );
  assert.deepEqual([next, kept.length], [{ do: 'settle' }, 0]);
});

test('when its pages were modified goes on the record, in scope and in the past, where runs do not ask for every page', async (t) => {
  const tomorrow = new Date(Date.now() + 86_400_000).toISOString();
  const { url, visit } = await setUp(t, (socket) => {
    const pages = [
      `<loc>/old</loc><lastmod>2020-01-01</lastmod>`,
      `<loc>/new</loc><lastmod>2026-01-01T00:00:10Z</lastmod>`,
      `<loc>/not-yet</loc><lastmod>${tomorrow}</lastmod>`,
      `<loc>http://elsewhere.test/</loc><lastmod>2026-01-01</lastmod>`,
      `<loc>/some</loc>`,
    ];
    socket.write(xml(urlset(...pages)));
  });
  const learning = { recrawl: { shortestMs: 1000, longestMs: 10_000 } };
  assert.deepEqual((await visit('/sitemap.xml', 1, learning)).record.modified, [
    [`${url}/new`, Date.UTC(2026, 0, 1) / 1000 + 10],
    [`${url}/old`, Date.UTC(2020, 0, 1) / 1000],
  ]);
  assert.equal((await visit('/sitemap.xml', 1)).record.modified, undefined);
});

test('an index leads to sitemaps one level deeper, at the third level nowhere', async (t) => {
  const many = Array.from({ length: 2000 }, (_, i) => `<sitemap><loc>/${i}.xml</loc></sitemap>`).join('');
  const { visit } = await setUp(
    t,
    (socket) => void socket.write(xml(`<sitemapindex>${many}</sitemapindex>`)),
  );
  const levels = await Promise.all([1, 2, 3].map(async (level) => (await visit('/i.xml', level)).discovered));
  assert.deepEqual(
    levels.map(({ length }) => length),
    [1000, 100, 0],
  );
  assert.deepEqual(new Set(levels[0]!.map(({ sitemap }) => sitemap)), new Set([2]));
});

test('a large sitemap and a gzipped one are read off the main thread', async (t) => {
  const pages = Array.from({ length: 5000 }, (_, i) => `<loc>/page/${i}</loc>`);
  const { visit } = await setUp(t, (socket, path) => {
    socket.write(xml(path.endsWith('.gz') ? gzipSync(urlset(...pages)) : urlset(...pages)));
  });
  assert.equal((await visit('/large.xml', 1)).discovered.length, 5000);
  assert.equal((await visit('/sitemap.xml.gz', 1)).discovered.length, 5000);
});

test('where a sitemap is redirected its target is a sitemap; one that is missing leads nowhere', async (t) => {
  const { url, visit } = await setUp(t, (socket, path) => {
    socket.write(path === '/a' ? respond('301 Moved', { Location: '/b' }) : respond('404 Not Found', {}));
  });
  const moved = await visit('/a', 2);
  assert.deepEqual(moved.discovered, [{ url: `${url}/b`, depth: 0, hops: 1, urgent: false, sitemap: 2 }]);
  assert.deepEqual((await visit('/b', 2)).discovered, []);
});

test('the sitemaps of robots.txt are found with any page of the origin, on whatever host, if the policy wants them; what is refused is told once', async (t) => {
  const robots =
    'User-agent: *\nDisallow: /no\nSitemap: /here.xml\nSitemap: http://elsewhere.test/there.xml\nSitemap: ftp://a.test/x\nSitemap: /out/x.xml';
  const { url, visit } = await setUp(t, (socket) => void socket.write(html('<a href="/b">b</a>')), robots);
  const obey = { robots: { obey: true, sitemaps: true } };
  const scope = { exclude: ['*/out/*'] };
  const found = async (path: string, policy: object, sitemap = 0) => {
    const { discovered, record } = await visit(path, sitemap, policy, scope);
    const places = discovered.map((one) => [one.url.replace(url, ''), one.sitemap ?? 0]);
    return { places, omitted: (record.omitted ?? []).map(({ kind, of, sample }) => [kind, of, sample]) };
  };
  const named = [
    ['/here.xml', 1],
    ['http://elsewhere.test/there.xml', 1],
  ];
  const first = await found('/', obey);
  assert.deepEqual(first.places, [...named, ['/b', 0]]);
  assert.deepEqual(first.omitted, [
    ['sitemapRefused', 'what robots.txt names is no http or https URL', 'ftp://a.test/x'],
    ['sitemapRefused', 'excluded by */out/*', `${url}/out/x.xml`],
  ]);
  assert.deepEqual(
    await found('/no', obey),
    { places: named, omitted: [] },
    'also where the page itself is forbidden',
  );
  assert.deepEqual((await found('/', { robots: { obey: true } })).places, [['/b', 0]]);
});

test('a sitemap on another host leads to pages in scope and to sitemaps of its own host, and nothing else of that host is wanted', async (t) => {
  const robots = 'Sitemap: /own.xml';
  const { url, visit } = await setUp(
    t,
    (socket, path) =>
      void socket.write(
        xml(
          path === '/index.xml'
            ? '<sitemapindex><sitemap><loc>/more.xml</loc></sitemap><sitemap><loc>http://in.test/x.xml</loc></sitemap><sitemap><loc>http://third.test/y.xml</loc></sitemap></sitemapindex>'
            : urlset('<loc>http://in.test/page</loc>', '<loc>/here/page</loc>'),
        ),
      ),
    robots,
  );
  const scope = { kind: 'host' as const, of: ['in.test'], include: ['*/page'] };
  const policy = { robots: { obey: true, sitemaps: true } };
  const of = async (path: string) => (await visit(path, 1, policy, scope)).discovered.map((one) => one.url);
  assert.deepEqual(await of('/index.xml'), [`${url}/more.xml`, 'http://in.test/x.xml']);
  assert.deepEqual(await of('/pages.xml'), ['http://in.test/page']);
  const { record } = await visit('/index.xml', 1, policy, scope);
  assert.deepEqual(
    record.omitted!.map(({ kind, sample }) => [kind, sample]),
    [['sitemapRefused', 'http://third.test/y.xml']],
  );
});

test('a sitemap that cannot be read says why', async (t) => {
  const { visit } = await setUp(t, (socket) => void socket.write(html('<p>not a sitemap</p>')));
  const { record } = await visit('/sitemap.xml', 1);
  assert.deepEqual(
    record.omitted!.map(({ kind, of }) => [kind, of]),
    [['sitemapUnread', 'the document is <p>']],
  );
});
