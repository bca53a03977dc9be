import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { answers } from '../../heads/answers.ts';
import { ResponseReader } from './read-response.ts';

const limits = { headerBytes: 262_144, headerCount: 10_000 };

/** What is read of these pieces: status and headers, body, and how it ended. */
function read(pieces: readonly Buffer[], most = limits) {
  let said = '';
  let body = '';
  let parts = 0;
  let ended: string | null = null;
  const reader = new ResponseReader(
    {
      head({ status, headers }) {
        said += `${status} ${JSON.stringify(headers)}`;
      },
      part(bytes) {
        assert.equal(ended, null, 'nothing comes after the end');
        parts++;
        body += bytes.toString('latin1');
      },
      end(keep) {
        ended = keep ? 'kept' : 'closed';
      },
      bad(problem) {
        ended = problem;
      },
      tooLarge(how) {
        ended = how;
      },
    },
    most,
  );
  for (const piece of pieces) reader.push(piece);
  return { said, body, parts, ended: ended ?? (reader.ended() ? 'closed' : 'cut') };
}

/** What a problem quotes may be as long as what had come. */
const unquoted = (ended: string) => ended.replace(/".*"/, '');
const bytesOf = (text: string) => Buffer.from(text, 'latin1');
const answer = (head: string, body = '') => read([bytesOf(`${head}\r\n\r\n${body}`)]);

test('in whatever pieces an answer comes, it is read the same', () => {
  const short = answers.filter(({ bytes }) => bytes.length < 1000);
  fc.assert(
    fc.property(fc.constantFrom(...short), fc.array(fc.nat(60), { maxLength: 12 }), ({ bytes }, lengths) => {
      const whole = bytesOf(bytes);
      const pieces: Buffer[] = [];
      let at = 0;
      for (const length of lengths) {
        pieces.push(Buffer.from(whole.subarray(at, at + length)));
        at += length;
      }
      pieces.push(Buffer.from(whole.subarray(at)));
      const { ended, parts: _once, ...once } = read([whole]);
      const {
        ended: endedInPieces,
        parts: _inPieces,
        ...inPieces
      } = read(pieces.filter(({ length }) => length > 0));
      assert.deepEqual(inPieces, once);
      // What follows a whole answer may come later, when nobody reads it here.
      if (ended !== 'closed' || endedInPieces !== 'kept')
        assert.equal(unquoted(endedInPieces), unquoted(ended));
    }),
    { numRuns: 2000 },
  );
});

test('however a body is cut into chunks and these into pieces, it is read as one part of each piece', () => {
  const chunk = fc.record({
    text: fc.string({ minLength: 1, maxLength: 40, unit: 'binary-ascii' }),
    size: fc.constantFrom<(hex: string) => string>(
      (hex) => hex,
      (hex) => hex.toUpperCase(),
      (hex) => `000000${hex}`,
      (hex) => ` ${hex} ;x=y`,
    ),
    end: fc.constantFrom('\r\n', '\n'),
  });
  fc.assert(
    fc.property(
      fc.array(chunk, { maxLength: 60 }),
      fc.array(fc.integer({ min: 1, max: 300 }), { maxLength: 20 }),
      (chunks, lengths) => {
        const framed = chunks.map(
          ({ text, size, end }) => `${size(text.length.toString(16))}${end}${text}\r\n`,
        );
        const whole = bytesOf(`${framed.join('')}0\r\n\r\n`);
        const pieces: Buffer[] = [];
        for (let at = 0; at < whole.length; at += pieces.at(-1)!.length)
          pieces.push(Buffer.from(whole.subarray(at, at + (lengths[pieces.length] ?? whole.length))));
        const head = bytesOf('HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n');
        const { body, ended, parts } = read([head, ...pieces]);
        assert.deepEqual([body, ended], [chunks.map(({ text }) => text).join(''), 'kept']);
        assert.ok(parts <= pieces.length, `${parts} parts of ${pieces.length} pieces`);
      },
    ),
    { numRuns: 500 },
  );
});

