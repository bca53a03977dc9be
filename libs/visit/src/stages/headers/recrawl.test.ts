import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Validators } from '@trunkline/policy';
import { type Answer, html, rawOrigin, respond } from '../../testing/raw-origin.ts';
import { claimOf, configOf, visitsFor } from '../../testing/visits-for-tests.ts';

const lastModified = 'Sun, 06 Nov 1994 08:49:37 GMT';
const capture = { run: '4x', id: 17, at: 1_790_000_000_123 };

/** An origin, and what a first visit would leave for the next one. */
async function known(t: Parameters<typeof rawOrigin>[0], answer: Answer, change: Partial<Validators> = {}) {
  const origin = await rawOrigin(t, answer);
  const validators = { etag: '"v1"', lastModified, digest: null, capture, ...change };
  return { origin, validators, ...visitsFor(t) };
}

test('a page that was captured before is asked for only if it changed; 304 is a revisit of that capture', async (t) => {
  const digest = 'sha1:B2LTWWPUOYAH7UIPQ7ZUPQ4VMBSVC36A';
  const { origin, visit, kept, validators } = await known(
    t,
    (socket) => void socket.write('HTTP/1.1 304 Not Modified\r\nETag: "v1"\r\n\r\n'),
    { digest },
  );
  const { record, next, hostSignal, discovered } = await visit(`${origin.url}/`, {}, { validators });
  assert.match(origin.requests[0]!, /^if-none-match: "v1"$/im);
  assert.match(origin.requests[0]!, new RegExp(`^if-modified-since: ${lastModified}$`, 'im'));
  assert.deepEqual([record.outcome, next], [{ kind: 'notModified', status: 304 }, { do: 'settle' }]);
  assert.deepEqual([hostSignal, discovered, record.final], [{ kind: 'answered' }, [], true]);
  const { status, bytes, wireBytes, refersTo, etag } = record.capture!;
  assert.deepEqual([status, bytes, wireBytes, refersTo, etag], [304, 0, 0, capture, '"v1"']);
  assert.equal(record.capture!.digest, digest);
  const [exchange] = kept;
  assert.deepEqual(exchange!.revisit, { profile: 'server-not-modified', of: capture });
  assert.deepEqual([exchange!.payloadDigest, exchange!.body.length], [digest, 0]);
  assert.match(Buffer.from(exchange!.request).toString(), /\r\nIf-None-Match: "v1"\r\n/);
});

test('the same bytes again are kept as a revisit and read as any page; other bytes are kept', async (t) => {
  let body = '<a href="/next">n</a>';
  const { origin, visit, kept, validators } = await known(t, (socket) => void socket.write(html(body)));
  const first = await visit(`${origin.url}/`, {}, { validators });
  assert.deepEqual([first.record.capture!.refersTo, kept[0]!.revisit], [null, undefined]);

  const { digest } = first.record.capture!;
  const same = await visit(`${origin.url}/`, {}, { validators: { ...validators, digest } });
  assert.deepEqual(same.record.outcome, { kind: 'fetched', status: 200 });
  assert.deepEqual([same.discovered.length, same.record.capture!.bytes], [1, body.length]);
  assert.deepEqual([same.record.capture!.refersTo, same.record.capture!.digest], [capture, digest]);
  assert.deepEqual(kept[1]!.revisit, { profile: 'identical-payload-digest', of: capture });
  assert.deepEqual([kept[1]!.body.length, kept[1]!.payloadDigest], [0, digest]);

  body += ' ';
  const other = await visit(`${origin.url}/`, {}, { validators: { ...validators, digest } });
  assert.deepEqual([other.record.capture!.refersTo, kept[2]!.revisit], [null, undefined]);
  assert.equal(kept[2]!.body.length, body.length);
});

test('a body that was cut is kept, though what came has the digest of the last one', async (t) => {
  const { origin, visit, kept, validators } = await known(
    t,
    (socket) => void socket.write(html('0123456789')),
  );
  const limits = { bodyBytes: 5 };
  const first = await visit(`${origin.url}/`, { limits }, { validators });
  const { digest } = first.record.capture!;
  await visit(`${origin.url}/`, { limits }, { validators: { ...validators, digest } });
  assert.deepEqual([kept[1]!.revisit, kept[1]!.body.length], [undefined, 5]);
});

test('without a capture to refer to nothing is asked on condition, and a 304 nobody asked for is no answer', async (t) => {
  const answer: Answer = (socket) => void socket.write('HTTP/1.1 304 Not Modified\r\n\r\n');
  const { origin, visit, validators } = await known(t, answer, { capture: null });
  for (const known of [null, validators]) {
    const { record } = await visit(`${origin.url}/`, {}, { validators: known });
    assert.deepEqual(
      [record.outcome.kind, 'code' in record.outcome && record.outcome.code],
      ['failed', 'BAD_HTTP'],
    );
  }
  for (const request of origin.requests) assert.doesNotMatch(request, /^if-/im);
});

test('validators are those of the page: its robots.txt and whatever cannot stand in a header go without', async (t) => {
  const { origin, visit, visits, validators } = await known(
    t,
    (socket) => void socket.write(respond('200 OK', {})),
    {
      etag: 'a\u2028b',
      lastModified: null,
    },
  );
  await visit(`${origin.url}/`, {}, { validators });
  const claim = claimOf(`${origin.url}/robots.txt`, { validators: { ...validators, etag: '"v1"' } });
  await visits.fetchRobots(
    claim,
    configOf(),
    { at: performance.now(), uncertainMs: 0 },
    new AbortController().signal,
  );
  assert.equal(origin.requests.length, 2);
  for (const request of origin.requests) assert.doesNotMatch(request, /^if-/im);
});
