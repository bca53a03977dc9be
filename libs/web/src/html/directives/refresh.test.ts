import assert from 'node:assert/strict';
import { test } from 'node:test';
import { refreshTarget } from './refresh.ts';

test('the target of a refresh is read as the HTML Standard says', () => {
  const rules: [content: string, target: string | null][] = [
    ['5; url=x', 'x'],
    ['5;url=x', 'x'],
    ['5, url=x', 'x'],
    ['5 url=x', 'x'],
    ['  0 ;  URL = x y ', 'x y '],
    ['5; x', 'x'],
    ['5 x', 'x'],
    ['5.7; url=x', 'x'],
    ['.5; url=x', 'x'],
    ['5; url="x" y', 'x'],
    ["5; url='x", 'x'],
    ['5; "x"', 'x'],
    ['5; url', 'url'],
    ['5; urlx=y', 'urlx=y'],
    ['5', null],
    ['5;', null],
    ['5; url=', null],
    ['5; url=""', null],
    ['5x; url=y', null],
    ['; url=x', null],
    ['url=x', null],
    ['-1; url=x', null],
    ['', null],
  ];
  for (const [content, target] of rules) assert.equal(refreshTarget(content), target, content);
});