test('a connection is kept after an answer whose end nobody can see elsewhere, and after no other', () => {
  const kept = (head: string, body = 'ok') => answer(head, body).ended;
  assert.equal(kept('HTTP/1.1 200 OK\r\nContent-Length: 2'), 'kept');
  assert.equal(kept('HTTP/1.1 200\r\nX: folded\r\n twice\r\nContent-Length: 2'), 'kept');
  assert.equal(kept('HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 200 OK\r\nContent-Length: 2'), 'kept');
  assert.equal(kept('HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked', '2\r\nok\r\n0\r\n\r\n'), 'kept');
  assert.equal(kept('HTTP/1.0 200 OK\r\nConnection: keep-alive\r\nContent-Length: 2'), 'kept');
  assert.equal(kept('HTTP/1.1 304 Not Modified\r\nContent-Length: 20', ''), 'kept');
  assert.equal(kept('HTTP/1.1 204 No Content', ''), 'kept');
  for (const head of [
    'HTTP/1.0 200 OK\r\nContent-Length: 2',
    'HTTP/1.1 200 OK\r\nConnection: Close\r\nContent-Length: 2',
    'HTTP/1.1 200 OK\r\nConnection: x, close\r\nContent-Length: 2',
    'HTTP/1.1 200 OK\r\nContent-Length: 2\r\nContent-Length: 2',
    'HTTP/1.1 200 OK\r\nContent-Length: 2, 2',
    'HTTP/1.1 200 OK\r\nContent-Length : 2',
    'HTTP/1.1 200 OK\r\nContent-Length:\r\n 2',
    'HTTP/1.1 200 OK\r\nTransfer-Encoding: identity\r\nContent-Length: 2',
    'HTTP/1.1 200 OK\r\nX: 1\nContent-Length: 2',
    'HTTP/1.1 200 OK\r\nX: 1\rContent-Length: 2',
    'HTTP/1.1 200 OK\r\nnonsense\r\nContent-Length: 2',
    'HTTP/1.2 200 OK\r\nContent-Length: 2',
    'HTTP/1.1 200 OK\r\nContent-Length: 1',
  ])
    assert.equal(kept(head), 'closed', head);
  for (const head of [
    'HTTP/1.1 200 OK\r\nContent-Length: 2\r\nTransfer-Encoding: chunked',
    'HTTP/1.0 200 OK\r\nConnection: keep-alive\r\nTransfer-Encoding: chunked',
    'HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked, chunked',
  ])
    assert.equal(kept(head, '2\r\nok\r\n0\r\n\r\n'), 'closed', head);
  assert.equal(kept('HTTP/1.1 204 No Content\r\nContent-Length: 2', ''), 'closed');
});

test('what is refused names the line and what is wrong with it', () => {
  const problems: [head: string, body: string, problem: string][] = [
    ['HTTP/1.1 200 OK\r\nA: 1\r\nB: \0', '', 'header line 2: it has a NUL'],
    ['HTTP/1.1 200 OK\r\nContent-Length: 2\r\nContent-Length: 3', 'ok', 'Content-Length: it is "2" and "3"'],
    ['HTTP/1.1 101 Switching Protocols', '', 'status line: it switches to a protocol that nobody asked for'],
    ['SSH-2.0-OpenSSH', '', 'status line: "SSH-2.0-OpenSSH" is none'],
    ['HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked', '5\r\nhello\r\nzz\r\n', 'chunk 2: "zz" is no size'],
    [
      'HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked',
      '5\r\nhellos\r\n',
      'chunk 1: it goes on after its size',
    ],
  ];
  for (const [head, body, problem] of problems) assert.equal(answer(head, body).ended, problem);
});

test('lines without end are bounded, in heads, chunks and trailers', () => {
  const chunked = 'HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n';
  const long = bytesOf('a'.repeat(1000));
  const many = Array<Buffer>(400).fill(long);
  assert.equal(read([bytesOf('HTTP/1.1 200 OK\r\n'), ...many]).ended, 'more than 262144 bytes of headers');
  assert.equal(
    read([bytesOf(`${chunked}5;`), ...many]).ended,
    'chunk 1: its line is longer than 16384 bytes',
  );
  assert.equal(
    read([bytesOf(`${chunked}0\r\n`), ...Array<Buffer>(400).fill(bytesOf('X: y\r\n'.repeat(100)))]).ended,
    'trailers: they are too long',
  );
  const hints = bytesOf(`HTTP/1.1 103 Early Hints\r\nLink: ${'a'.repeat(50_000)}\r\n\r\n`);
  assert.equal(read(Array<Buffer>(7).fill(hints)).ended, 'more than 262144 bytes of headers');
});

test('a head that comes byte by byte is read in linear time', { timeout: 20_000 }, () => {
  const bytes = bytesOf(`HTTP/1.1 200 OK\r\nX: ${'a'.repeat(250_000)}\r\nContent-Length: 0\r\n\r\n`);
  const pieces = Array.from(bytes, (_, at) => bytes.subarray(at, at + 1));
  assert.equal(read(pieces).ended, 'kept');
});
