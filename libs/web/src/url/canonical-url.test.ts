import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { canonicalUrl, normaliseEscapes } from './canonical-url.ts';

const rules: [why: string, input: string, canonical: string | null, base?: string][] = [
  ['an empty path is /', 'http://a.test', 'http://a.test/'],
  ['an empty path before a query is /', 'http://a.test?b', 'http://a.test/?b'],
  ['scheme and host are lower case, the path is not', 'HTTP://A.Test/B', 'http://a.test/B'],
  ['the default port goes', 'http://a.test:80/', 'http://a.test/'],
  ['the default port of https goes', 'https://a.test:443/', 'https://a.test/'],
  ['an empty port goes', 'http://a.test:/', 'http://a.test/'],
  ['the port of the other scheme stays', 'http://a.test:443/', 'http://a.test:443/'],
  ['leading zeros of a port go', 'http://a.test:0081/', 'http://a.test:81/'],
  ['the fragment goes', 'http://a.test/b#c', 'http://a.test/b'],
  ['a bare # goes', 'http://a.test/b#', 'http://a.test/b'],
  ['a bare ? stays: RFC 3986 does not call it equivalent', 'http://a.test/b?', 'http://a.test/b?'],
  ['the query order stays', 'http://a.test/?b=2&a=1', 'http://a.test/?b=2&a=1'],
  ['dot segments are resolved', 'http://a.test/b/./c/../d', 'http://a.test/b/d'],
  ['dot segments above the root are dropped', 'http://a.test/../../b', 'http://a.test/b'],
  ['escaped dot segments are dot segments', 'http://a.test/b/%2e%2E/c', 'http://a.test/c'],
  ['dots inside a segment stay', 'http://a.test/.b/..c/d..', 'http://a.test/.b/..c/d..'],
  ['escaped unreserved characters are decoded', 'http://a.test/%7Eb%2d%5F%2e%41', 'http://a.test/~b-_.A'],
  ['also in the query', 'http://a.test/?%7e=%61', 'http://a.test/?~=a'],
  ['escaped reserved characters stay', 'http://a.test/b%2Fc%3F%26', 'http://a.test/b%2Fc%3F%26'],
  ['escapes are upper case', 'http://a.test/%c3%a9%2f', 'http://a.test/%C3%A9%2F'],
  ['an escaped percent sign stays', 'http://a.test/%2541', 'http://a.test/%2541'],
  ['a bare percent sign stays', 'http://a.test/operator%.html', 'http://a.test/operator%.html'],
  ['a bare percent sign is not completed', 'http://a.test/%%32e/', 'http://a.test/%%32e/'],
  ['not by its second digit either', 'http://a.test/%2%65/', 'http://a.test/%2%65/'],
  ['other characters are escaped', 'http://a.test/é "<>`{}', 'http://a.test/%C3%A9%20%22%3C%3E%60%7B%7D'],
  ['backslashes are slashes', 'http:\\\\a.test\\b', 'http://a.test/b'],
  ['white space around goes', ' \n http://a.test/b \t', 'http://a.test/b'],
  ['tabs and newlines inside go', 'http://a.te\nst/b\tc', 'http://a.test/bc'],
  ['names are in Punycode', 'http://Bücher.test/', 'http://xn--bcher-kva.test/'],
  ['full-width letters are letters', 'http://ａ.test/', 'http://a.test/'],
  ['user name and password go', 'http://u:p@a.test/', 'http://a.test/'],
  ['an @ in the path is none', 'http://a.test/@b', 'http://a.test/@b'],
  ['the final dot of a name goes', 'http://a.test./b', 'http://a.test/b'],
  ['with a port too', 'http://a.test.:8080/b', 'http://a.test:8080/b'],
  ['two final dots name nothing', 'http://a.test../b', null],
  ['a dot alone names nothing', 'http://./', null],
  ['numbers are addresses', 'http://2130706433/', 'http://127.0.0.1/'],
  ['octal and short addresses too', 'http://0177.1/', 'http://127.0.0.1/'],
  ['hexadecimal with a final dot too', 'http://0x7f.1./', 'http://127.0.0.1/'],
  ['IPv6 is compressed', 'http://[0:0:0:0:0:0:0:1]:8080/', 'http://[::1]:8080/'],
  ['an address that is none', 'http://1.2.3.256/', null],
  ['no host', 'http://', null],
  ['a space in the host', 'http://a b/', null],
  ['a port too high', 'http://a.test:65536/', null],
  ['another scheme', 'ftp://a.test/', null],
  ['a mail address', 'mailto:a@b.test', null, 'http://a.test/'],
  ['a script', 'javascript:void(0)', null, 'http://a.test/'],
  ['a script in disguise', ' java\nscript:void(0)', null, 'http://a.test/'],
  ['data', 'data:text/html,<a>', null, 'http://a.test/'],
  ['relative without a base', 'b/c', null],
  ['empty without a base', '', null],
  ['relative', 'c', 'http://a.test/b/c', 'http://a.test/b/x?y#z'],
  ['upwards', '../c', 'http://a.test/c', 'http://a.test/b/x'],
  ['empty is the base without its fragment', '', 'http://a.test/b?c', 'http://a.test/b?c#d'],
  ['a fragment is the base', '#e', 'http://a.test/b?c', 'http://a.test/b?c#d'],
  ['a query replaces the query', '?e', 'http://a.test/b?e', 'http://a.test/b?c'],
  ['another host on the same scheme', '//c.test/d', 'https://c.test/d', 'https://a.test/b'],
  ['the scheme alone, as browsers read it', 'http:c', 'http://a.test/b/c', 'http://a.test/b/'],
  ['a base that is no base', 'c', null, 'mailto:a@b.test'],
  ['a base that is no URL', 'c', null, 'nothing'],
];

