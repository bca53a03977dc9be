import assert from 'node:assert/strict';
import { test } from 'node:test';
import { problemsOfAccess } from './access.ts';

const none = { headers: [], basicAuth: null, proxy: null };
const at = (access: Partial<Parameters<typeof problemsOfAccess>[0]>) =>
  problemsOfAccess({ ...none, ...access }).map(({ path }) => path);

test('what cannot be sent is refused when it is set: names and values of headers, users, passwords, proxies', () => {
  for (const text of ['a\0b', 'a\nb', 'a\r\nX-More: 1', '\u0007']) {
    assert.deepEqual(at({ headers: [[text, 'v']] }), ['headers.0'], JSON.stringify(text));
    assert.deepEqual(at({ headers: [['x-name', text]] }), ['headers.0'], JSON.stringify(text));
    assert.deepEqual(at({ basicAuth: { user: text, password: 'p' } }), ['basicAuth'], JSON.stringify(text));
    assert.deepEqual(at({ basicAuth: { user: 'u', password: text } }), ['basicAuth'], JSON.stringify(text));
    assert.deepEqual(at({ proxy: `http://proxy.test:8080/${text}` }), ['proxy'], JSON.stringify(text));
  }
  for (const text of [
    ' http://proxy.test:8080',
    'http://proxy.test:8080\n',
    'http://pro\txy.test:8080',
    'http://a:b%0a@proxy.test',
  ])
    assert.deepEqual(at({ proxy: text }), ['proxy'], JSON.stringify(text));
  for (const text of [' v', 'v ', 'Łódź', 'a\ud800'])
    assert.deepEqual(at({ headers: [['cookie', text]] }), ['headers.0'], JSON.stringify(text));
  const good = {
    headers: [['cookie', 'a=b; c="d é"']] as [string, string][],
    proxy: 'http://u:p@proxy.test:8080',
  };
  assert.deepEqual(at(good), []);
});
