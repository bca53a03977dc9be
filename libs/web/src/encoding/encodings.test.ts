import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { encodingNames, everyByteOf, everyCharacter, queries } from './encodings.fixture.ts';
import { charsetOfLabel, decodeText, queryEscaper, utf8Of } from './index.ts';

/** `otherwise`: lines that Chromium decodes in another way than the standard says, with both. */
type Recorded = {
  decoded: string;
  encoded: string;
  queries: string[];
  otherwise?: [line: number, chromium: string, standard: string][];
};

/** What Chromium makes of the same bytes, labels and links: SHA-1 of its text, and queries as it asks for them. */
const recorded = JSON.parse(readFileSync(new URL('chromium.fixture.json', import.meta.url), 'utf8')) as {
  labels: Record<string, string[]>;
  encodings: Record<string, Recorded>;
};

const sha1 = (text: string) => createHash('sha1').update(text).digest('hex');
test('every label is the encoding that it is in Chromium, in any case and between blanks', () => {
  let count = 0;
  for (const [name, labels] of Object.entries(recorded.labels)) {
    for (const label of labels) {
      for (const spelling of [label, label.toUpperCase(), `\t ${label}\n`])
        assert.equal(charsetOfLabel(spelling), name);
      count++;
    }
  }
  assert.ok(count > 220, `${count} labels`);
  for (const label of ['', 'utf', 'utf-7', 'none', 'ütf-8', 'x'.repeat(1000)])
    assert.equal(charsetOfLabel(label), null);
});

test('every byte and every pair of bytes is the character that it is in Chromium, in each encoding', () => {
  assert.deepEqual(Object.keys(recorded.encodings), encodingNames);
  for (const [name, { decoded, otherwise = [] }] of Object.entries(recorded.encodings)) {
    const lines = decodeText(everyByteOf(name), name).split('\n');
    for (const [line, chromium, standard] of otherwise) {
      assert.equal(lines[line], standard, `${name}, line ${line}`);
      lines[line] = chromium;
    }
    assert.equal(sha1(lines.join('\n')), decoded, name);
  }
});

test('queries are escaped as Chromium escapes them in a document of each encoding', () => {
  for (const [name, { queries: escaped }] of Object.entries(recorded.encodings)) {
    const inIt = queryEscaper(name);
    assert.equal(inIt === null, name.startsWith('utf-'), name);
    if (inIt) assert.deepEqual(queries.map(inIt), escaped, name);
  }
});

test('every character is escaped as Chromium escapes it in a document of each encoding', () => {
  // A backslash ends whatever state iso-2022-jp is in.
  const characters = everyCharacter().join('\\\n');
  for (const [name, { encoded }] of Object.entries(recorded.encodings)) {
    const lines = queryEscaper(name)?.(characters).replaceAll('\\%0A', '\n');
    if (lines !== undefined) assert.equal(sha1(lines), encoded, name);
  }
});

test('what is UTF-8, or ASCII in an encoding that has it, is not copied', () => {
  const ascii = Buffer.from('<p>x</p>');
  for (const name of encodingNames) {
    const same = !/^utf-16|iso-2022-jp/.test(name);
    assert.equal(utf8Of(ascii, name) === ascii, same, name);
  }
  const broken = Buffer.from('x\xff', 'latin1');
  assert.equal(utf8Of(broken, 'utf-8'), broken);
});

test('a page of an encoding that hides markup is one character', () => {
  assert.equal(decodeText(Buffer.from('<a href=x>'), 'hz-gb-2312'), '\ufffd');
  assert.equal(decodeText(Buffer.alloc(0), 'replacement'), '');
});
