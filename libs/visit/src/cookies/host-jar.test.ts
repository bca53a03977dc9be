import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createHostJar, MOST_BYTES, MOST_COOKIES } from './host-jar.ts';

const at = 'http://www.a.test/dir/page';

test('a cookie goes back where its path, its scheme and its age allow (RFC 6265bis)', () => {
  const rules: [set: string[], url: string, header: string | null][] = [
    [['a=1'], at, 'a=1'],
    [['a=1; Path=/'], 'http://www.a.test/other', 'a=1'],
    [['a=1'], 'http://www.a.test/other', null],
    [['a=1; Path=/x'], at, null],
    [['a=1; Max-Age=0'], at, null],
    [['a=1', 'a=2'], at, 'a=2'],
    [['a=1; Path=/', 'a=; Path=/; Max-Age=0'], at, null],
    [['a=1; Path=/', 'b=2; Path=/; HttpOnly'], at, 'a=1; b=2'],
    [['a=1; Domain=a.test; Path=/'], at, 'a=1'],
    [['a=1; Domain=test; Path=/'], at, null],
    [['a=1; Domain=WWW.a.test; Path=/'], at, 'a=1'],
    [['a=1; Domain=b.test; Path=/'], at, null],
    [['a=1; Domain=sub.www.a.test; Path=/'], at, null],
    [[''], at, null],
    [[';'], at, null],
    [['', ';', '=', 'a=1'], at, 'a=1'],
    [['=value'], at, 'value'],
  ];
  for (const [set, url, header] of rules) {
    const jar = createHostJar();
    jar.take(set, at);
    assert.equal(jar.header(url), header, set.join(' / '));
  }
  const secure = createHostJar();
  secure.take(['a=1; Secure; Path=/'], at.replace('http:', 'https:'));
  assert.deepEqual([secure.header(at), secure.header(at.replace('http:', 'https:'))], [null, 'a=1']);
});

test('a host whose name is a public suffix may name itself (RFC 6265bis §5.7), nobody else may name it', () => {
  for (const host of ['intranet', 'localhost', 'github.io', '127.0.0.1', 'co.uk']) {
    const own = createHostJar();
    own.take([`a=1; Domain=.${host}; Path=/`], `http://${host}:8080/`);
    assert.equal(own.header(`http://${host}:8080/x`), 'a=1', host);
    if (host === '127.0.0.1') continue; // nothing is below it
    const below = createHostJar();
    below.take([`a=1; Domain=${host}; Path=/`], `http://www.${host}/`);
    assert.equal(below.header(`http://www.${host}/`), null, host);
  }
});

test('what was taken is what is stored, and a jar of that is the same', () => {
  const jar = createHostJar();
  const changes = jar.take(['a=1; Path=/', 'b=2; Path=/'], at);
  assert.equal(changes.length, 2);
  const again = createHostJar(changes.map(({ value }) => value!));
  assert.equal(again.header(at), jar.header(at));
  assert.deepEqual(again.take(['a=; Path=/; Expires=Thu, 01 Jan 1970 00:00:00 GMT'], at), [
    { key: changes[0]!.key, value: null },
  ]);
  assert.equal(again.header(at), 'b=2');
  assert.equal(createHostJar(['no JSON', '{}', 'null']).header(at), null);
});

test('a host keeps so many cookies and bytes, the oldest go first; what is too long, or cannot stand in a header, is not sent', () => {
  const jar = createHostJar();
  const changes = jar.take(
    Array.from({ length: 200 }, (_, n) => `c${n}=${n}; Path=/`),
    at,
  );
  const names = jar.header(at)!.split('; ');
  assert.ok(names.length <= MOST_COOKIES && names.includes('c199=199') && !names.includes('c0=0'));
  assert.equal(changes.filter(({ value }) => value === null).length, 200 - names.length);
  const large = createHostJar();
  large.take(
    Array.from({ length: 10 }, (_, n) => `c${n}=${'x'.repeat(2000)}; Path=/`),
    at,
  );
  assert.ok(large.header(at)!.length < MOST_BYTES);
  assert.deepEqual(createHostJar().take([`a=${'x'.repeat(5000)}`], at), []);
  const odd = createHostJar();
  odd.take(['a=\u0001; Path=/', 'b=\u007f; Path=/', 'c=3; Path=/; X=\u007f'], at);
  assert.equal(odd.header(at), null);
  odd.take(['d=4; Path=/'], at);
  assert.equal(odd.header(at), 'd=4');
});
