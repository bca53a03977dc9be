import assert from 'node:assert/strict';
import { test } from 'node:test';
import { looksLikeTrap, type TrapRule } from './trap.ts';

const at = 'http://a.test/';

test('URLs of traps are named by their rule, others are not', () => {
  const rules: [url: string, rule: TrapRule | null][] = [
    [at, null],
    [at + 'x'.repeat(2048 - at.length), null],
    [at + 'x'.repeat(2049 - at.length), 'length'],
    [at + Array.from({ length: 20 }, (_, i) => i).join('/'), null],
    [`${at + Array.from({ length: 20 }, (_, i) => i).join('/')}/`, null],
    [at + Array.from({ length: 21 }, (_, i) => i).join('/'), 'depth'],
    [`${at}x/x/x`, null],
    [`${at}x/x/x/`, null],
    [`${at}x/x/x/x`, 'repetition'],
    [`${at}infra/www/infra/www/infra/www/infra/www/`, 'repetition'],
    [`${at}y/infra/www/infra/www/infra/www/infra/www/z`, 'repetition'],
    [`${at}infra/www/infra/www/infra/www/infra/x`, null],
    [`${at}x/y/x/z/x/w/x`, null],
    [`${at}docs/api/java.base/java/util/concurrent/locks/class-use/Lock.html`, null],
    [`${at}?url=http%3A%2F%2Fb.test%2F%3Fc%3D%2525`, null],
    [`${at}?a=%25252525`, 'encoding'],
    [`${at}?a=1&amp;amp;amp;b=2`, 'encoding'],
    [`${at}?a=1&amp;amp;b=2`, null],
    [`${at}?t=1&t=2&t=3&t=4`, null],
    [`${at}?t=1&t=1&t=1`, null],
    [`${at}?t=1&u=2&t=1&t=1&t=1`, 'parameters'],
    [`${at}?&&&&&`, null],
  ];
  for (const [url, rule] of rules) assert.equal(looksLikeTrap(url), rule, url);
});
