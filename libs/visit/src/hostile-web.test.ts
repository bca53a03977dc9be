import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  brotliCompressSync,
  constants,
  deflateRawSync,
  deflateSync,
  gzipSync,
  zstdCompressSync,
} from 'node:zlib';
import type { Outcome, PolicyInput } from '@trunkline/policy';
import { type Answer, html, rawOrigin, respond } from './testing/raw-origin.ts';
import { visitsFor } from './testing/visits-for-tests.ts';

type Row = {
  does: string;
  answer: Answer;
  policy?: PolicyInput;
  ends: Partial<Outcome> & Record<string, unknown>;
};

const say =
  (text: string): Answer =>
  (socket) =>
    void socket.write(text);
const sayAndEnd =
  (text: string): Answer =>
  (socket) =>
    void socket.end(text);
const zeros = Buffer.alloc(30 << 20);
const page = '<title>T</title><a href="/x">x</a>'.repeat(50);
const coded =
  (coding: string, body: Buffer): Answer =>
  (socket) =>
    void socket.write(respond('200 OK', { 'Content-Type': 'text/html', 'Content-Encoding': coding }, body));
const drip =
  (first: string, each: string): Answer =>
  (socket) => {
    socket.write(first);
    const timer = setInterval(() => socket.write(each), 20);
    socket.on('close', () => clearInterval(timer));
  };

