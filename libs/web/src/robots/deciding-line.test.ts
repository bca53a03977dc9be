import assert from 'node:assert/strict';
import { test } from 'node:test';
import { parseRobots } from './parse-robots.ts';

const ua = 'FooBot/1.0';
const at = 'http://a.test';

/** Whether a URL's path is allowed for everyone by these lines. */
const allows = (lines: string, path: string) =>
  parseRobots(`User-agent: *\n${lines}`).isAllowed(ua, at + path);

test('the longest match decides, allow at a tie (§2.2.2)', () => {
  const rules: [lines: string, path: string, allowed: boolean][] = [
    ['Disallow: /', '/x', false],
    ['Disallow: /x', '/', true],
    ['Disallow: /x', '/X', true],
    ['Disallow: /x', '/xyz', false],
    ['Disallow:', '/x', true],
    ['Disallow: \nAllow: ', '/x', true],
    ['Allow: /p\nDisallow: /', '/page', true],
    ['Disallow: /\nAllow: /p', '/page', true],
    ['Allow: /page\nDisallow: /*.html', '/page.html', false],
    ['Allow: /folder\nDisallow: /folder', '/folder/page', true],
    ['Disallow: /folder\nAllow: /folder', '/folder/page', true],
    ['Allow: /page\nDisallow: /*.ph', '/page.php5', true],
    ['Allow: /$\nDisallow: /', '/', true],
    ['Allow: /$\nDisallow: /', '/page.htm', false],
    ['Allow: /example/page/\nDisallow: /example/page/disallowed.gif', '/example/page/disallowed.gif', false],
    ['Allow: /example/page/\nDisallow: /example/page/disallowed.gif', '/example/page/x', true],
    ['Disallow: /', '/robots.txt', true],
    ['Disallow: /', '/robots.txt?x', false],
    ['Disallow: /x?y', '/x?y=1', false],
    ['Disallow: /x?y', '/x', true],
    ['Disallow: /x;y', '/x;y', false],
    ['disallow:/x', '/x', false],
    ['  DISALLOW \t:\t /x  # why', '/x', false],
    ['Disallow: /x#y', '/xy', false],
    ['Disallow /x', '/x', false],
    ['Disallowed: /x', '/x', false],
    ['Disallow: x', '/x', true],
    ['Disallow: *x', '/yx', false],
    ['Disallow: /a/../b', '/b', true],
  ];
  for (const [lines, path, allowed] of rules) {
    assert.equal(allows(lines, path), allowed, JSON.stringify([lines, path]));
  }
});

test('* is any run of characters, a final $ is the end (§2.2.3)', () => {
  const rules: [pattern: string, path: string, matches: boolean][] = [
    ['/*', '/', true],
    ['/x*', '/xyz', true],
    ['/*.php', '/index.php', true],
    ['/*.php', '/folder/any.php.file.html', true],
    ['/*.php', '/index.PHP', false],
    ['/*.php', '/?php', false],
    ['/*.php$', '/filename.php', true],
    ['/*.php$', '/filename.php?parameters', false],
    ['/*.php$', '/filename.php/', false],
    ['/*.php$', '/a.php.php', true],
    ['/fish*.php', '/fishheads/catfish.php?id=2', true],
    ['/fish*.php', '/Fish.php', false],
    ['/a*b*c$', '/abc', true],
    ['/a*b*c$', '/abcb', false],
    ['/a*bc*c$', '/abc', false],
    ['/***x', '/yx', true],
    ['/x$', '/x', true],
    ['/x$', '/xy', false],
    ['/x$y', '/x$y', true],
    ['/x$y', '/x%24y', true],
    ['/x$*', '/x$y', true],
    ['/x$$', '/x$', true],
    ['/x$$', '/x$y', false],
    ['/*?$', '/x?', true],
    ['/*?$', '/x?#y?z', true],
    ['/*?$', '/x?y', false],
    ['/*?$', '/x#?', false],
    ['*', '/', true],
    ['$', '/', false],
    ['/*?*x=1', '/a?b&x=1', true],
  ];
  for (const [pattern, path, matches] of rules) {
    assert.equal(allows(`Disallow: ${pattern}`, path), !matches, JSON.stringify([pattern, path]));
  }
});

test('percent-encoding: unreserved characters are decoded, others stay, other octets are encoded (§2.2.2)', () => {
  const rules: [pattern: string, path: string, matches: boolean][] = [
    ['/foo/bar?baz=quz', '/foo/bar?baz=quz', true],
    ['/foo/bar?baz=https://foo.bar', '/foo/bar?baz=https%3A%2F%2Ffoo.bar', true],
    ['/foo/bar?baz=https%3A%2F%2Ffoo.bar', '/foo/bar?baz=https://foo.bar', true],
    ['/foo/bar?baz=https://foo.bar', '/foo/bar?baz=https://foo.bar', true],
    ['/foo/bar/ツ', '/foo/bar/%E3%83%84', true],
    ['/foo/bar/%E3%83%84', '/foo/bar/ツ', true],
    ['/foo/bar/%e3%83%84', '/foo/bar/%E3%83%84', true],
    ['/foo/bar/%62%61%7A', '/foo/bar/baz', true],
    ['/foo/bar/baz', '/foo/bar/%62%61%7A', true],
    ['/a%3cd.html', '/a%3Cd.html', true],
    ['/a<d.html', '/a%3cd.html', true],
    ['/a%2fb', '/a/b', false],
    ['/a/b', '/a%2fb', false],
    ['/a%2fb', '/a%2Fb', true],
    ['/%7Ejoe/', '/~joe/', true],
    ['/~joe/', '/%7ejoe/', true],
    ['/path/file-with-a-%2A.html', '/path/file-with-a-*.html', true],
    ['/path/file-with-a-%2A.html', '/path/file-with-a-x.html', false],
    ['/path/foo-%24', '/path/foo-$', true],
    ['/path/foo-%24', '/path/foo-', false],
    ["/?q='x'", "/?q='x'", true],
    ["/q'x", '/q%27x', true],
    ['/100%', '/100%', true],
    ['/*print', '/x?y=%2Fprint', true],
    ['/*/print', '/x?y=/print', true],
    ['/a b', '/a%20b', true],
    ['/|', '/%7C', true],
  ];
  for (const [pattern, path, matches] of rules) {
    assert.equal(allows(`Disallow: ${pattern}`, path), !matches, JSON.stringify([pattern, path]));
  }
});
