import assert from 'node:assert/strict';
import { test } from 'node:test';
import { CountedText } from '../counted-text.ts';
import { readEntries } from './read-entries.ts';

test('the work of reading XML is in proportion to its length, whatever it is', () => {
  const hostile: [head: string, unit: string][] = [
    ['<urlset>', '<url><loc>http://a.test/</loc></url>'],
    ['<urlset>', '<'],
    ['<urlset>', '<!'],
    ['<urlset>', '<!a>'],
    ['<urlset>', '<!a[>'],
    ['<urlset>', '<?'],
    ['<urlset>', '<!--'],
    ['<urlset>', '<![CDATA['],
    ['<urlset>', '<![CDATA[]]>'],
    ['<urlset>', '<x>'],
    ['<urlset>', '</x>'],
    ['<urlset>', "<x '>"],
    ['<urlset><url><loc>', '&'],
    ['<urlset><url><loc>', 'x<b/>'],
    ['<feed><entry>', '<link>'],
    ['<feed><entry>', '<link a>'],
    ['<feed><entry><link', ' a'],
    ['<feed><entry><link', " a='b'"],
  ];
  for (const [head, unit] of hostile) {
    const work = (times: number) => {
      const { text, counter } = CountedText.of(head + unit.repeat(times));
      readEntries(text, 50_000, 'http://a.test/');
      return counter.work / text.length;
    };
    assert.ok(work(5000) <= 8, `${work(5000)} looks at each character of ${head}${unit}…`);
  }
});