const rows: Row[] = [
  {
    does: 'closes without a word',
    answer: (socket) => void socket.end(),
    ends: { kind: 'failed', code: 'RESET' },
  },
  {
    does: 'resets',
    answer: (socket) => void socket.resetAndDestroy(),
    ends: { kind: 'failed', code: 'RESET' },
  },
  {
    does: 'closes within the headers',
    answer: sayAndEnd('HTTP/1.1 200 OK\r\nContent-T'),
    ends: { kind: 'failed', code: 'RESET' },
  },
  {
    does: 'says nothing',
    answer: () => {},
    policy: { limits: { headersMs: 150 } },
    ends: { kind: 'failed', code: 'HEADERS_TIMEOUT' },
  },
  {
    does: 'drips headers',
    answer: drip('HTTP/1.1 200 OK\r\n', 'A: b\r\n'),
    policy: { limits: { headersMs: 300 } },
    ends: { kind: 'failed', code: 'HEADERS_TIMEOUT' },
  },
  {
    does: 'drips headers past the deadline of all',
    answer: drip('HTTP/1.1 200 OK\r\n', 'A: b\r\n'),
    policy: { limits: { totalMs: 300 } },
    ends: { kind: 'failed', code: 'TIMEOUT' },
  },
  {
    does: 'drips a body',
    answer: drip('HTTP/1.1 200 OK\r\nContent-Length: 99999\r\n\r\n', 'x'),
    policy: { limits: { totalMs: 400 } },
    ends: { kind: 'fetched', status: 200, truncated: 'time' },
  },
  {
    does: 'drips a body below the least rate',
    answer: drip('HTTP/1.1 200 OK\r\nContent-Length: 99999\r\n\r\n', 'x'),
    policy: { limits: { totalMs: 60_000, minBytesPerSecond: 100_000 } },
    ends: { kind: 'fetched', status: 200, truncated: 'time' },
  },
  {
    does: 'sends its body slowly, but above the least rate',
    answer: (socket) => {
      socket.write('HTTP/1.1 200 OK\r\nContent-Length: 1200\r\n\r\n');
      let left = 12;
      const timer = setInterval(() => {
        socket.write('x'.repeat(100));
        if (--left === 0) clearInterval(timer);
      }, 900);
      socket.on('close', () => clearInterval(timer));
    },
    policy: { limits: { minBytesPerSecond: 10 } },
    ends: { kind: 'fetched', status: 200 },
  },
  {
    does: 'sends a body in chunks of one byte',
    answer: sayAndEnd(
      `HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n${'1\r\nx\r\n'.repeat(1_000_000)}0\r\n\r\n`,
    ),
    ends: { kind: 'fetched', status: 200 },
  },
  {
    does: 'sends more around its chunks than a body may have',
    answer: drip(
      'HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n',
      `1;${'x'.repeat(16_000)}\r\nx\r\n`.repeat(4),
    ),
    policy: { limits: { bodyBytes: 100_000, headerBytes: 100_000 } },
    ends: { kind: 'fetched', status: 200, truncated: 'length' },
  },
  {
    does: 'sends a length that is none',
    answer: sayAndEnd('HTTP/1.1 200 OK\r\nContent-Length: many\r\n\r\nok'),
    ends: { kind: 'fetched', status: 200 },
  },
  {
    does: 'sends a length that is none, and never closes',
    answer: say('HTTP/1.1 200 OK\r\nContent-Length: many\r\n\r\nok'),
    policy: { limits: { totalMs: 300 } },
    ends: { kind: 'fetched', status: 200, truncated: 'time' },
  },
  {
    does: 'answers 304 to a request without conditions',
    answer: say('HTTP/1.1 304 Not Modified\r\n\r\n'),
    ends: { kind: 'failed', code: 'BAD_HTTP' },
  },
  {
    does: 'sends 500 cookies of 4 KiB',
    answer: say(`HTTP/1.1 200 OK\r\n${`Set-Cookie: a=${'b'.repeat(4000)}\r\n`.repeat(500)}\r\n`),
    ends: { kind: 'failed', code: 'HEADERS_TOO_LARGE' },
  },
  {
    does: 'redirects to a file',
    answer: (socket) => void socket.write(respond('302 Found', { Location: 'file:///etc/passwd' })),
    ends: { kind: 'fetched', status: 302 },
  },
  {
    does: 'never ends a body',
    answer: drip('HTTP/1.1 200 OK\r\n\r\n', 'x'.repeat(5000)),
    policy: { limits: { bodyBytes: 20_000 } },
    ends: { kind: 'fetched', status: 200, truncated: 'length' },
  },
  {
    does: 'sends a gibibyte',
    answer: (socket) => {
      socket.write('HTTP/1.1 200 OK\r\nContent-Length: 1073741824\r\n\r\n');
      for (let i = 0; i < 40; i++) socket.write(zeros.subarray(0, 1 << 20));
    },
    ends: { kind: 'fetched', status: 200, truncated: 'length' },
  },
  {
    does: 'closes within the body',
    answer: sayAndEnd('HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nshort'),
    ends: { kind: 'fetched', status: 200, truncated: 'disconnect' },
  },
  {
    does: 'resets within the body',
    answer: (socket) => {
      socket.write('HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nshort', () =>
        setTimeout(() => socket.resetAndDestroy(), 30),
      );
    },
    ends: { kind: 'fetched', status: 200, truncated: 'disconnect' },
  },
  {
    does: 'breaks off its chunks',
    answer: sayAndEnd('HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n'),
    ends: { kind: 'fetched', status: 200, truncated: 'disconnect' },
  },
  {
    does: 'sends chunks of nonsense',
    answer: say('HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello\r\nzzz\r\n'),
    ends: { kind: 'fetched', status: 200, truncated: 'disconnect' },
  },
  {
    does: 'ends the body by closing',
    answer: sayAndEnd('HTTP/1.1 200 OK\r\n\r\nall of it'),
    ends: { kind: 'fetched', status: 200 },
  },
  {
    does: 'closes right after a whole body',
    answer: (socket) => void socket.end(html(page)),
    ends: { kind: 'fetched', status: 200 },
  },
  {
    does: 'is no HTTP server',
    answer: say('SSH-2.0-OpenSSH_9.2\r\n'),
    ends: { kind: 'failed', code: 'BAD_HTTP' },
  },
  {
    does: 'ends lines with LF',
    answer: say('HTTP/1.1 200 OK\nContent-Length: 2\n\nok'),
    ends: { kind: 'fetched', status: 200 },
  },
  {
    does: 'says 100 Continue again and again',
    answer: say('HTTP/1.1 100 Continue\r\n\r\n'.repeat(20)),
    ends: { kind: 'failed', code: 'BAD_HTTP' },
  },
  {
    does: 'says 100 Continue and nothing else',
    answer: say('HTTP/1.1 100 Continue\r\n\r\n'),
    policy: { limits: { headersMs: 150 } },
    ends: { kind: 'failed', code: 'HEADERS_TIMEOUT' },
  },
  {
    does: 'sends early hints without end',
    answer: drip('', 'HTTP/1.1 103 Early Hints\r\nLink: </a>\r\n\r\n'),
    ends: { kind: 'failed', code: 'BAD_HTTP' },
  },
  {
    does: 'switches protocols',
    answer: say('HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n\r\n'),
    ends: { kind: 'failed', code: 'BAD_HTTP' },
  },
  {
    does: 'sends two lengths',
    answer: say('HTTP/1.1 200 OK\r\nContent-Length: 2\r\nContent-Length: 20\r\n\r\nok'),
    ends: { kind: 'failed', code: 'BAD_HTTP' },
  },
  {
    does: 'announces chunks and sends none',
    answer: say('HTTP/1.1 200 OK\r\nContent-Length: 2\r\nTransfer-Encoding: chunked\r\n\r\nok\r\n'),
    ends: { kind: 'failed', code: 'BAD_HTTP' },
  },
  {
    does: 'announces a body and sends none of it in time',
    answer: say('HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n'),
    policy: { limits: { totalMs: 300 } },
    ends: { kind: 'failed', code: 'TIMEOUT' },
  },
  {
    does: 'announces a body and closes before any of it',
    answer: sayAndEnd('HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\n'),
    ends: { kind: 'failed', code: 'RESET' },
  },
  {
    does: 'sends 200 KiB of headers',
    answer: say(
      `HTTP/1.1 200 OK\r\n${`${'X: '.padEnd(1024, 'y')}\r\n`.repeat(200)}Content-Length: 2\r\n\r\nok`,
    ),
    ends: { kind: 'fetched', status: 200 },
  },
  {
    does: 'sends headers without end',
    answer: drip(`HTTP/1.1 200 OK\r\n${'X: '.padEnd(250_000, 'y')}`, 'y'.repeat(10_000)),
    ends: { kind: 'failed', code: 'HEADERS_TOO_LARGE' },
  },
  {
    does: 'sends 20,000 tiny headers',
    answer: say(`HTTP/1.1 200 OK\r\n${'a:b\r\n'.repeat(20_000)}Content-Length: 0\r\n\r\n`),
    ends: { kind: 'failed', code: 'HEADERS_TOO_LARGE' },
  },
  {
    does: 'sends a bomb of gzip',
    answer: coded('gzip', gzipSync(zeros)),
    ends: { kind: 'fetched', status: 200, decodeError: 'RATIO' },
  },
  {
    does: 'sends a bomb of deflate',
    answer: coded('deflate', deflateSync(zeros)),
    ends: { kind: 'fetched', status: 200, decodeError: 'RATIO' },
  },
  {
    does: 'sends a bomb of brotli',
    answer: coded('br', brotliCompressSync(zeros, { params: { [constants.BROTLI_PARAM_QUALITY]: 4 } })),
    ends: { kind: 'fetched', status: 200, decodeError: 'RATIO' },
  },
  {
    does: 'sends a bomb of zstd',
    answer: coded('zstd', zstdCompressSync(zeros)),
    ends: { kind: 'fetched', status: 200, decodeError: 'RATIO' },
  },
  {
    does: 'sends a bomb in a bomb',
    answer: coded('gzip, gzip', gzipSync(gzipSync(zeros))),
    ends: { kind: 'fetched', status: 200, decodeError: 'RATIO' },
  },
  {
    does: 'decodes to more than is taken',
    answer: coded('gzip', gzipSync(Buffer.from(page))),
    policy: { limits: { decodedBytes: 500 } },
    ends: { kind: 'fetched', status: 200, decodeError: 'TOO_LONG' },
  },
  {
    does: 'names 1,000 codings',
    answer: coded('gzip, '.repeat(1000), gzipSync('x')),
    ends: { kind: 'fetched', status: 200, decodeError: 'TOO_MANY_CODINGS' },
  },
  {
    does: 'names a coding nobody knows',
    answer: coded('rot13', Buffer.from(page)),
    ends: { kind: 'fetched', status: 200 },
  },
  {
    does: 'says gzip and sends text',
    answer: coded('gzip', Buffer.from(page)),
    ends: { kind: 'fetched', status: 200, decodeError: 'Z_DATA_ERROR' },
  },
  {
    does: 'cuts its gzip short',
    answer: coded('gzip', gzipSync(page).subarray(0, 40)),
    ends: { kind: 'fetched', status: 200, decodeError: 'Z_BUF_ERROR' },
  },
  {
    does: 'sends gzip in gzip',
    answer: coded('gzip, gzip', gzipSync(gzipSync(page))),
    ends: { kind: 'fetched', status: 200 },
  },
  {
    does: 'sends raw deflate',
    answer: coded('deflate', deflateRawSync(page)),
    ends: { kind: 'fetched', status: 200 },
  },
  {
    does: 'sends junk after its gzip',
    answer: coded('gzip', Buffer.concat([gzipSync(page), Buffer.from('junk')])),
    ends: { kind: 'fetched', status: 200 },
  },
  {
    does: 'redirects to itself',
    answer: (socket, path) => void socket.write(respond('302 Found', { Location: path })),
    ends: { kind: 'failed', code: 'REDIRECT_LOOP' },
  },
  {
    does: 'redirects nowhere',
    answer: (socket) => void socket.write(respond('301 Moved', {})),
    ends: { kind: 'fetched', status: 301 },
  },
  {
    does: 'redirects to another scheme',
    answer: (socket) => void socket.write(respond('301 Moved', { Location: 'javascript:alert(1)' })),
    ends: { kind: 'fetched', status: 301 },
  },
  {
    does: 'fails',
    answer: (socket) => void socket.write(respond('500 Oops', {})),
    ends: { kind: 'failed', code: 'SERVER_ERROR' },
  },
  {
    does: 'wants to be left alone for 7 s',
    answer: (socket) => void socket.write(respond('429 Slow', { 'Retry-After': '7' })),
    ends: { kind: 'throttled', status: 429, retryAfterMs: 7000 },
  },
  {
    does: 'wants to be left alone, nonsensically',
    answer: (socket) => void socket.write(respond('503 Busy', { 'Retry-After': 'soon' })),
    ends: { kind: 'throttled', status: 503, retryAfterMs: null },
  },
  {
    does: 'nests 100,000 deep',
    answer: (socket) => void socket.write(html('<div>'.repeat(100_000))),
    ends: { kind: 'fetched', status: 200 },
  },
  {
    does: 'opens 100,000 attributes',
    answer: (socket) => void socket.write(html(`<a ${'b="'.repeat(100_000)}`)),
    ends: { kind: 'fetched', status: 200 },
  },
];

