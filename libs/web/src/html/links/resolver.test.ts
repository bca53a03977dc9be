import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { canonicalUrl } from '../../url/index.ts';
import { extractLinks } from '../parse-html.ts';
import { createResolver } from './resolver.ts';

const seed = Number(process.env.FUZZ_SEED ?? 20261123);

test(`the references of a page resolve as each would alone (seed ${seed})`, () => {
  const part = fc.constantFrom(
    ...[
      '../',
      './',
      '..',
      '.',
      '/',
      '//',
      '?',
      '#',
      ':',
      '@',
      'a',
      'b.html',
      'http:',
      'https://b.test/',
      'mailto:',
    ],
    ...[
      '~',
      "'",
      '%7e',
      '%',
      ' ',
      '\n',
      '\\',
      '|',
      'é',
      '&',
      ';',
      '=',
      '[',
      '1',
      '-',
      ',',
      '.x',
      'x.',
      '$',
      '\0',
    ],
  );
  const reference = fc.array(part, { maxLength: 7 }).map((parts) => parts.join(''));
  const bases = [
    'http://a.test/',
    'http://a.test:8080/b/c/d?e=/f/g#h',
    'https://a.test/b//c/../d/',
    'http://A.test./%7Eb/%2e/c',
    'http://u:p@a.test/b/c%2Fd/e;f',
    'http://a.test?b',
    'ftp://a.test/b',
    'about:blank',
  ];
  fc.assert(
    fc.property(fc.constantFrom(...bases), fc.array(reference, { maxLength: 12 }), (base, references) => {
      const resolve = createResolver(base);
      for (const each of references)
        assert.equal(resolve(each), canonicalUrl(each, base), JSON.stringify(each));
    }),
    { seed, numRuns: 20_000 },
  );
});

test(`the links of a page are its references, resolved one by one, each once (seed ${seed})`, () => {
  const part = fc.constantFrom(
    ...['../', './', '.', '/', '//', '?', '#', ':', 'a', 'b', 'http:', '%7e', ' ', 'é', '&', 'x=1'],
  );
  const reference = fc.array(part, { maxLength: 5 }).map((parts) => parts.join(''));
  const page = fc.array(reference, { maxLength: 12 });
  fc.assert(
    fc.property(fc.constantFrom('http://a.test/b/c/d?e', 'https://a.test:8443'), page, (base, references) => {
      const html = references.map((each) => `<a href="${each.replaceAll('&', '&amp;')}">`).join('text');
      const urls = references.map((each) => canonicalUrl(each, base)).filter((url) => url !== null);
      assert.deepEqual(
        extractLinks(html, base).map(({ url }) => url),
        [...new Set(urls)],
      );
    }),
    { seed, numRuns: 10_000 },
  );
});

test('white space before a fragment stays, and at the end goes', () => {
  const resolve = createResolver('http://a.test/');
  assert.equal(resolve('x y '), 'http://a.test/x%20y');
  assert.equal(resolve('x y #z'), 'http://a.test/x%20y%20');
});
