import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Patience } from '../limits/limits.ts';

/**
 * Ends a response whose reader does not read, or that has lived its time. What is kept for a stuck reader is bounded, but its
 * connection and its place among the subscriptions are not to be held for ever.
 */
export function endStale(response: ServerResponse, { stuckMs, lifeMs }: Patience): void {
  const life = setTimeout(() => response.destroy(), lifeMs).unref();
  let stuckFor = 0;
  const step = Math.min(stuckMs / 4, 15_000);
  const look = setInterval(() => {
    stuckFor = response.writableNeedDrain ? stuckFor + step : 0;
    if (stuckFor >= stuckMs) response.destroy();
  }, step).unref();
  response.once('close', () => {
    clearTimeout(life);
    clearInterval(look);
  });
}

/**
 * Has the connection closed with the answer when the body of the request is not here by then: nobody would read the rest of it, and a
 * connection is not held by who never sends it.
 */
export function closeUnfinished(request: IncomingMessage, response: ServerResponse): void {
  const { 'content-length': length, 'transfer-encoding': encoding } = request.headers;
  // Without a body a request is complete only after it was handed over.
  if (encoding === undefined && !(Number(length) > 0)) return;
  const writeHead = response.writeHead.bind(response) as (...head: unknown[]) => ServerResponse;
  // Also called for heads that are written implicitly.
  response.writeHead = ((...head: unknown[]) => {
    if (!request.complete && !response.headersSent) response.setHeader('connection', 'close');
    return writeHead(...head);
  }) as ServerResponse['writeHead'];
}
