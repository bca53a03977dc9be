import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { isPrivateAddress, isPublicAddress } from './address/index.ts';
import { charsetOfLabel, findCharset, readDocument, readRobotsTag } from './html/index.ts';
import { parseRobots } from './robots/index.ts';
import { parseSitemap } from './sitemap/index.ts';
import {
  canonicalUrl,
  hostKey,
  inScope,
  joinUrl,
  looksLikeTrap,
  origin,
  scopeOf,
  splitUrl,
} from './url/index.ts';

const seed = Number(process.env.FUZZ_SEED ?? 20261123);

/** Bytes that look like what a site may send, cut and mixed at will. */
const piece = fc.constantFrom(
  ...[
    '<',
    '>',
    '"',
    "'",
    '=',
    '&',
    '&#',
    ';',
    '&amp;',
    '<!--',
    '-->',
    '<![CDATA[',
    ']]>',
    '<?xml ',
    '?>',
    '<!DOCTYPE x [',
  ],
  ...[
    '<urlset>',
    '<url>',
    '<loc>',
    '</loc>',
    '</url>',
    '<rss>',
    '<item>',
    '<link href="',
    '<feed>',
    '<entry>',
    'http://a.test/',
  ],
  ...[
    '<a href=',
    '<meta charset=',
    '<meta http-equiv=refresh content="0;url=',
    '<title>',
    '</title>',
    '<svg>',
    '<base href=',
  ],
  ...[
    'User-agent: *',
    'Disallow: /',
    'Allow: /*',
    'Crawl-delay: ',
    'Sitemap: ',
    '\n',
    '\r',
    '$',
    '*',
    '%',
    '%2',
    '#',
    ':',
  ],
  ...[
    '\0',
    '\uFEFF',
    '\u00ff',
    'é',
    '😀',
    '\ud800',
    '1',
    'e9',
    ' ',
    '/',
    '?',
    '..',
    'charset=',
    'utf-16',
    'x'.repeat(300),
  ],
);
const text = fc.oneof(
  fc.array(piece, { maxLength: 30 }).map((parts) => parts.join('')),
  fc.string({ unit: 'binary' }),
);
const bytes = fc.oneof(
  text.map((each) => new Uint8Array(Buffer.from(each, 'utf8'))),
  fc.uint8Array({ maxLength: 200 }),
);

test(`nothing a site sends makes a reader throw, and what they answer is canonical (seed ${seed})`, () => {
  const scope = scopeOf('prefix', ['http://a.test/b/'], ['*a*'], ['*?x*']);
  const check = (url: string) => {
    assert.equal(canonicalUrl(url), url);
    assert.match(origin(url), /^https?:\/\/[^/]+$/);
    const { host, entry } = splitUrl(url);
    assert.equal(host, hostKey(url));
    assert.equal(joinUrl(host, entry), url);
    inScope(url, scope);
    looksLikeTrap(url);
  };
  fc.assert(
    fc.property(bytes, text, (body, other) => {
      const charset = findCharset(body, other);
      assert.equal(charsetOfLabel(charset.name), charset.name);
      const kind = body.length % 2 === 0 ? 'html' : 'xhtml';
      const page = readDocument(body, { url: 'http://a.test/b/c', kind, charset: other });
      for (const { url } of page.links) check(url);
      for (const part of [page.title, page.language]) assert.ok(part === null || part.isWellFormed());
      assert.ok(!page.title?.includes('\0'));

      const sitemap = parseSitemap(body, { url: 'http://a.test/s.xml', contentType: other });
      for (const { url } of sitemap.urls) check(url);
      sitemap.sitemaps.forEach(check);
      assert.equal(sitemap.problem === null, sitemap.kind !== 'none');

      const robots = parseRobots(body);
      assert.equal(typeof robots.isAllowed(other, `http://a.test/${other}`), 'boolean');
      const delay = robots.crawlDelay(other);
      assert.ok(delay === null || (delay >= 0 && Number.isFinite(delay)));

      readRobotsTag(other, other);
      assert.ok(!(isPublicAddress(other) && isPrivateAddress(other)));
    }),
    { seed, numRuns: 5000 },
  );
});
