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
  RATE_LIMITED: 429,
  UNAVAILABLE: 503,
};

type Http = { status?: number; headers?: Record<string, string> };

/** A refusal as an HTTP answer: with the status and headers that GraphQL over HTTP gives it. */
export function respondRefusal(response: ServerResponse, { message, extensions }: GraphQLError): void {
  const { http, code, ...rest } = extensions as { http?: Http; code?: string };
  for (const [name, value] of Object.entries(http?.headers ?? {})) response.setHeader(name, value);
  const status = http?.status ?? statusOf[String(code)] ?? 500;
  respondJson(response, status, { errors: [{ message, extensions: { code, ...rest } }] });
}
