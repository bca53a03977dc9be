import { randomUUID } from 'node:crypto';
import type { GraphQLError } from 'graphql';
import type { Plugin } from 'graphql-yoga';
import { refusal } from '../refusals.ts';

/** Documents of a key that may be refused one after another, and how many more each second. */
const AT_ONCE = 200;
const PER_SECOND = 20;
/** Keys that are remembered; who was refused longest ago is forgotten first. A header that is longer than any with a key is none. */
const [MOST_KEYS, LONGEST] = [10_000, 200];

/** A document refused for what it is. One in a while is somebody who learns; hundreds a second are an attack, or a program gone wrong. */
const counted = new Set([
  'GRAPHQL_PARSE_FAILED',
  'GRAPHQL_VALIDATION_FAILED',
  'BAD_REQUEST',
  'TOO_DEEP',
  'TOO_MANY_ALIASES',
  'TOO_EXPENSIVE',
  'NOT_PERSISTED',
]);

type Refused = { left: number; at: number };

/**
 * To refuse a document costs time that others wait for. A key whose documents are refused by the hundred is sent away with 429 and
 * a Retry-After before what it sends is read, until some seconds have passed without. Each process counts for itself, over HTTP
 * and SSE (a socket has its own limits).
 */
export function doorPlugin(): Plugin {
  /** By the header with the key: all that is known of a request before it is read, or whose body is no JSON. */
  const refused = new Map<string, Refused>();

  const leftOf = ({ left, at }: Refused, now: number) =>
    Math.min(AT_ONCE, left + ((now - at) * PER_SECOND) / 1000);

  function count(header: string): void {
    const now = performance.now();
    const known = refused.get(header);
    refused.delete(header);
    const left = known ? leftOf(known, now) : AT_ONCE;
    refused.set(header, { left: Math.max(0, left - 1), at: now });
    if (refused.size > MOST_KEYS) refused.delete(refused.keys().next().value!);
  }

  return {
    onRequest({ request, endResponse, fetchAPI }) {
      const known = refused.get(request.headers.get('authorization') ?? '');
      if (!known || leftOf(known, performance.now()) >= 1) return;
      const error = refusal(
        'RATE_LIMITED',
        'Too many documents of this key were refused in a row; its next is looked at in a second. What was wrong with them their answers said.',
        { requestId: randomUUID() },
      );
      const headers = { 'content-type': 'application/json; charset=utf-8', 'retry-after': '1' };
      endResponse(new fetchAPI.Response(JSON.stringify({ errors: [error] }), { status: 429, headers }));
    },
    onResultProcess({ request, result }) {
      const errors = (result as { errors?: readonly GraphQLError[] }).errors;
      const header = request.headers.get('authorization');
      if (!errors?.length || header === null || header.length > LONGEST) return;
      if (errors.some(({ extensions }) => counted.has(String(extensions['code'])))) count(header);
    },
  };
}
