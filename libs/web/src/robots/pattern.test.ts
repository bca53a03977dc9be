import assert from 'node:assert/strict';
import { test } from 'node:test';
import { CountedText } from '../counted-text.ts';
import { compilePattern } from './pattern.ts';

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
