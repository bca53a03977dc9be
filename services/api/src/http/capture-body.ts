import type { IncomingMessage, ServerResponse } from 'node:http';
import { freeBuffer } from '@trunkline/web/memory';
import { bytesPerCost } from '../limits/limits.ts';
import { notFound } from '../limits/refusals.ts';
import { keyOf } from '../schema/kit/ids.ts';
import type { Entered } from './gate.ts';
import { rangeOf } from './range.ts';
import { respondError } from './respond.ts';
import { send } from './send.ts';

/** What was decoded is charged in steps of so many bytes. */
const CHARGED = 1 << 20;

/**
 * GET /captures/<id>/body: the decoded body of a capture as a download, whole or a range of it, decoded as it is taken. It is a stranger's
 * bytes: no browser may render it, guess its type or run anything in it. HEAD decodes nothing.
 */
export async function respondCaptureBody(
  request: IncomingMessage,
  response: ServerResponse,
  id: string,
  entered: Entered,
  readMs: number,
): Promise<void> {
  const { captures } = entered.stores;
  const key = keyOf('Capture', id);
  const capture = key === null ? null : await captures.find(key);
  if (capture === null) throw notFound(id, 'capture');
  const holder = await captures.holder(capture);
  const etag = `"${holder.digest.replace(/[^\w:]/g, '')}"`;
  const { range, 'if-range': ifRange = etag, 'if-none-match': known } = request.headers;
  if (known?.split(',').some((one) => one.trim().replace(/^W\//, '') === etag)) {
    response.writeHead(304, { etag }).end();
    return;
  }
  const body = await captures.open(holder);
  // A Range means something for GET alone (RFC 9110 §14.2).
  const asked = ifRange === etag && request.method === 'GET' ? rangeOf(range, body.bytes) : null;
  if (asked === 'outside') {
    response.setHeader('content-range', `bytes */${body.bytes}`);
    return respondError(
      response,
      416,
      'BAD_INPUT',
      `The body has ${body.bytes} bytes: ${range} is none of it.`,
    );
  }
  const { from, to } = asked ?? { from: 0, to: body.bytes - 1 };
  const headers = {
    ...(asked && { 'content-range': `bytes ${from}-${to}/${body.bytes}` }),
    'accept-ranges': 'bytes',
    'content-type': typeOf(holder.contentType, holder.charset),
    // How long it is without its coding is known for certain when it was decoded.
    ...(!body.coded && { 'content-length': to + 1 - from }),
    'content-disposition': `attachment; filename="${fileName(capture.url)}"`,
    'x-content-type-options': 'nosniff',
    'content-security-policy': "sandbox; default-src 'none'; frame-ancestors 'none'",
    'cross-origin-resource-policy': 'same-origin',
    'referrer-policy': 'no-referrer',
    'cache-control': 'private, max-age=3600',
    etag,
  };
  const status = asked === null ? 200 : 206;
  if (request.method === 'HEAD') {
    response.writeHead(status, headers).end();
    return;
  }
  await entered.take(body.memory(to + 1));
  const pieces = part(body.pieces(to + 1), from, entered);
  // The first is decoded before the answer begins, so that a record that cannot be read is an error and no broken body.
  const first = await pieces.next();
  response.writeHead(status, headers);
  await send(response, withFirst(first, pieces), readMs);
}

async function* withFirst(
  first: IteratorResult<Buffer, void>,
  rest: AsyncGenerator<Buffer, void>,
): AsyncGenerator<Buffer> {
  try {
    if (first.done) return;
    yield first.value;
    yield* rest;
  } finally {
    await rest.return();
  }
}

/** Pieces from a byte on; those before it are decoded, charged and let go. */
async function* part(
  pieces: AsyncGenerator<Buffer, void>,
  from: number,
  { turn, spend, again, signal }: Entered,
): AsyncGenerator<Buffer, void> {
  let at = 0;
  let charged = 0;
  try {
    for (;;) {
      signal.throwIfAborted();
      await again();
      const { done, value } = await turn(() => pieces.next());
      if (done) break;
      at += value.length;
      for (; at - charged >= CHARGED; charged += CHARGED) await spend(CHARGED / bytesPerCost);
      const wanted = value.subarray(Math.max(0, value.length - (at - from)));
      if (at > from) yield wanted;
      else freeBuffer(value);
    }
    await spend(Math.ceil((at - charged) / bytesPerCost));
  } finally {
    await pieces.return();
  }
}

/** The origin said it, so only what is shaped like a media type may go into a header. */
function typeOf(contentType: string | null, charset: string | null): string {
  if (contentType === null || !/^[\w.+-]{1,64}\/[\w.+-]{1,64}$/.test(contentType))
    return 'application/octet-stream';
  return charset !== null && /^[\w-]{1,40}$/.test(charset)
    ? `${contentType}; charset=${charset}`
    : contentType;
}

function fileName(url: string): string {
  const last = new URL(url).pathname.split('/').filter(Boolean).at(-1) ?? 'index';
  return last.replace(/[^\w.-]/g, '_').slice(0, 100);
}