for (const [why, input, canonical, base] of rules) {
  test(`canonicalUrl: ${why}: ${JSON.stringify(input)}`, () => {
    assert.equal(canonicalUrl(input, base), canonical);
    if (canonical !== null) assert.equal(canonicalUrl(canonical), canonical, 'applied twice');
  });
}

/** What the rules say, in the slowest and plainest way: URL, then one replacement. */
function oracle(input: string, base?: string): string | null {
  if (!URL.canParse(input, base)) return null;
  const url = new URL(input, base);
  if (!/^https?:$/.test(url.protocol)) return null;
  url.hash = '';
  url.username = '';
  url.password = '';
  return url.href.replace(/%[0-9a-f]{2}/gi, (triplet) => {
    const character = String.fromCharCode(Number.parseInt(triplet.slice(1), 16));
    return /[\w.~-]/.test(character) ? character : triplet.toUpperCase();
  });
}

const seed = Number(process.env.FUZZ_SEED ?? 20261123);
const part = fc.constantFrom(
  ...[
    'http:',
    'https:',
    '//',
    '/',
    '\\',
    '..',
    '.',
    '%2e',
    '%2E',
    '%7e',
    '%41',
    '%c3%a9',
    '%25',
    '%2F',
    '%zz',
  ],
  ...['?', '#', '@', ':', ':80', ':443', ':8080', 'a.test', 'B.TEST', 'xn--bcher-kva', '127.1', '[::1]', 'é'],
  ...[
    'a',
    'b',
    ' ',
    '\t',
    "'",
    '"',
    '|',
    '^',
    '[',
    ']',
    '{',
    '&',
    '=',
    ';',
    ',',
    '~',
    '_',
    '-',
    '+',
    '$',
    '\0',
  ],
);
const hostile = fc.array(part, { maxLength: 14 }).map((parts) => parts.join(''));
const base = fc.constantFrom(
  undefined,
  'http://a.test/b/c?d#e',
  'https://b.test:8443/~x/',
  'http://c.test/%7Ey/z',
);

test(`canonicalUrl equals URL plus one replacement, but for final dots and bare percent signs (seed ${seed})`, () => {
  fc.assert(
    fc.property(fc.oneof(hostile, fc.webUrl(), fc.string()), base, (input, from) => {
      const expected = oracle(input, from);
      const known =
        expected !== null && (/^https?:\/\/[^/]*\.(:\d+)?\//.test(expected) || /%/.test(bare(expected)));
      if (!known) assert.equal(canonicalUrl(input, from), expected);
    }),
    { seed, numRuns: 20_000 },
  );
});

/** What is left of a URL without its escapes. */
function bare(url: string): string {
  return url.replace(/%[0-9A-F]{2}/g, '');
}

test(`canonicalUrl applied twice changes nothing (seed ${seed})`, () => {
  const percents = fc.array(fc.constantFrom('%', '%%', '2', '3', 'e', 'E', '%32', '%65', '%25', '.', '/'), {
    maxLength: 12,
  });
  const input = fc.oneof(
    hostile,
    percents.map((parts) => `http://a.test/${parts.join('')}`),
  );
  fc.assert(
    fc.property(input, base, (text, from) => {
      const once = canonicalUrl(text, from);
      if (once === null) return;
      assert.equal(canonicalUrl(once), once);
      assert.equal(new URL(once).href, once, 'and is what URL makes of it');
    }),
    { seed, numRuns: 20_000 },
  );
});

test('normaliseEscapes looks at each percent sign once', () => {
  const text = '%'.repeat(100_000);
  assert.equal(normaliseEscapes(text), text);
  assert.equal(normaliseEscapes('%7E'.repeat(100_000)), '~'.repeat(100_000));
});
