import assert from 'node:assert/strict';
import { test } from 'node:test';
import { textFeatures } from './text-features.ts';

const features = (html: string, url = 'http://a.test/x') => [...textFeatures(Buffer.from(html), url)];
const same: [why: string, one: string, other: string][] = [
  [
    'dates and numbers do not count',
    '<p>Seen on 3 May 2026, 12 times today',
    '<p>Seen on 28 December 1999, 4 times today',
  ],
  [
    'nor names of weekdays, in other languages too',
    '<p>Offen am Montag, immer',
    '<p>Offen am Freitag, immer',
  ],
  ['nor the text of links', '<p>See <a href=b>one thing</a>', '<p>See <a href=c>some other thing</a>'],
  [
    'nor scripts, styles and comments',
    '<p>See us<script>a b c</script>',
    '<style>d e f</style><!-- g h i --><p>See us',
  ],
  ['nor references to characters', '<p>one&nbsp;two three', '<p>one two three'],
  ['nor case and white space', '<p>One\n Two THREE', '<p>one two three'],
];
for (const [why, one, other] of same)
  test(`text: ${why}`, () => assert.deepEqual(features(one), features(other)));

test('text that echoes its own URL says nothing', () => {
  const of = (name: string) =>
    features(`<p>There is no page ${name} here`, `http://a.test/${name.replaceAll(' ', '-')}`);
  assert.deepEqual(of('green apples'), of('Blue%20 pears'.replace('%20', '')));
  assert.notDeepEqual(of('green'), features('<p>There is no page green here'));
});

test('what other words say is something else, and a word alone counts', () => {
  assert.notDeepEqual(features('<p>one two three'), features('<p>one two four'));
  assert.equal(features('<p>one<p>two').length, 2);
  assert.deepEqual(features('<p>12 <b>34</b> <a>five</a>'), []);
});

test('a hostile document is read in linear time, and its features are bounded', () => {
  for (const piece of ['<', '<a', '<a>', '<!--', '</', '<script>', 'a b c ', '&a;', '\0']) {
    const began = process.cpuUsage();
    assert.ok(textFeatures(Buffer.from(piece.repeat(200_000)), 'http://a.test/').length <= 4096);
    assert.ok(process.cpuUsage(began).user < 2_000_000, piece);
  }
});
