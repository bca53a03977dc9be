import assert from 'node:assert/strict';
import { test } from 'node:test';
import { buildSchema } from 'graphql';
import { breaksOf } from './check-breaks.ts';

const old = buildSchema('type Query { a: Int b(c: Int): String! }');

test('what takes something from clients is a break; what adds is none; what is meant is let through', () => {
  assert.deepEqual(
    breaksOf(old, buildSchema('type Query { a: Int b(c: Int, d: Int): String! e: Int }'), ''),
    [],
  );
  const now = buildSchema('type Query { b(c: Int!): String! }');
  const breaks = breaksOf(old, now, '');
  assert.equal(breaks.length, 2, breaks.join('\n'));
  assert.deepEqual(breaksOf(old, now, `# because\n${breaks[0]}\n`), [breaks[1]]);
});
