import type { IncomingMessage, RequestListener, ServerResponse } from 'node:http';
import type { Logger } from '@trunkline/service';
import { GraphQLError } from 'graphql';
import type { Keys } from '../auth/keys.ts';
import { maskWith } from '../limits/error-codes-plugin.ts';
import { bodyLimitBytes, type Patience } from '../limits/limits.ts';
import { refusal } from '../limits/refusals.ts';
import { playgroundPolicy } from '../playground/playground.ts';
import type { Context } from '../schema/kit/context.ts';
import { howToGet, may } from '../stores/changes/may.ts';
import type { Caller, KeyScope } from '../stores/values.ts';
import type { Graphql } from '../yoga.ts';
import { respondCaptureBody } from './capture-body.ts';
import { respondDashboard } from './dashboard.ts';
import { endStale } from './end-stale.ts';
import { respondExport } from './export.ts';
import type { HostCheck } from './host-check.ts';
import { respondError, respondJson, respondRefusal } from './respond.ts';
import { respondSeedUpload } from './seed-upload.ts';

/** The body of a GraphQL request must be here by then, ms. */
const BODY_MS = 30_000;

export type RouterParts = {
  hostCheck: HostCheck;
  graphql: Graphql;
  keys: Keys;
  contextOf: (caller: Caller) => Context;
  /** Resolves when Postgres and Redis answer. */
  ready: () => Promise<unknown>;
  dashboard: string;
  /** No playground: what it asks would be refused. */
  persistedOnly: boolean;
  patience: Patience;
  log: Logger;
};

/** Every path of the HTTP server. */
export function createRouter(parts: RouterParts): RequestListener {
  const mask = maskWith(parts.log);
  return (request, response) => {
    route(parts, request, response).catch((error: unknown) => {
      if (response.headersSent) {
        parts.log.warn({ err: error, url: request.url }, 'an answer broke off');
        response.destroy();
        return;
      }
      const refused = mask(error);
      if (refused instanceof GraphQLError) respondRefusal(response, refused);
      else respondError(response, 500, 'INTERNAL', 'Something went wrong on our side.');
    });
  };
}

async function route(parts: RouterParts, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const path = (request.url ?? '/').split('?', 1)[0] ?? '/';
  const health = path === '/healthz' || path === '/readyz'; // asked by what balances loads, under any name, and telling nothing
  const misdirected = health ? null : parts.hostCheck(request.headers.host);
  if (misdirected !== null) return respondError(response, 421, 'MISDIRECTED', misdirected);
  if (path === '/graphql' || path === '/graphql/') return routeGraphql(parts, request, response);
  const [, job] = /^\/jobs\/([^/]+)\/seeds$/.exec(path) ?? [];
  if (job !== undefined && request.method === 'POST') {
    const stores = await storesFor(parts, request, 'jobs:write');
    return respondSeedUpload(request, response, job, stores.jobs);
  }
  if (request.method !== 'GET' && request.method !== 'HEAD') {
    response.setHeader('allow', 'GET, HEAD');
    return respondError(response, 405, 'BAD_REQUEST', `${request.method} is not for ${path}; use GET.`);
  }
  if (path === '/healthz') return respondJson(response, 200, { ok: true });
  if (path === '/readyz') return respondReady(parts, response);
  const [, id] = /^\/captures\/([^/]+)\/body$/.exec(path) ?? [];
  if (id !== undefined) {
    const stores = await storesFor(parts, request, 'jobs:read');
    return respondCaptureBody(request, response, id, stores);
  }
  const [, of, kind] = /^\/export\/([^/]+)\/([^/]+)$/.exec(path) ?? [];
  if (of !== undefined && kind !== undefined) {
    const stores = await storesFor(parts, request, 'jobs:read');
    return respondExport(request, response, [of, kind], stores);
  }
  if (await respondDashboard(request, response, parts.dashboard)) return;
  respondError(response, 404, 'NOT_FOUND', `Nothing is at ${path.slice(0, 100)}. The API is at /graphql.`);
}

/** The stores of whoever asks. @throws UNAUTHENTICATED, or FORBIDDEN when the key lacks the scope */
async function storesFor({ keys, contextOf }: RouterParts, request: IncomingMessage, scope: KeyScope) {
  const caller = await keys.check(request.headers.authorization);
  if (!may(caller, scope))
    throw refusal('FORBIDDEN', `The key "${caller.keyName}" lacks the scope "${scope}". ${howToGet(scope)}`);
  return contextOf(caller).stores;
}

async function routeGraphql(parts: RouterParts, request: IncomingMessage, response: ServerResponse) {
  const { graphql, persistedOnly } = parts;
  const type = request.headers['content-type']?.split(';', 1)[0]?.trim().toLowerCase();
  // Forms and plain text can be sent by any web page without asking (CSRF): JSON cannot.
  if (request.method === 'POST' && type !== 'application/json')
    return respondError(
      response,
      415,
      'BAD_REQUEST',
      `Content-Type is ${JSON.stringify(type ?? '')}; send application/json with {"query": "…", "variables": {…}}.`,
    );
  if (Number(request.headers['content-length']) > bodyLimitBytes) {
    // Not read to its end: the connection is closed with the answer.
    response.setHeader('connection', 'close');
    return respondError(
      response,
      413,
      'TOO_LARGE',
      `The body has ${request.headers['content-length']} bytes; a request may have ${bodyLimitBytes}.`,
    );
  }
  if (request.method === 'GET' && request.headers.accept?.includes('text/html')) {
    if (persistedOnly)
      return respondError(
        response,
        404,
        'NOT_PERSISTED',
        'The playground is off: this server runs persisted documents only (TRUNKLINE_PERSISTED_ONLY).',
      );
    response.setHeader('content-security-policy', playgroundPolicy);
    response.setHeader('x-content-type-options', 'nosniff');
    response.setHeader('referrer-policy', 'no-referrer');
  }
  // Uploads may take their time (api.ts lifts Node's own bound); a GraphQL request may not.
  const late = setTimeout(() => request.destroy(), BODY_MS).unref();
  request.once('end', () => clearTimeout(late)).once('close', () => clearTimeout(late));
  endStale(response, parts.patience);
  await graphql(request, response);
}

async function respondReady({ ready, log }: RouterParts, response: ServerResponse): Promise<void> {
  try {
    await ready();
    respondJson(response, 200, { ready: true });
  } catch (err) {
    log.warn({ err }, 'not ready');
    respondJson(response, 503, { ready: false });
  }
}
