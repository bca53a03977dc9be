import assert from 'node:assert/strict';
import { test } from 'node:test';
import { askedText, indexText, plainText, unspacedRuns } from './prepare-text.ts';

test('what looks alike is alike, and what nobody sees is not there', () => {
  const rules: [written: string, plain: string][] = [
    ['data\u00adbase', 'database'],
    ['foo\u200bbar', 'foobar'],
    ['foo\u2060bar\ufeff', 'foobar'],
    ['cafe\u0301', 'café'],
    ['ＡＢＣ', 'ABC'],
    ['ｶﾞ', 'ガ'],
    ['ofﬁce ﬂow', 'office flow'],
    ['plain text', 'plain text'],
  ];
  for (const [written, plain] of rules) assert.equal(plainText(written), plain, written);
});

test('runs of unspaced scripts are pairs of neighbours, and phrases of them where they are asked for', () => {
  assert.equal(indexText('no change'), 'no change');
  assert.equal(indexText('我喜欢AI。'), ' 我喜 喜欢 AI。 我 喜 欢');
  assert.equal(indexText('水 x'), ' 水  x 水');
  const asked: [query: string, prepared: string][] = [
    ['数据库', '"数据 据库" '],
    ['-数据库 fast', '-"数据 据库"  fast'],
    ['"我喜欢 数据库"', '"我喜 喜欢  数据 据库 "'],
    ['iPhone手机', 'iPhone "手机" '],
    ['水', '"水" '],
    ['ＡＢＣ or ภาษา', 'ABC or "ภา าษ ษา" '],
    ['plain "as it is" -not', 'plain "as it is" -not'],
  ];
  for (const [query, prepared] of asked) assert.equal(askedText(query), prepared, query);
  assert.deepEqual(unspacedRuns('a 数据 "東京都"'), ['東京都', '数据']);
});
