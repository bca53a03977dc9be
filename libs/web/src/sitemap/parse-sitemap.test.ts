import assert from 'node:assert/strict';
import { test } from 'node:test';
import { gzipSync } from 'node:zlib';
import { parseSitemap, type Sitemap, type SitemapSource } from './parse-sitemap.ts';

const at = 'http://a.test/sitemap.xml';

function parse(text: string | Uint8Array, source: Partial<SitemapSource> = {}): Sitemap {
  return parseSitemap(typeof text === 'string' ? Buffer.from(text) : text, { url: at, ...source });
}

/** Paths of the URLs, with the time of change where there is one. */
function urls(text: string | Uint8Array, source?: Partial<SitemapSource>): string[] {
  return parse(text, source).urls.map((each) =>
    [each.url.replace('http://a.test/', ''), each.lastModified]
      .filter((part) => part !== undefined)
      .join(' '),
  );
}

const urlset = (inner: string) =>
  `<?xml version="1.0"?><urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">${inner}</urlset>`;

test('a urlset names URLs and when they changed', () => {
  const rules: [inner: string, found: string[]][] = [
    ['<url><loc>http://a.test/x</loc></url>', ['x']],
    ['<url><loc>\n http://a.test/x \n</loc><lastmod>2026-01-02</lastmod></url>', ['x 2026-01-02']],
    [
      '<url><lastmod>2026-01-02T03:04:05+01:00</lastmod><loc>http://a.test/x</loc></url>',
      ['x 2026-01-02T03:04:05+01:00'],
    ],
    ['<url><loc>http://a.test/x</loc><lastmod>yesterday</lastmod></url>', ['x']],
    ['<url><loc>http://a.test/x</loc><lastmod>2026-13-02</lastmod></url>', ['x']],
    ['<url><loc>http://a.test/x?y=1&amp;z=2</loc></url>', ['x?y=1&z=2']],
    ['<url><loc>http://a.test/x?y=1&z=2</loc></url>', ['x?y=1&z=2']],
    ['<url><loc>http://a.test/x?y=1&copy=2</loc></url>', ['x?y=1&copy=2']],
    ['<url><loc>http://a.test/&#x7E;x&#45;</loc></url>', ['~x-']],
    ['<url><loc><![CDATA[http://a.test/x?y&z]]></loc></url>', ['x?y&z']],
    ['<url><loc>http://a.test/<![CDATA[x&amp;]]>y</loc></url>', ['x&amp;y']],
    ['<url><loc>/x</loc></url><url><loc>y</loc></url>', ['x', 'y']],
    ['<url><loc>http://a.test/x#y</loc></url><url><loc>http://a.test/x</loc></url>', ['x']],
    ['<url><loc>mailto:x@y</loc></url><url><loc></loc></url><url/><url><loc/></url>', []],
    ['<!-- <url><loc>http://a.test/x</loc></url> --><?x <url> ?>', []],
    [
      '<url><loc>http://a.test/x</loc><image:image><image:loc>http://a.test/y.png</image:loc></image:image></url>',
      ['x'],
    ],
    [
      '<url><image:image><image:loc>http://a.test/y.png</image:loc></image:image><loc>http://a.test/x</loc></url>',
      ['x'],
    ],
    ['<url><video:video><video:url>z</video:url></video:video><loc>http://a.test/x</loc></url>', ['x']],
    ['<url><loc>http://a.test/x</loc><xhtml:link rel="alternate" href="http://a.test/de"/></url>', ['x']],
    ['<url><loc>http://a.test/x</loc><url><loc>http://a.test/y</loc></url>', ['x', 'y']],
    ['<url><loc>http://a.test/x</loc></url></wrong><url><loc>http://a.test/y</loc></url>', ['x', 'y']],
    ['<url><loc>http://a.test/x</loc></url><url><loc>http://a.test/y</l', ['x']],
    ['<url><loc>http://a.test/x</loc></url><url><loc>http://a.te', ['x']],
    ['<loc>http://a.test/x</loc>', []],
  ];
  for (const [inner, found] of rules) {
    assert.deepEqual(urls(urlset(inner)), found, inner);
    assert.equal(parse(urlset(inner)).kind, 'urlset', inner);
  }
  const prefixed = '<s:urlset xmlns:s="x"><s:url><s:loc>http://a.test/x</s:loc></s:url></s:urlset>';
  assert.deepEqual(urls(prefixed), ['x']);
});

test('an index names sitemaps', () => {
  const index =
    '<sitemapindex><sitemap><loc>/1.xml.gz</loc><lastmod>2026-01-02</lastmod></sitemap><sitemap><loc>http://b.test/2.xml</loc></sitemap></sitemapindex>';
  const { kind, urls, sitemaps } = parse(index);
  assert.deepEqual([kind, urls, sitemaps], ['index', [], ['http://a.test/1.xml.gz', 'http://b.test/2.xml']]);
});

