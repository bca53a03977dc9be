import assert from 'node:assert/strict';
import { test } from 'node:test';
import { compileShapes, shapeInWords } from './shape.ts';

const covers = compileShapes([
  'a.test /cal /#',
  'a.test /*!docs!blog /* /x',
  'b.test ;jsessionid',
  'no-shape',
  'c.test /s ? &color =*',
]);
const rules: [host: string, path: string, shape: string | null][] = [
  ['a.test', '/cal/2026', 'a.test /cal /#'],
  ['a.test', '/cal/2026/11/30?x', 'a.test /cal /#'],
  ['a.test', '/cal/', null],
  ['a.test', '/foo/bar/x', 'a.test /*!docs!blog /* /x'],
  ['a.test', '/docs/bar/x', null],
  ['b.test', '/cal/2026', null],
  ['b.test', '/any;jsessionid=AB12', 'b.test ;jsessionid'],
  ['c.test', '/s?color=red&size=l', 'c.test /s ? &color =*'],
  ['c.test', '/s?colors=red', null],
  ['d.test', '/cal/2026', null],
];
for (const [host, path, shape] of rules)
  test(`a shape covers what begins as it says, and nothing else: ${host}${path}`, () => {
    assert.equal(covers(host, `http://${host}${path}`), shape);
  });

test('a shape is told without what only programs need', () => {
  assert.equal(shapeInWords('a.test /*!docs!blog /cal ? &month =#'), 'a.test/*/cal?month=#…');
});