for (const { does, answer, policy, ends } of rows) {
  test(`an origin that ${does} ends as ${Object.values(ends).join(' ')}`, { timeout: 20_000 }, async (t) => {
    const origin = await rawOrigin(t, answer);
    const { visit } = visitsFor(t);
    const { record } = await visit(`${origin.url}/page`, policy);
    const { detail: _, target: __, ...outcome } = record.outcome as Record<string, unknown>;
    assert.deepEqual(outcome, ends);
  });
}

test('hostile origins side by side leave memory bounded', { timeout: 60_000 }, async (t) => {
  const bomb = gzipSync(zeros);
  const origin = await rawOrigin(t, (socket, path) => {
    if (path.startsWith('/bomb')) return coded('gzip', bomb)(socket, path, '');
    socket.write('HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Length: 1073741824\r\n\r\n');
    const more = () => {
      while (!socket.destroyed && socket.write(zeros.subarray(0, 1 << 18)));
    };
    socket.on('drain', more);
    more();
  });
  const { visits, visit } = visitsFor(t, {
    archive: {
      append: async () => ({ segment: 's', offset: 0, length: 1 }),
      full: () => false,
      close: async () => {},
    } as never,
  });
  const limits = { bodyBytes: 4 << 20 };
  const round = () =>
    Promise.all(
      Array.from({ length: 60 }, (_, i) =>
        visit(`${origin.url}/${i % 2 ? 'bomb' : 'large'}/${i}`, { limits }),
      ),
    );
  await round();
  const before = process.memoryUsage.rss();
  await round();
  const grown = (process.memoryUsage.rss() - before) / 2 ** 20;
  assert.ok(grown <= 64, `RSS grew by ${grown.toFixed(1)} MiB`);
  assert.ok(visits.clock.report().body!.done >= 120);
});
