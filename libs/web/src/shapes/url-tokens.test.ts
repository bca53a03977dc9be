import assert from 'node:assert/strict';
import { test } from 'node:test';
import { urlTokens } from './url-tokens.ts';

const rules: [why: string, url: string, tokens: string][] = [
  ['segments stand one by one, a final slash is one', '/a/b/', '/a /b /'],
  ['digits are alike, with what parts them', '/2026/11-30/page12.html', '/# /# /page#.html'],
  [
    'commit ids, UUIDs and other made-up words are alike',
    '/c/9fceb02d0ae598e95dc970b74767f19372d61af8',
    '/c /~',
  ],
  ['a UUID is one', '/u/123e4567-e89b-12d3-a456-426614174000', '/u /~'],
  ['a session of a segment stands first', '/shop/item1;jsessionid=AB12CD34', ';jsessionid /shop /item#'],
  ['a session of the query too', '/a?b=c&PHPSESSID=abc123def', '&PHPSESSID /a ? &b =c'],
  ['another parameter of a segment stands there', '/a;v=1/b', '/a ;v /b'],
  [
    'parameters stand in the order of names, each once',
    '/s?size=l&color=red&size=m',
    '/s ? &color =red &size =l',
  ],
  ['a parameter without a value has none', '/s?print', '/s ? &print'],
  ['segments that come again end the path', '/a/b/a/b/a/', '/a /b /...'],
  ['numbers that come again do not', '/1/1/1', '/# /# /#'],
  ['so does great depth', '/a/b/c/d/e/f/g/h/i/j/k/l', '/a /b /c /d /e /f /g /h /i /j /...'],
  ['long values say nothing', `/s?next=${'/abc'.repeat(40)}`, '/s ? &next =~'],
  ['what stands for something is no name', '/a*b!c', '/abc'],
];
for (const [why, url, tokens] of rules) {
  test(`tokens: ${why}: ${url.slice(0, 60)}`, () => {
    assert.equal(urlTokens(`http://a.test${url}`).join(' '), tokens);
  });
}

test('tokens of a hostile URL are few and made in linear time', () => {
  for (const piece of ['/', '/a', ';a', '?a=b&', '%41', '-1', 'a1']) {
    const began = process.cpuUsage();
    assert.ok(urlTokens(`http://a.test/${piece.repeat(100_000)}`).length <= 200_000);
    assert.ok(process.cpuUsage(began).user < 2_000_000, piece);
  }
});
