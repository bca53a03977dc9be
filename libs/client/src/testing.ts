import { createServer, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

type Call = {
  query: string | undefined;
  documentId: string | undefined;
  variables: Record<string, unknown>;
  authorization: string | undefined;
};

/** What a call is answered with: JSON, or whatever the function writes. */
export type Answer = { status?: number; json: unknown } | ((response: ServerResponse) => void);

/**
 * An HTTP server on a real socket that plays an API by a script: the n-th call gets the n-th answer, further ones
 * the last. For what a real API cannot be made to do: cut connections, fall silent, answer nonsense.
 */
export async function scriptedApi(...answers: [Answer, ...Answer[]]) {
  const calls: Call[] = [];
  const server = createServer(async (request, response) => {
    let body = '';
    for await (const chunk of request) body += chunk;
    const asked = JSON.parse(body || '{}') as Pick<Call, 'query' | 'documentId' | 'variables'>;
    const answer = answers[Math.min(calls.length, answers.length - 1)] as Answer;
    calls.push({ ...asked, authorization: request.headers.authorization });
    if (typeof answer === 'function') return answer(response);
    response.writeHead(answer.status ?? 200, { 'content-type': 'application/graphql-response+json' });
    response.end(JSON.stringify(answer.json));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  server.unref();
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    calls,
    async [Symbol.asyncDispose]() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

/** An event stream of these results; `end` says whether it completes, is cut, or stays open and silent. */
export function stream(results: unknown[], end: 'complete' | 'cut' | 'silent'): Answer {
  return (response) => {
    response.writeHead(200, { 'content-type': 'text/event-stream' });
    for (const data of results) response.write(`event: next\ndata: ${JSON.stringify({ data })}\n\n`);
    if (end === 'complete') response.end('event: complete\ndata:\n\n');
    // What was written must be on its way before the connection is cut.
    if (end === 'cut') response.write(':\n\n', () => response.destroy());
  };
}