test('RSS and Atom feeds name the pages of their items', () => {
  const rules: [feed: string, found: string[]][] = [
    [
      `<rss version="2.0"><channel><link>http://a.test/</link><atom:link rel="self" href="http://a.test/feed"/>
      <item><title>X</title><link>http://a.test/x</link><guid>http://a.test/?p=1</guid><pubDate>Tue, 03 Jun 2025 09:39:21 GMT</pubDate></item>
      <item><guid>http://a.test/y</guid></item><item><guid isPermaLink="false">http://a.test/z</guid></item>
      <item><source url="http://b.test/"><link>http://b.test/</link></source><link><![CDATA[http://a.test/w?a&b]]></link></item>
      </channel></rss>`,
      ['x 2025-06-03T09:39:21.000Z', 'y', 'w?a&b'],
    ],
    [
      `<rdf:RDF><channel><link>http://a.test/</link></channel><item rdf:about="x"><link>http://a.test/x</link><dc:date>2026-01-02</dc:date></item></rdf:RDF>`,
      ['x 2026-01-02'],
    ],
    [
      `<feed xmlns="http://www.w3.org/2005/Atom"><link href="http://a.test/"/><entry><link rel="edit" href="/edit"/>
      <link rel='alternate' href='/x?a=1&amp;b=2'/><published>2025-01-01T00:00:00Z</published><updated>2026-01-02T03:04:05Z</updated></entry>
      <entry><link href="/y"/><source><link href="/no"/></source></entry></feed>`,
      ['x?a=1&b=2 2026-01-02T03:04:05Z', 'y'],
    ],
  ];
  for (const [feed, found] of rules) {
    assert.deepEqual(urls(feed), found, feed);
    assert.equal(parse(feed).kind, 'feed');
  }
});

test('a text names one URL per line', () => {
  const text =
    '\uFEFFhttp://a.test/x\r\n\n  http://a.test/y#z  \nnot a URL\n/relative\nhttp://a.test/x\nHTTPS://b.test';
  const found = parse(text, { contentType: 'text/plain' });
  assert.equal(found.kind, 'text');
  assert.deepEqual(parse(text, { contentType: 'application/xml' }), found, 'whatever it is said to be');
  assert.deepEqual(found.urls, [
    { url: 'http://a.test/x' },
    { url: 'http://a.test/y' },
    { url: 'https://b.test/' },
  ]);
});

test('other documents are none, with the problem', () => {
  const rules: [document: string, problem: RegExp][] = [
    ['<!doctype html><html><body><a href=x>not found', /<html>/],
    ['', /no line/],
    ['hello', /no line/],
    ['<', /<>/],
    ['<?xml version="1.0"?>', /no element/],
    ['<!DOCTYPE x [<!ENTITY a "b">]><urlset><url><loc>http://a.test/&a;</loc></url></urlset>', /entities/],
    ['<!DOCTYPE x [<!-- ] --><!ENTITY a "b">]><urlset/>', /entities/],
    ['<!DOCTYPE x [<!ENTITY % a SYSTEM "file:///etc/passwd"> %a;]><urlset/>', /entities/],
    ['<!DOCTYPE x [', /no element/],
    ['<constructor><url><loc>http://a.test/</loc></url></constructor>', /<constructor>/],
    ['<__proto__/>', /<__proto__>/],
  ];
  for (const [document, problem] of rules) {
    const found = parse(document);
    assert.equal(found.kind, 'none', document);
    assert.match(found.problem ?? '', problem, document);
  }
  const doctype =
    '<!DOCTYPE rss PUBLIC "-//Netscape//DTD RSS 0.91//EN" "http://b.test/rss.dtd"><rss><channel/></rss>';
  assert.equal(parse(doctype).kind, 'feed');
});

test('gzip is recognised by its bytes; half an archive gives what it has; a bomb is refused', () => {
  const whole = Buffer.from(
    urlset(
      Array.from({ length: 5000 }, (_, i) => `<url><loc>http://a.test/${Math.sqrt(i)}</loc></url>`).join(''),
    ),
  );
  const archive = gzipSync(whole);
  assert.equal(parse(archive, { contentType: 'text/plain' }).urls.length, 5000);
  const half = parse(archive.subarray(0, archive.length / 2));
  assert.ok(half.urls.length > 1000 && half.urls.length < 4000, `${half.urls.length}`);

  assert.match(
    parse(gzipSync(Buffer.alloc(10_000)), { maxBytes: 1000 }).problem ?? '',
    /more than 1000 bytes/,
  );
  assert.match(parse(Buffer.from([0x1f, 0x8b, 1, 2, 3])).problem ?? '', /broken/);
  for (const flags of [0, 8, 4 + 8 + 16 + 2]) {
    const extra = flags & 4 ? [3, 0, 1, 2, 3] : [];
    const texts = [...(flags & 8 ? [97, 0] : []), ...(flags & 16 ? [98, 0] : [])];
    const header = Buffer.from([
      0x1f,
      0x8b,
      8,
      flags,
      0,
      0,
      0,
      0,
      0,
      3,
      ...extra,
      ...texts,
      ...(flags & 2 ? [0, 0] : []),
    ]);
    const soiled = Buffer.concat([header, archive.subarray(10), Buffer.from('junk')]);
    assert.equal(parse(soiled).urls.length, 5000, `junk behind the archive, flags ${flags}`);
  }
});

