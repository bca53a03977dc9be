import type { IncomingMessage, ServerResponse } from 'node:http';
import { createCompressed, type Part } from './compressed.ts';

/** A page or a part of one. `isDense`: it is as small as it gets. */
type Page = Part & { type: string; isDense?: boolean };
export type RespondPage = (request: IncomingMessage, response: ServerResponse, page: Page) => Promise<void>;

/** Answers with pages, compressed for whoever takes that; and that nothing has changed, to whoever has it (RFC 9110 §13.1.2). */
export function createRespondPage(): RespondPage {
  const compressed = createCompressed();
  return async (request, response, { type, isDense = false, ...part }) => {
    const { bytes, coding } = await compressed(isDense ? { headers: {} } : request, part);
    const etag = `"${part.version}${coding === null ? '' : `-${coding}`}"`;
    response.setHeader('content-type', type);
    response.setHeader('vary', 'accept-encoding');
    response.setHeader('etag', etag);
    if (request.headers['if-none-match'] === etag) {
      response.writeHead(304).end();
      return;
    }
    if (coding !== null) response.setHeader('content-encoding', coding);
    response.setHeader('content-length', bytes.length);
    response.writeHead(200);
    response.end(request.method === 'HEAD' ? undefined : bytes);
  };
}
