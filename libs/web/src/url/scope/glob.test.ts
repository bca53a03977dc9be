import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { compileGlob, GlobError, MAX_GLOB } from './glob.ts';

test('* is any run of characters, ? is one, all else is itself, over the whole text', () => {
  const rules: [glob: string, text: string, matches: boolean][] = [
    ['http://a/', 'http://a/', true],
    ['http://a/', 'http://a/b', false],
    ['*', '', true],
    ['*', 'anything/at?all', true],
    ['*.pdf', 'http://a/b.pdf', true],
    ['*.pdf', 'http://a/b.pdfx', false],
    ['http://a/*', 'http://a/', true],
    ['http://a/*/c', 'http://a/b/b/c', true],
    ['http://a/*/c', 'http://a/c', false],
    ['a?c', 'abc', true],
    ['a?c', 'ac', false],
    ['a?c', 'a?c', true],
    ['?', '', false],
    ['?*', 'a', true],
    ['?*', '', false],
    ['**a**', 'bab', true],
    ['*a*a*', 'ba', false],
    ['*a*a*', 'aa', true],
    ['*.[pd]f', 'x.p', false],
    ['*.[pd]f', 'x.[pd]f', true],
    ['a.c', 'abc', false],
    ['ab*bc', 'abc', false],
    ['*aab', 'aaab', true],
    ['?', 'é', true],
    ['?', '😀', true],
    [`${'a?'.repeat(40)}*`, 'ab'.repeat(40), true],
    [`${'a?'.repeat(40)}*`, `${'ab'.repeat(39)}bb`, false],
  ];
  for (const [glob, text, matches] of rules) {
    assert.equal(compileGlob(glob).matches(text), matches, `${glob} on ${text}`);
  }
});

test('a glob that is empty or too long is refused', () => {
  assert.throws(() => compileGlob(''), GlobError);
  assert.throws(() => compileGlob('a'.repeat(MAX_GLOB + 1)), /1001 characters; at most 1000/);
});

const seed = Number(process.env.FUZZ_SEED ?? 20261123);

test(`globs match what the regular expression for them matches (seed ${seed})`, () => {
  const letters = fc.constantFrom('a', 'b', 'c', '.', '/');
  const glob = fc.array(fc.oneof(letters, fc.constantFrom('*', '?')), { minLength: 1, maxLength: 12 });
  const text = fc.array(letters, { maxLength: 20 });
  fc.assert(
    fc.property(glob, text, (units, letters) => {
      const source = units.join('');
      const expression = units.map((u) =>
        u === '*' ? '.*' : u === '?' ? '.' : `\\${u}`.replace(/\\([abc])/, '$1'),
      );
      const expected = new RegExp(`^${expression.join('')}$`).test(letters.join(''));
      assert.equal(compileGlob(source).matches(letters.join('')), expected);
    }),
    { seed, numRuns: 20_000 },
  );
});

test('the work of a match is at most one step per character and 32 characters of glob', () => {
  const text = `${'a'.repeat(10_000)}b`;
  for (const source of [
    `${'*a'.repeat(497)}*c*b`,
    `${'a*'.repeat(400)}b`,
    `${'?*'.repeat(499)}b`,
    '*a'.repeat(500),
  ]) {
    const glob = compileGlob(source);
    glob.matches(text);
    assert.ok(glob.steps <= text.length * Math.ceil((source.length + 1) / 32), `${glob.steps} steps`);
  }
});
