import type { ServerResponse } from 'node:http';
import type { GraphQLError } from 'graphql';

/** An error outside GraphQL in the shape of one inside: the same words, the same codes. */
export function respondError(response: ServerResponse, status: number, code: string, message: string): void {
  respondJson(response, status, { errors: [{ message, extensions: { code } }] });
}

export function respondJson(response: ServerResponse, status: number, value: unknown): void {
  const text = `${JSON.stringify(value)}\n`;
  response.writeHead(status, {
    'content-type': 'application/json; charset=utf-8',
    'content-length': Buffer.byteLength(text),
    'x-content-type-options': 'nosniff',
    'cache-control': 'no-store',
  });
  response.end(text);
}

const statusOf: Record<string, number> = {
  UNAUTHENTICATED: 401,
  FORBIDDEN: 403,
  NOT_FOUND: 404,
  BAD_INPUT: 400,
  UNAVAILABLE: 503,
};

/** A refusal of the stores as an HTTP answer. */
export function respondRefusal(response: ServerResponse, error: GraphQLError): void {
  const code = String(error.extensions.code);
  if (code === 'UNAUTHENTICATED') response.setHeader('www-authenticate', 'Bearer realm="trunkline"');
  respondError(response, statusOf[code] ?? 500, code, error.message);
}