test('length and number of URLs are limited, and it says so', () => {
  const document = urlset('<url><loc>http://a.test/x</loc></url><url><loc>http://a.test/y</loc></url>');
  const text = 'http://a.test/x\nhttp://a.test/y\n';
  const rules: [document: string, limits: Partial<SitemapSource>, count: number, cut: boolean][] = [
    [document, { maxUrls: 2 }, 2, false],
    [document, { maxUrls: 1 }, 1, true],
    [document, { maxBytes: document.length }, 2, false],
    [document, { maxBytes: document.length - 50 }, 1, true],
    [text, { maxUrls: 2 }, 2, false],
    [text, { maxUrls: 1 }, 1, true],
    [text, { maxBytes: 20 }, 1, true],
  ];
  for (const [body, limits, count, cut] of rules) {
    const found = parse(body, limits);
    assert.deepEqual(
      [found.urls.length > 0 && found.urls[0]?.url, found.cut],
      ['http://a.test/x', cut],
      JSON.stringify(limits),
    );
    assert.ok(found.urls.length >= count, JSON.stringify(limits));
  }
});

test('the charset comes from BOM, header or declaration', () => {
  const document = (encoding: string) =>
    `<?xml version="1.0" encoding="${encoding}"?><urlset><url><loc>http://a.test/é</loc></url></urlset>`;
  assert.deepEqual(urls(document('UTF-8')), ['%C3%A9']);
  assert.deepEqual(urls(Buffer.from(document('ISO-8859-1'), 'latin1')), ['%C3%A9']);
  assert.deepEqual(
    urls(Buffer.from(document('UTF-8'), 'latin1'), { contentType: 'text/xml; charset=latin1' }),
    ['%C3%A9'],
  );
  assert.deepEqual(urls(Buffer.from(`\uFEFF${document('UTF-16')}`, 'utf16le')), ['%C3%A9']);
  assert.deepEqual(urls(`\uFEFF${document('utf-8')}`), ['%C3%A9']);
});

test('depth is followed to a bound and back', () => {
  const deep = `${'<x>'.repeat(1000)}${'</x>'.repeat(1000)}`;
  assert.deepEqual(urls(urlset(`<url>${deep}<loc>http://a.test/x</loc></url>`)), ['x']);
});

test('links of a feed are resolved as XML Base has it, and the pages that its media name are listed too', () => {
  const read = (xml: string) =>
    parseSitemap(Buffer.from(xml), { url: 'http://a.test/feeds/atom.xml' }).urls.map(({ url }) => url);
  const rules: [xml: string, urls: string[]][] = [
    ['<feed xml:base="/blog/"><entry><link href="1"/></entry></feed>', ['http://a.test/blog/1']],
    [
      '<feed xml:base="http://b.test/x/"><entry xml:base="y/"><link href="1"/></entry><entry><link href="2"/></entry></feed>',
      ['http://b.test/x/y/1', 'http://b.test/x/2'],
    ],
    [
      '<feed><entry><link xml:base="/z/" href="1"/><id>x</id></entry><entry><link href="2"/></entry></feed>',
      ['http://a.test/z/1', 'http://a.test/feeds/2'],
    ],
    ['<rss><channel xml:base="/c/"><item><link>3</link></item></channel></rss>', ['http://a.test/c/3']],
    ['<feed xml:base="http://[bad/"><entry><link href="1"/></entry></feed>', ['http://a.test/feeds/1']],
    [
      '<rss><channel><item><media:link href="/m"/><link>/own</link><media:group><media:player url="/p"/></media:group></item></channel></rss>',
      ['http://a.test/own', 'http://a.test/m', 'http://a.test/p'],
    ],
    ['<feed><entry><media:link href="/m">text</media:link></entry></feed>', ['http://a.test/m']],
    [
      '<feed><entry><link href="/en"/><link rel="alternate" hreflang="de" href="/de"/><link rel="edit" href="/no"/></entry></feed>',
      ['http://a.test/en', 'http://a.test/de'],
    ],
    ['<urlset xml:base="/x/"><url><loc>http://a.test/1</loc></url></urlset>', ['http://a.test/1']],
  ];
  for (const [xml, urls] of rules) assert.deepEqual(read(xml), urls, xml);
});
