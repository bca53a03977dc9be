import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { CountedText } from '../counted-text.ts';
import { compilePattern, robotsPath } from './pattern.ts';

test('a match looks at each character of a path about once, whatever the pattern', () => {
  const path = `/${'a'.repeat(2000)}`;
  for (const pattern of [
    '/*a*a*a*b',
    `/${'*a'.repeat(500)}*b`,
    `/${'*'.repeat(500)}`,
    `${'*a*'.repeat(300)}b$`,
    '*aab',
    '/*aaab$',
  ]) {
    const { text, counter } = CountedText.of(path);
    compilePattern(pattern).matches({ strict: text, loose: text });
    assert.ok(
      counter.work <= path.length + 2 * pattern.length,
      `${counter.work} looks for ${pattern.slice(0, 20)}`,
    );
  }
});

const seed = Number(process.env.FUZZ_SEED ?? 20261123);

test(`patterns match what the regular expression for them matches (seed ${seed})`, () => {
  const letters = fc.constantFrom('a', 'b', '/', '.', '?', '$');
  const units = fc.array(fc.oneof(letters, fc.constant('*')), { maxLength: 10 });
  fc.assert(
    fc.property(units, fc.array(letters, { maxLength: 14 }), (pattern, path) => {
      const anchored = pattern.at(-1) === '$';
      const literal = anchored ? pattern.slice(0, -1) : pattern;
      const expression = literal.map((unit) => (unit === '*' ? '.*' : `[${unit}]`)).join('');
      const url = robotsPath(`http://a.test/x${path.join('')}`);
      assert.ok(url !== null);
      const asked = new URL(`http://a.test/x${path.join('')}`).href.slice('http://a.test'.length);
      const expected = new RegExp(`^/x${expression}${anchored ? '$' : ''}`).test(asked);
      assert.equal(compilePattern(`/x${pattern.join('')}`).matches(url), expected);
    }),
    { seed, numRuns: 20_000 },
  );
});
