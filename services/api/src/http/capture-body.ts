import type { IncomingMessage, ServerResponse } from 'node:http';
import { notFound } from '../limits/refusals.ts';
import { keyOf } from '../schema/kit/ids.ts';
import type { Stores } from '../stores/create-stores.ts';
import { rangeOf } from './range.ts';
import { respondError } from './respond.ts';

/**
 * GET /captures/<id>/body: the decoded body of a capture as a download, whole or a range of it. It is a stranger's bytes: no browser may
 * render it, guess its type or run anything in it.
 */
export async function respondCaptureBody(
  request: IncomingMessage,
  response: ServerResponse,
  id: string,
  { captures }: Pick<Stores, 'captures'>,
): Promise<void> {
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
  const body = await captures.body(holder);
  const asked = ifRange === etag ? rangeOf(range, body.length) : null;
  if (asked === 'outside') {
    response.setHeader('content-range', `bytes */${body.length}`);
    return respondError(
      response,
      416,
      'BAD_INPUT',
      `The body has ${body.length} bytes: ${range} is none of it.`,
    );
  }
  const part = asked === null ? body : body.subarray(asked.from, asked.to + 1);
  response.writeHead(asked === null ? 200 : 206, {
    ...(asked && { 'content-range': `bytes ${asked.from}-${asked.to}/${body.length}` }),
    'accept-ranges': 'bytes',
    'content-type': typeOf(holder.contentType, holder.charset),
    'content-length': part.length,
    'content-disposition': `attachment; filename="${fileName(capture.url)}"`,
    'x-content-type-options': 'nosniff',
    'content-security-policy': "sandbox; default-src 'none'; frame-ancestors 'none'",
    'cross-origin-resource-policy': 'same-origin',
    'referrer-policy': 'no-referrer',
    'cache-control': 'private, max-age=3600',
    etag,
  });
  response.end(request.method === 'HEAD' ? undefined : part);
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
