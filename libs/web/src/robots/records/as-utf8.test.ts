import assert from 'node:assert/strict';
import { test } from 'node:test';
import { compactRobots } from '../compact-robots.ts';
import { parseRobots } from '../parse-robots.ts';
import { asUtf8 } from './as-utf8.ts';
import { ROBOTS_LIMIT } from './records.ts';

const file = 'User-agent: *\r\nDisallow: /é\r\nDisallow: /last\r\n';
const utf32 = (text: string) => Buffer.from(Uint32Array.from(text, (each) => each.codePointAt(0)!).buffer);
const forms: [name: string, of: (text: string) => Buffer][] = [
  ['utf-8', (text) => Buffer.from(text)],
  ['utf-16le', (text) => Buffer.from(text, 'utf16le')],
  ['utf-16be', (text) => Buffer.from(text, 'utf16le').swap16()],
  ['utf-32le', utf32],
  ['utf-32be', (text) => utf32(text).swap32()],
];

test('a robots.txt in UTF-16 or UTF-32 says what it says in UTF-8, with a BOM and without', () => {
  for (const [name, of] of forms) {
    for (const bom of ['', '\ufeff']) {
      const body = of(bom + file);
      for (const rules of [parseRobots(body), parseRobots(compactRobots(body))]) {
        const seen = ['/%C3%A9', '/last', '/other'].map((path) => rules.isAllowed('Bot', path));
        assert.deepEqual(seen, [false, false, true], `${name} ${bom === '' ? 'without' : 'with'} BOM`);
      }
    }
  }
});

test('of one that is too long no half line is read, in any of them', () => {
  for (const [name, of] of forms) {
    const line = 'Disallow: /path\n';
    const body = of(`User-agent: *\n${line.repeat(ROBOTS_LIMIT / line.length + 1)}`);
    const lines = new Set(
      compactRobots(body)
        .split('\n')
        .filter((each) => each.startsWith('Disallow')),
    );
    assert.deepEqual([...lines], ['Disallow: /path'], name);
  }
});

test('UTF-8 is left as it is, what is broken in it too', () => {
  for (const text of ['', 'U', 'User-agent: *', '\0\0\0\0', 'x\xff\xfe', '\xef\xbb\xbfUser-agent: *']) {
    const bytes = Buffer.from(text, 'latin1');
    assert.equal(asUtf8(bytes), bytes, JSON.stringify(text));
  }
});
