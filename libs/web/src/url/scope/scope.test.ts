import assert from 'node:assert/strict';
import { test } from 'node:test';
import { GlobError } from './glob.ts';
import { inScope, leadsOn, ownPlace, scopeReason } from './in-scope.ts';
import type { Scope } from './scope.ts';
import { SeedError, scopeOf } from './scope-of.ts';

test('scopeOf keeps what the kind decides by, once', () => {
  const seeds = ['http://www.a.test:8080/b/c.html?d=/e', 'HTTP://WWW.a.test:8080/b/'];
  assert.deepEqual(scopeOf('host', seeds).of, ['www.a.test:8080']);
  assert.deepEqual(scopeOf('domain', seeds).of, ['a.test']);
  assert.deepEqual(scopeOf('prefix', seeds).of, ['http://www.a.test:8080/b/']);
  assert.deepEqual(scopeOf('any', seeds).of, []);
});

test('scopeOf refuses what can never work and says what to do', () => {
  assert.throws(() => scopeOf('host', ['example.com']), SeedError);
  assert.throws(() => scopeOf('host', ['ftp://a.test/']), /ftp:.*https:\/\/example.com/);
  assert.throws(() => scopeOf('host', ['http://a.test/'], ['/docs/*']), GlobError);
  assert.throws(() => scopeOf('host', ['http://a.test/'], [], ['/docs/*']), /try \*\/docs\/\*/);
  assert.throws(() => scopeOf('host', ['http://a.test/'], [], ['']), GlobError);
  scopeOf('host', ['http://a.test/'], ['http*', '*', '?ttp://a*', 'https://a.test/x'], []);
});

const of = (kind: Scope['kind'], seed: string, include: string[] = [], exclude: string[] = []) =>
  scopeOf(kind, [seed], include, exclude);

test('the verdict of each kind', () => {
  const rules: [scope: Scope, url: string, reason: string][] = [
    [of('host', 'http://a.test/'), 'http://a.test/b', 'host a.test'],
    [of('host', 'http://a.test/'), 'https://a.test/b', 'host a.test'],
    [of('host', 'http://a.test/'), 'http://www.a.test/', 'not of the host of a seed'],
    [of('host', 'http://a.test/'), 'http://a.test:8080/', 'not of the host of a seed'],
    [of('host', 'http://a.test:8080/'), 'http://a.test:8080/b', 'host a.test:8080'],
    [of('domain', 'http://a.test:8080/'), 'https://www.a.test/b', 'domain a.test'],
    [of('domain', 'http://x.github.io/'), 'http://y.github.io/', 'not of the domain of a seed'],
    [of('domain', 'http://10.0.0.1/'), 'http://10.0.0.1:81/', 'domain 10.0.0.1'],
    [of('domain', 'http://10.0.0.1/'), 'http://9.0.0.1/', 'not of the domain of a seed'],
    [of('prefix', 'http://a.test/b/c'), 'http://a.test/b/d/e', 'prefix http://a.test/b/'],
    [of('prefix', 'http://a.test/b/c'), 'https://a.test/b/', 'prefix http://a.test/b/'],
    [of('prefix', 'http://a.test/b/c'), 'http://a.test/bc/', 'not of the prefix of a seed'],
    [of('prefix', 'http://a.test/b/c'), 'http://a.test:81/b/d', 'not of the prefix of a seed'],
    [of('prefix', 'http://a.test'), 'http://a.test.evil.example/', 'not of the prefix of a seed'],
    [of('any', 'http://a.test/'), 'http://b.test/', 'any URL'],
    [of('any', 'http://a.test/', ['*/docs/*']), 'http://b.test/docs/x', 'included by */docs/*'],
    [of('any', 'http://a.test/', ['*/docs/*']), 'http://b.test/x', 'matches no include'],
    [of('host', 'http://a.test/', ['*/docs/*']), 'http://b.test/docs/x', 'not of the host of a seed'],
    [of('host', 'http://a.test/', ['*/x', '*/docs/*']), 'http://a.test/docs/x', 'included by */x'],
    [of('host', 'http://a.test/', [], ['*.pdf']), 'http://a.test/b.pdf', 'excluded by *.pdf'],
    [of('host', 'http://a.test/', ['*'], ['*.pdf']), 'http://a.test/b.pdf', 'excluded by *.pdf'],
    [of('host', 'http://a.test/', [], ['*.pdf']), 'http://a.test/b', 'host a.test'],
  ];
  for (const [scope, url, reason] of rules) {
    const verdict = inScope(url, scope);
    assert.equal(scopeReason(verdict), reason, `${url} in ${JSON.stringify(scope)}`);
    assert.equal(verdict.inScope, !/^(not|no|excluded|matches no)/.test(reason), reason);
  }
});

test('a scope that came from JSON works as well', () => {
  const scope: Scope = JSON.parse(JSON.stringify(of('host', 'http://a.test/', [], ['*.pdf'])));
  assert.deepEqual(inScope('http://a.test/b.pdf', scope), {
    inScope: false,
    rule: 'exclude',
    pattern: '*.pdf',
  });
});

test('the place that redirects of seeds end at counts as one of the seeds, and so does that of a page which lies elsewhere', () => {
  const cases: [kind: 'host' | 'domain' | 'prefix', place: string, isIn: string[], isOut: string[]][] = [
    [
      'host',
      'www.a.test',
      ['http://www.a.test/x', 'https://www.a.test/'],
      ['http://b.a.test/', 'http://www.a.test:8080/'],
    ],
    ['domain', 'b.test', ['http://x.b.test/', 'https://b.test/'], ['http://c.test/']],
    ['prefix', 'https://www.a.test/en/', ['http://www.a.test/en/x'], ['http://www.a.test/de/']],
  ];
  for (const [kind, place, isIn, isOut] of cases) {
    const scope = scopeOf(kind, ['http://a.test/'], [], ['*secret*']);
    const led = { ...scope, led: [place] };
    for (const url of isIn) {
      assert.deepEqual(
        [inScope(url, scope).inScope, inScope(url, led).inScope, inScope(url, scope, place).inScope],
        [false, true, true],
        url,
      );
      assert.equal(inScope(`${url}secret`, led).inScope, false);
    }
    for (const url of isOut)
      assert.ok(!inScope(url, led).inScope && !inScope(url, scope, place).inScope, url);
    assert.equal(ownPlace(isIn[0]!, led), null);
    assert.equal(ownPlace('http://a.test/x', scope), null);
    assert.equal(ownPlace(isIn[0]!, { ...scope, followSeedRedirects: false }), null);
  }
  assert.equal(ownPlace('http://www.a.test/x', scopeOf('host', ['http://a.test/'])), 'www.a.test');
});

test('a redirect of a seed leads anywhere but where include and exclude forbid it', () => {
  const scope = scopeOf('host', ['http://a.test/'], ['*/docs/*'], ['*.pdf']);
  assert.ok(leadsOn('https://b.test/docs/', scope));
  assert.ok(!leadsOn('https://b.test/other', scope));
  assert.ok(!leadsOn('https://b.test/docs/x.pdf', scope));
  assert.ok(!leadsOn('https://b.test/docs/', { ...scope, followSeedRedirects: false }));
});
