import assert from 'node:assert/strict';
import { createReadStream, globSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type TestContext, test } from 'node:test';
import { gunzipSync } from 'node:zlib';
import { createArchiveReader, openArchiveWriter } from '@trunkline/archive';
import type { Outcome } from '@trunkline/policy';
import { endOfHead } from '@trunkline/web/http';
import { WARCParser } from 'warcio';
import { answers } from '../../../heads/answers.ts';
import type { VisitsOptions } from '../../index.ts';
import { rawOrigin } from '../../testing/raw-origin.ts';
import { visitsFor } from '../../testing/visits-for-tests.ts';

type Read = { chromium: string; curl: string; wget: string };
const { read } = JSON.parse(readFileSync(new URL('../../../heads/read.json', import.meta.url), 'utf8')) as {
  read: Record<string, Read>;
};

const cut =
  'a head that is not whole is no answer: what is missing may be its length, or that the page is elsewhere';

/** Where we read something else than two of the three do, and why. */
const why: Record<string, string> = {
  ICY: 'they show the head as the page: that is HTTP/0.9, which nobody speaks',
  'status 099': 'a status begins at 100 (RFC 9110 §15)',
  'three blank lines before the status line': 'one or three blank lines are the same mistake',
  'a header line of 200 KiB': 'the bound is that of Chromium, 256 KiB for all lines',
  'a list of unequal lengths': 'two lengths that differ are refused in one line as in two, as Chromium does',
  'a length with a blank before its colon':
    'blanks before a colon are taken off (RFC 9112 §5.1), as Chromium does',
  'chunked with a blank before its colon':
    'blanks before a colon are taken off (RFC 9112 §5.1), as Chromium does',
  'a hexadecimal length':
    'they read a length of 0 and lose the page; what is no length is none, as in Chromium',
  'a chunk size with a blank before it': 'blanks around a size are no part of it, before or after',
  'lines that end with CR': cut,
  'a head that is cut within the status line': cut,
  'a head that is cut after the status line': cut,
  'a head that is cut within a header': cut,
  'a head without its blank line': cut,
};

/** What we read where no two of the three read the same. */
const alone: Record<string, string> = {
  'a status of four digits': 'refused',
  'a status with a leading zero': 'refused',
  'status 000': 'refused',
  'a blank line before the status line': '200 "hello"',
  'two blank lines before the status line': '200 "hello"',
  'an LF before the status line': '200 "hello"',
  'a blank before the status line': '200 "hello"',
  'four bytes of junk before the status line': 'refused',
  'a byte order mark before the status line': 'refused',
  'two lengths, the longer last': 'refused',
  'two lengths, the shorter last': 'refused',
  'a length of words': '200 "hello"',
  'an empty length': '200 "hello"',
  'a length in quotes': '200 "hello"',
  'a chunk that is longer than it says': '200 "hello" (cut)',
  'a blank line between chunks': '200 "hello" (cut)',
  'a chunk that is cut short': '200 "hello" (cut)',
  'a bad chunk after a good one': '200 "hello" (cut)',
  'a blank line of CR CR LF': 'refused',
  '100 Continue, a blank line, and the answer': '200 "hello"',
  '101 Switching Protocols': 'refused',
};

const readAs = (outcome: Outcome, body: string): string => {
  if (outcome.kind === 'failed') return `refused ${outcome.code}`;
  assert.ok(outcome.kind === 'fetched');
  const shown = body.length > 40 ? `${body.length} bytes` : body;
  return `${outcome.status} ${JSON.stringify(shown)}${outcome.truncated ? ' (cut)' : ''}`;
};

/** Refusals are alike, whatever they are called. */
const alike = (read: string) => read.replace(/^refused.*/, 'refused');

/** What two of the three read; null: no two read the same. */
function majority({ chromium, curl, wget }: Read): string | null {
  const [a, b, c] = [chromium, curl, wget].map(alike) as [string, string, string];
  return a === b || a === c ? a : b === c ? b : null;
}

/** Visits to an origin that gives the answers; each request has a connection of its own. */
async function answering(t: TestContext, options: Partial<VisitsOptions> = {}) {
  const origin = await rawOrigin(t, (socket, path) => {
    socket.end(Buffer.from(answers[Number(path.slice(1))]!.bytes, 'latin1'));
  });
  const { visit, kept } = visitsFor(t, options);
  // It closes kept connections without a word: after the first that is seen to be, each request has its own.
  const gone = ({ code }: { code?: string }) => assert.equal(code, 'CONNECTION_GONE');
  for (let times = 0; times < 2; times++) await visit(`${origin.url}/0`).catch(gone);
  kept.length = 0;
  return { urlOf: (n: number) => `${origin.url}/${n}`, visit, kept };
}

