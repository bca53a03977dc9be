import assert from 'node:assert/strict';
import { test } from 'node:test';
import { countedBytes } from '../counted-bytes.ts';
import { PageReader } from './page-reader.ts';

test('the work of reading a page is in proportion to its length, whatever it is', () => {
  const hostile: [head: string, unit: string][] = [
    ['', '<a href="x">'],
    ['', '<'],
    ['', '</'],
    ['', '</>'],
    ['', '<!'],
    ['', '<!>'],
    ['', '<!--'],
    ['<!--', '-'],
    ['<!--', '--!'],
    ['', '<!-->'],
    ['', '<!---->'],
    ['', '<![CDATA['],
    ['<svg>', '<![CDATA[]]>'],
    ['', '<?'],
    ['', '<a'],
    ['<', 'a'],
    ['<a', ' b'],
    ['<a', ' ='],
    ['<a ', '/'],
    ['<a ', 'b="'],
    ['<a ', "b='' "],
    ['', '<textarea>'],
    ['', '<textarea></textarea>'],
    ['<textarea>', '</'],
    ['<textarea>', '</textareax>'],
    ['', '<title></title>'],
    ['', '<template>'],
    ['<template>', '</template>'],
    ['', '<svg>'],
    ['<svg><foreignObject>', '<svg><desc>'],
    ['<svg>', '</desc>'],
    ['<svg>'.repeat(60), '</p>'],
    ['', '<svg><p>'],
    ['', '<b><table><tr><td>'],
  ];
  for (const [head, unit] of hostile) {
    const { bytes, counter } = countedBytes(head + unit.repeat(5000));
    new PageReader(null).read(bytes, () => false);
    const looks = counter.work / bytes.length;
    assert.ok(looks <= 6, `${looks} looks at each character of ${head}${unit}…`);
  }
});

test('the clock is looked at in time', () => {
  let looks = 0;
  const isLate = () => ++looks === 3;
  assert.equal(new PageReader(null).read(Buffer.from('<b>'.repeat(10_000)), isLate), false);
  assert.equal(looks, 3);
});
