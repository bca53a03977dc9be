import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { endOfHead, startOfHead } from './find-head.ts';
import { readHead } from './read-head.ts';

const read = (text: string) => readHead(Buffer.from(text, 'latin1'));
const of = (lines: string) => read(`HTTP/1.1 200 OK\r\n${lines}\r\n`);
const headersOf = (lines: string) => {
  const head = of(lines);
  assert.ok('headers' in head, JSON.stringify(head));
  return head.headers.map(([name, value]) => `${name}=${value}`);
};
const doubtOf = (lines: string) => {
  const head = of(lines);
  assert.ok('doubt' in head);
  return head.doubt;
};

test('a head as HTTP has it is read without doubt, with names, order and bytes as they came', () => {
  const text = 'HTTP/1.1 404 Not  Found\r\nx-b: 1\r\nX-A:2 \t\r\nX-b:\r\nX-C: \xe9\x80\xff\r\n\r\n';
  const head = read(text);
  assert.ok('headers' in head);
  assert.deepEqual(
    [head.version, head.status, head.statusText, head.doubt],
    ['1.1', 404, 'Not  Found', null],
  );
  assert.deepEqual(head.headers, [
    ['x-b', '1'],
    ['X-A', '2'],
    ['X-b', ''],
    ['X-C', '\xe9\x80\xff'],
  ]);
  assert.equal(Buffer.from(head.bytes).toString('latin1'), text);
});

test('what goes on in the next line is one value', () => {
  assert.deepEqual(headersOf('A: one\r\n two\r\n\t three \r\nB: x\r\n'), ['A=one two three', 'B=x']);
  assert.deepEqual(headersOf('A:\r\n one\r\nB: x\r\n'), ['A=one', 'B=x']);
  assert.deepEqual(headersOf('A: one\r\n B: two\r\n'), ['A=one B: two']);
  assert.equal(doubtOf('A: one\r\n two\r\n'), null);
});

test('a line that is no header is skipped, with what goes on after it', () => {
  assert.deepEqual(headersOf('A: 1\r\nnonsense\r\n more\r\n: none\r\nX Y: no\r\n X\r\nB: 2\r\n'), [
    'A=1',
    'B=2',
  ]);
  assert.deepEqual(headersOf(' first\r\nA: 1\r\n'), ['A=1']);
});

test('blanks before a colon are no part of a name, and other bytes make it none', () => {
  assert.deepEqual(headersOf('A : 1\r\nB\t : 2\r\nC\xa0: 3\r\n\xe9: 4\r\n'), ['A=1', 'B=2']);
});

test('LF alone and CR alone end a line', () => {
  assert.deepEqual(headersOf('A: 1\nB: 2\rC: 3\r\r\nD: 4\r\n'), ['A=1', 'B=2', 'C=3', 'D=4']);
});

test('what others may read otherwise is told with its line', () => {
  const doubts: [lines: string, doubt: string][] = [
    ['A: 1\r\nB : 2\r\n', 'header line 2: there is a blank before the colon of B'],
    ['A: 1\r\nB: 2\nC: 3\r\n', 'header line 2: it ends with LF alone'],
    ['A: 1\rB: 2\r\n', 'header line 1: it ends with CR alone'],
    ['nonsense\r\n', 'header line 1: "nonsense" is no header'],
    ['Content-Length:\r\n 5\r\n', 'header line 2: it goes on with Content-Length'],
    [' x\r\n', 'header line 1: it goes on with nothing'],
  ];
  for (const [lines, doubt] of doubts) assert.equal(doubtOf(lines), doubt);
  const odd = read('HTTP/1.1  200 OK\r\n\r\n');
  assert.equal('doubt' in odd && odd.doubt, 'status line: it is "HTTP/1.1  200 OK"');
});

test('a NUL and a line that is no status line are refused, with their line', () => {
  assert.deepEqual(of('A: 1\r\nB: \0\r\n'), { problem: 'header line 2: it has a NUL' });
  assert.deepEqual(read('HTTP/1.1 2\0 OK\r\n\r\n'), { problem: 'status line: it has a NUL' });
  for (const line of [
    'HTTP/1.1',
    'HTTP/1.1 OK',
    'HTTP/1.1 20 OK',
    'HTTP/1.1 2000',
    'HTTP/1.1 099 OK',
    'HTTPS/1.1 200 OK',
  ])
    assert.deepEqual(read(`${line}\r\n\r\n`), { problem: `status line: ${JSON.stringify(line)} is none` });
});

test('versions above 1.1 count as 1.1, all else as 1.0', () => {
  const versions = {
    'HTTP/1.1': '1.1',
    'HTTP/1.0': '1.0',
    'HTTP/1.2': '1.1',
    'HTTP/2.0': '1.1',
    'HTTP/0.9': '1.0',
    HTTP: '1.0',
    'HTTP/2': '1.0',
  };
  for (const [written, version] of Object.entries(versions)) {
    const head = read(`${written} 200 OK\r\n\r\n`);
    assert.equal('version' in head && head.version, version, written);
  }
});

test('a head ends after its first blank line, however its lines end, and nothing is needed twice to see it', () => {
  const lines = fc.array(fc.tuple(fc.stringMatching(/^[a-z: ]{1,8}$/), fc.constantFrom('\n', '\r\n')), {
    minLength: 1,
  });
  fc.assert(
    fc.property(lines, fc.constantFrom('\n', '\r\n'), fc.string(), (all, last, rest) => {
      const head = all.map(([line, end]) => line + end).join('') + last;
      const bytes = Buffer.from(head + rest, 'latin1');
      assert.equal(endOfHead(bytes), head.length);
      for (let length = 0; length < head.length; length++) {
        assert.equal(endOfHead(bytes.subarray(0, length)), -1);
        assert.equal(endOfHead(bytes, Math.max(0, length - 2)), head.length);
      }
    }),
  );
});

test('blank lines before a status line are skipped, and what begins otherwise is no HTTP', () => {
  const starts: [text: string, start: number | null][] = [
    ['HTTP/1.1', 0],
    ['\r\n\nhttp', 3],
    ['', -1],
    ['\r\nHT', -1],
    ['SSH-2.0', null],
    ['S', null],
    ['\r\nx', null],
    ['\n'.repeat(17), null],
  ];
  for (const [text, start] of starts)
    assert.equal(startOfHead(Buffer.from(text)), start, JSON.stringify(text));
});

test('a head of many lines without any CR, LF or colon is read in linear time', { timeout: 20_000 }, () => {
  for (const line of ['a:\n', 'a\n', 'a\r', ' \n', 'a:\r\n'])
    assert.ok('headers' in read(`HTTP/1.1 200 OK\n${line.repeat(2 ** 17)}\n`));
});