test('what two of Chromium, curl and wget read of an answer we read too, or say why not', async (t) => {
  const { urlOf, visit, kept } = await answering(t);
  const unlike: string[] = [];
  for (const [n, { does }] of answers.entries()) {
    const { record } = await visit(urlOf(n));
    const stored = kept.find(({ url }) => url === urlOf(n));
    const ours = alike(readAs(record.outcome, Buffer.from(stored?.body ?? '').toString('latin1')));
    const theirs = majority(read[does]!) ?? alone[does];
    if ((ours === theirs) === does in why) unlike.push(`${does}: ours ${ours}, theirs ${theirs}`);
  }
  assert.deepEqual(unlike, []);
  const known = new Set(answers.map(({ does }) => does));
  assert.deepEqual(
    [...Object.keys(why), ...Object.keys(alone)].filter((does) => !known.has(does)),
    [],
  );
});

test('what was read of an answer warcio reads from the archive, under the head as the origin wrote it', async (t) => {
  const dir = mkdtempSync(join(tmpdir(), 'heads-'));
  t.after(() => rmSync(dir, { recursive: true, force: true }));
  const archive = await openArchiveWriter({ dir, writer: 'w', minFreeBytes: 0 });
  const { urlOf, visit } = await answering(t, { archive });
  const reader = createArchiveReader(dir);
  const kept = new Map<string, { does: string; bytes: string; body: string }>();
  for (const [n, { does, bytes }] of answers.entries()) {
    const { record } = await visit(urlOf(n));
    if (!record.capture) continue;
    const { url, body, status } = await reader.read(record.capture.location);
    assert.deepEqual([url, status], [urlOf(n), record.capture.status]);
    kept.set(url, { does, bytes, body: Buffer.from(body).toString('latin1') });
  }
  await archive.close();
  const wrong: string[] = [];
  let seen = 0;
  for (const file of globSync(join(dir, '*/*.warc.gz')))
    for await (const record of new WARCParser(createReadStream(file))) {
      const of = record.warcType === 'response' ? kept.get(record.warcTargetURI ?? '') : undefined;
      if (!of) continue;
      seen++;
      const text = Buffer.from((await record.readFully(true)) ?? '').toString('latin1');
      if (text !== of.body) wrong.push(`${of.does}: ${JSON.stringify(text)} for ${JSON.stringify(of.body)}`);
    }
  // It finds no end of a head without headers, though that is HTTP.
  assert.deepEqual(wrong.sort(), [
    'a status line and nothing else: "" for "hello"',
    'a status line of LF and nothing else: "" for "hello"',
    'no length: "" for "hello"',
  ]);
  assert.ok(seen > 150);
  const blocks = globSync(join(dir, '*/*.warc.gz'))
    .map((file) => gunzipSync(readFileSync(file)).toString('latin1'))
    .join('');
  for (const { does, bytes, body } of kept.values()) {
    // What is before it is no part of it: other messages, and blank lines.
    const from = Math.max(0, bytes.search(/http\S*[ \t]+0*(?!1\d\d)\d{3}/i));
    const head = bytes.slice(from, from + endOfHead(Buffer.from(bytes.slice(from), 'latin1')));
    // What was no coding of ours is no chunks for readers either.
    const isRaw = body.startsWith('5\r\n');
    const named = isRaw ? head.replace(/^transfer-encoding/im, 'X-Archive-Orig-Transfer-Encoding') : head;
    const kept = named.replace(/\r?\n\r?\n$/, '\r\n\r\n');
    assert.ok(blocks.includes(`\r\n\r\n${kept}${body}\r\n\r\n`), does);
  }
});

test('a page whose head was mended says so, with the line', async (t) => {
  const origin = await rawOrigin(
    t,
    (socket) => void socket.write('HTTP/1.1 200 OK\r\nX: 1\r\nY : 2\r\nContent-Length: 2\r\n\r\nok'),
  );
  const { visit } = visitsFor(t);
  for (let times = 1; times <= 2; times++) {
    const { record } = await visit(`${origin.url}/`);
    assert.deepEqual(record.outcome, {
      ...{ kind: 'fetched', status: 200 },
      detail: `${origin.url}: header line 2: there is a blank before the colon of Y`,
    });
    assert.equal(origin.connections(), times, 'its connection carries nothing more');
  }
});

test('a robots.txt is read by the same rules, and refused with the line that is wrong', async (t) => {
  const rules = 'User-agent: *\nDisallow: /secret\n';
  const say = async (head: string) => {
    const origin = await rawOrigin(t, (socket) => void socket.end(`${head}${rules}`));
    const { verdict, detail } = await visitsFor(t).fetchRobots(`${origin.url}/robots.txt`);
    return [verdict.state, detail.replace(origin.url, 'origin')];
  };
  const length = `Content-Length: ${rules.length}`;
  for (const head of [
    `HTTP/1.1 200 OK\nX: 1\n${length}\n\n`,
    `HTTP/1.1 100 Continue\r\n\r\nHTTP/1.0 200\r\nX : 1\r\n 2\r\nnonsense\r\n${length}\r\n${length}\r\n\r\n`,
  ])
    assert.deepEqual(await say(head), ['rules', 'robots.txt answered 200']);
  assert.deepEqual(await say(`HTTP/1.1 200 OK\r\n${length}\r\nX: \0\r\n\r\n`), [
    'unreachable',
    'BAD_HTTP: origin: header line 2: it has a NUL',
  ]);
});
