import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { charsetOfContentType, decodeText, findCharset, sniffCharset, utf8Of } from './charset.ts';
import { parseHtml } from './parse-html.ts';

const seed = Number(process.env.FUZZ_SEED ?? 20261123);

const bytes = (text: string) => Buffer.from(text, 'latin1');

test('BOM, then header, then meta, else windows-1252', () => {
  const meta = '<meta charset=koi8-r>';
  const rules: [document: Uint8Array, header: string | null, name: string, from: string][] = [
    [bytes(`\xef\xbb\xbf${meta}`), 'text/html; charset=latin1', 'utf-8', 'bom'],
    [bytes('\xfe\xff\0x'), 'text/html; charset=utf-8', 'utf-16be', 'bom'],
    [bytes('\xff\xfex\0'), null, 'utf-16le', 'bom'],
    [bytes(meta), 'text/html; charset=UTF-8', 'utf-8', 'header'],
    [bytes(meta), 'text/html; charset=nonsense', 'koi8-r', 'meta'],
    [bytes(meta), 'text/html', 'koi8-r', 'meta'],
    [bytes(meta), null, 'koi8-r', 'meta'],
    [bytes('x'), 'text/html', 'windows-1252', 'default'],
    [bytes(''), null, 'windows-1252', 'default'],
  ];
  for (const [document, header, name, from] of rules) {
    assert.deepEqual(findCharset(document, header), { name, from }, `${Buffer.from(document)} ${header}`);
  }
});

test('the charset of a Content-Type header', () => {
  const rules: [header: string, name: string | null][] = [
    ['text/html;charset=utf8', 'utf-8'],
    ['text/html; x=y; Charset = "ISO-8859-1"', 'windows-1252'],
    ['text/html; charset="utf-8', 'utf-8'],
    ['text/html; charset=gb2312; x=y', 'gbk'],
    ['text/html; charset=', null],
    ['text/html; charset=x-unknown', null],
    ['text/html; charset=us-ascii', 'windows-1252'],
    ['text/html; charset=x-user-defined', 'windows-1252'],
    ['text/html', null],
    ['', null],
  ];
  for (const [header, name] of rules) assert.equal(charsetOfContentType(header), name, header);
});

test('prescan of the first 1,024 bytes', () => {
  const rules: [document: string, name: string][] = [
    ['<meta charset=utf-8>', 'utf-8'],
    ["<META CHARSET = 'utf-8' />", 'utf-8'],
    ['<meta/charset="koi8-r">', 'koi8-r'],
    ['<meta http-equiv="Content-Type" content="text/html; charset=koi8-r">', 'koi8-r'],
    ['<meta content="text/html; charset=\'koi8-r\'" http-equiv=content-type>', 'koi8-r'],
    ['<meta content="text/html; charset=koi8-r">', 'windows-1252'],
    ['<meta http-equiv=refresh content="text/html; charset=koi8-r">', 'windows-1252'],
    ['<meta charset=nonsense><meta charset=koi8-r>', 'koi8-r'],
    ['<meta charset=utf-16>', 'utf-8'],
    ['<meta charset=x-user-defined>', 'windows-1252'],
    ['<metal charset=koi8-r>', 'windows-1252'],
    ['<!-- <meta charset=koi8-r> -->', 'windows-1252'],
    ['<!-- <meta charset=koi8-r>', 'windows-1252'],
    ['<!--><meta charset=koi8-r>', 'koi8-r'],
    ['<a title="<meta charset=koi8-r>"><meta charset=utf-8>', 'utf-8'],
    ['<!x <meta charset=koi8-r>', 'windows-1252'],
    ['</a x="><meta charset=koi8-r>"><meta charset=utf-8>', 'utf-8'],
    ['<script>"<meta charset=koi8-r>"</script>', 'koi8-r'],
    [`${' '.repeat(1003)}<meta charset=koi8-r>`, 'koi8-r'],
    [`${' '.repeat(1005)}<meta charset=koi8-r>`, 'windows-1252'],
    ['<\0?\0x\0m\0', 'utf-16le'],
  ];
  for (const [document, name] of rules) assert.equal(sniffCharset(bytes(document)), name, document.trim());
});

test('decodeText leaves the BOM out and marks what is broken', () => {
  assert.equal(decodeText(bytes('\xef\xbb\xbfx\xff'), 'utf-8'), 'x\ufffd');
  assert.equal(decodeText(bytes('\x80\x93'), 'iso-8859-1'), '€“');
  assert.equal(decodeText(bytes('\xff\xfea\0'), 'utf-16le'), 'a');
  assert.equal(decodeText(bytes('\x82\xa0'), 'Shift_JIS'), 'あ');
  assert.equal(decodeText(bytes('\x80'), 'nonsense'), '€');
});

test(`a document reads the same from its bytes as from its text, in any charset (seed ${seed})`, () => {
  const charset = fc.constantFrom(
    ...[
      'utf-8',
      'windows-1252',
      'iso-8859-2',
      'koi8-r',
      'utf-16le',
      'utf-16be',
      'shift_jis',
      'gb18030',
      'big5',
    ],
    ...['euc-kr', 'iso-2022-jp', 'windows-874', 'macintosh'],
  );
  const piece = fc.oneof(
    fc.constantFrom(
      ...[
        '<a href="',
        "<a href='x",
        '"',
        "'",
        '>',
        '<title>',
        '</title>',
        '&amp;',
        '#',
        'é',
        '漢字',
        '\\',
        '~',
        '\x1b$B',
        '\0',
      ],
    ),
    fc.uint8Array({ maxLength: 3 }),
  );
  const document = fc
    .array(piece, { maxLength: 12 })
    .map((pieces) =>
      Buffer.concat(pieces.map((each) => (typeof each === 'string' ? Buffer.from(each) : each))),
    );
  fc.assert(
    fc.property(charset, document, (name, body) => {
      const fromBytes = parseHtml(utf8Of(body, name), 'http://a.test/');
      assert.deepEqual(fromBytes, parseHtml(decodeText(body, name), 'http://a.test/'));
    }),
    { seed, numRuns: 10_000 },
  );
});
