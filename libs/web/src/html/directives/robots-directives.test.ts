import assert from 'node:assert/strict';
import { test } from 'node:test';
import { readRobotsTag } from './robots-directives.ts';

test('X-Robots-Tag: directives for all, and those for the crawler by name', () => {
  const rules: [headers: string | string[], words: string][] = [
    ['noindex', 'noindex'],
    ['NoFollow , NOINDEX', 'noindex nofollow'],
    ['none', 'noindex nofollow'],
    ['all', ''],
    ['', ''],
    [[], ''],
    [['noindex', 'nofollow'], 'noindex nofollow'],
    ['foobot: noindex', 'noindex'],
    ['FooBot: noindex, nofollow', 'noindex nofollow'],
    ['otherbot: noindex, nofollow', ''],
    ['otherbot: noindex, foobot: nofollow', 'nofollow'],
    ['nofollow, otherbot: noindex', 'nofollow'],
    [['otherbot: noindex', 'nofollow'], 'nofollow'],
    ['max-snippet:10, noindex', 'noindex'],
    ['unavailable_after: 25 Jun 2010 15:00:00 PST, nofollow', 'noindex nofollow'],
    ['unavailable_after: Wednesday, 25-Jun-10 15:00:00 GMT', 'noindex'],
    ['unavailable_after: 2999-06-25T15:00:00Z', ''],
    ['unavailable_after: some day', ''],
    ['noindex; nofollow', 'noindex nofollow'],
    ['"noindex"', 'noindex'],
    ['noindex: true', 'noindex'],
    ['index, noindex, follow', 'noindex'],
    ['all, none', 'noindex nofollow'],
    ['noarchive: x, noindex', 'noindex'],
    ['*: noindex', 'noindex'],
    ['otherbot: noarchive, robots: noindex', 'noindex'],
    ['otherbot: noarchive, foobot/1.0: none', 'noindex nofollow'],
    ['googlebot: noindex', ''],
    [['googlebot: noindex', 'foobot: none'], 'noindex nofollow'],
  ];
  for (const [headers, words] of rules) {
    const { noindex, nofollow } = readRobotsTag(headers, 'FooBot/1.0');
    assert.equal(
      [noindex && 'noindex', nofollow && 'nofollow'].filter(Boolean).join(' '),
      words,
      String(headers),
    );
  }
});
