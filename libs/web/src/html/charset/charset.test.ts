import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { decodeText, utf8Of } from '../../encoding/index.ts';
import { parseHtml } from '../parse-html.ts';
import { readDocument } from '../read-document.ts';
import { findCharset, findXmlCharset } from './charset.ts';

const seed = Number(process.env.FUZZ_SEED ?? 20261123);

const bytes = (text: string) => Buffer.from(text, 'latin1');

test('BOM, then header, then meta, then XML declaration, then what the bytes can only be, else windows-1252', () => {
  const meta = '<meta charset=koi8-r>';
  const xml = '<?xml version="1.0" encoding="euc-jp"?>';
  const rules: [document: Uint8Array, label: string | null, name: string, from: string][] = [
    [bytes(`\xef\xbb\xbf${meta}`), 'latin1', 'utf-8', 'bom'],
    [bytes('\xfe\xff\0x'), 'utf-8', 'utf-16be', 'bom'],
    [bytes('\xff\xfex\0'), null, 'utf-16le', 'bom'],
    [bytes(meta), 'UTF-8', 'utf-8', 'header'],
    [bytes('x'), 'x-user-defined', 'x-user-defined', 'header'],
    [bytes('x'), 'ISO-2022-CN', 'replacement', 'header'],
    [bytes(meta), 'nonsense', 'koi8-r', 'meta'],
    [bytes(meta), null, 'koi8-r', 'meta'],
    [bytes(xml + meta), null, 'koi8-r', 'meta'],
    [bytes(xml), null, 'euc-jp', 'xml'],
    [bytes("<?xml version='1.0' encoding = 'koi8-r' ?>"), null, 'koi8-r', 'xml'],
    [bytes(xml.replace('euc-jp', 'UTF-16')), null, 'utf-8', 'xml'],
    [bytes(` ${xml}`), null, 'windows-1252', 'default'],
    [bytes(xml.replace('xml', 'XML')), null, 'windows-1252', 'default'],
    [bytes(xml.replace('euc-jp', 'nonsense')), null, 'windows-1252', 'default'],
    [Buffer.from('<?xml?><p>é', 'utf16le'), null, 'utf-16le', 'xml'],
    [bytes('caf\xc3\xa9'), null, 'utf-8', 'content'],
    [bytes('\xe6\x97\xa5\xe6\x9c'), null, 'utf-8', 'content'], // cut within a character
    [bytes('caf\xc3\xa9 caf\xe9 x'), null, 'windows-1252', 'default'],
    [bytes('caf\xe9'), null, 'windows-1252', 'default'],
    [bytes('x'), null, 'windows-1252', 'default'],
    [bytes(''), null, 'windows-1252', 'default'],
  ];
  for (const [document, label, name, from] of rules) {
    assert.deepEqual(findCharset(document, label), { name, from }, `${Buffer.from(document)} ${label}`);
  }
});

test('a document of XML is in the charset of its BOM, its header or its declaration, else in UTF-8; meta tags are silent', () => {
  const rules: [document: string, label: string | null, name: string][] = [
    ['<?xml version="1.0" encoding="iso-8859-2"?><html>', null, 'iso-8859-2'],
    ['<?xml version="1.0" encoding="iso-8859-2"?><html>', 'koi8-r', 'koi8-r'],
    ['\xff\xfe<\0', 'koi8-r', 'utf-16le'],
    ['<html><meta charset="koi8-r"/>caf\xe9', null, 'utf-8'],
  ];
  for (const [document, label, name] of rules)
    assert.equal(findXmlCharset(bytes(document), label).name, name, document);
});

test('a meta tag far down changes how the document is read, where nothing before it has said how', () => {
  const far = `<html><head><script>/*${'x'.repeat(1100)}*/</script>`;
  const title = '<title>\xc1</title>';
  const read = (document: string, charset: string | null = null) => {
    const page = readDocument(bytes(document), { url: 'http://a.test/', kind: 'html', charset });
    return [page.charset, page.title];
  };
  const koi8 = ['koi8-r', 'а'];
  const unchanged = ['windows-1252', 'Á'];
  assert.deepEqual(read(`${far}<meta charset=koi8-r>${title}`), koi8);
  assert.deepEqual(read(`${far}${title}<body><p>x<meta charset=koi8-r>`), koi8);
  const pragma = '<meta http-equiv=Content-Type content="text/html; charset=koi8-r">';
  assert.deepEqual(read(far + pragma + title), koi8);
  assert.deepEqual(
    read(`${far}<meta charset=nonsense><meta charset=koi8-r><meta charset=utf-8>${title}`),
    koi8,
  );
  assert.deepEqual(read(`${far}<meta charset=utf-16>${title}`), ['utf-8', '\ufffd']);
  assert.deepEqual(read(`${far}<script>"<meta charset=koi8-r>"</script>${title}`), unchanged);
  assert.deepEqual(read(`${far}<!--<meta charset=koi8-r>-->${title}`), unchanged);
  assert.deepEqual(read(`${far}<meta charset=koi8-r>${title}`, 'windows-1252'), unchanged);
  assert.deepEqual(read(`${far}<meta charset=koi8-r><title>\xc3\xbc</title>`), ['koi8-r', 'ц╪']);
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
  for (const [document, name] of rules)
    assert.equal(findCharset(bytes(document), null).name, name, document.trim());
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
