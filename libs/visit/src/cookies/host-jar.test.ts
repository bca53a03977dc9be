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
    [['a=1; Domain=b.test; Path=/'], at, null],
    [['a=1; Domain=sub.www.a.test; Path=/'], at, null],
    [[''], at, null],
    [[';'], at, null],
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
  odd.take(['a=\u0001; Path=/'], at);
  assert.equal(odd.header(at), null);
});
