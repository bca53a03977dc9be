import type { IncomingMessage, RequestListener, ServerResponse } from 'node:http';
import type { Logger } from '@trunkline/service';
import { GraphQLError } from 'graphql';
import { maskWith } from '../limits/error-codes-plugin.ts';
import { bodyLimitBytes, type Patience, type RoomName } from '../limits/limits.ts';
import { playgroundPage, playgroundPolicy } from '../playground/playground.ts';
import { checkTexts } from '../stores/texts.ts';
import type { KeyScope } from '../stores/values.ts';
import type { Graphql } from '../yoga.ts';
import { respondCaptureBody } from './capture-body.ts';
import { closeUnfinished, endStale } from './end-stale.ts';
import { respondExport } from './export.ts';
import type { Entered, Gate } from './gate.ts';
import type { HostCheck } from './host-check.ts';
import { respondDashboard } from './pages/dashboard.ts';
import { createRespondPage, type RespondPage } from './pages/respond-page.ts';
import { respondError, respondJson, respondRefusal } from './respond.ts';
import { respondSeedUpload } from './seeds/seed-upload.ts';
import { ReaderGone } from './send.ts';

/** The body of a GraphQL request must be here by then, ms. */
const BODY_MS = 30_000;

export type RouterParts = {
  hostCheck: HostCheck;
  graphql: Graphql;
  gate: Gate;
  /** Resolves when Postgres and Redis answer. */
  ready: () => Promise<unknown>;
  dashboard: string;
  /** No playground: what it asks would be refused. */
  persistedOnly: boolean;
  patience: Patience;
  /** Bounds what waits for the readers of all answers. */
  unread: { watch(response: ServerResponse): void };
  log: Logger;
};

type Way = {
  path: RegExp;
  methods: readonly string[];
  scope: KeyScope;
  /** Among which its place is. */
  room: RoomName;
  respond(
    request: IncomingMessage,
    response: ServerResponse,
    params: readonly string[],
    entered: Entered,
    patience: Patience,
  ): Promise<void>;
};

/**
 * Every path beside GraphQL that gives or takes what is a project's. Whoever comes, by whatever method, goes through the gate: a path
 * cannot be here without it. The others are open: GraphQL has limits of its own; health and the dashboard's files are nobody's.
 */
export const ways: readonly Way[] = [
  {
    path: /^\/captures\/([^/]+)\/body$/,
    methods: ['GET', 'HEAD'],
    ...{ scope: 'jobs:read', room: 'downloads' },
    respond: (request, response, [id], entered, { readMs }) =>
      respondCaptureBody(request, response, id!, entered, readMs),
  },
  {
    path: /^\/export\/([^/]+)\/([^/]+)$/,
    methods: ['GET', 'HEAD'],
    ...{ scope: 'jobs:read', room: 'exports' },
    respond: (request, response, [of, kind], entered, { readMs }) =>
      respondExport(request, response, [of!, kind!], entered, readMs),
  },
  {
    path: /^\/jobs\/([^/]+)\/seeds$/,
    methods: ['POST'],
    ...{ scope: 'jobs:write', room: 'uploads' },
    respond: (request, response, [job], entered, patience) =>
      respondSeedUpload(request, response, job!, entered, patience),
  },
];

type Parts = RouterParts & { respondPage: RespondPage };

/** Every path of the HTTP server. */
export function createRouter(parts: RouterParts): RequestListener {
  const mask = maskWith(parts.log);
  const ready = oneAtATime(parts.ready);
  const respondPage = createRespondPage();
  return (request, response) => {
    parts.unread.watch(response);
    closeUnfinished(request, response);
    route({ ...parts, ready, respondPage }, request, response).catch((error: unknown) => {
      if (response.headersSent || response.destroyed) {
        if (!(error instanceof ReaderGone))
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

async function route(parts: Parts, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const path = (request.url ?? '/').split('?', 1)[0] ?? '/';
  const health = path === '/healthz' || path === '/readyz'; // asked by what balances loads, under any name, and telling nothing
  const misdirected = health ? null : parts.hostCheck(request);
  if (misdirected !== null)
    return respondError(response, misdirected.status, 'MISDIRECTED', misdirected.said);
  if (path === '/graphql' || path === '/graphql/') return routeGraphql(parts, request, response);
  for (const way of ways) {
    const [whole, ...params] = way.path.exec(path) ?? [];
    if (whole === undefined) continue;
    const entered = await parts.gate(request, response, way);
    const { searchParams } = new URL(request.url!, 'http://localhost');
    checkTexts(Object.fromEntries(searchParams));
    if (way.methods.includes(request.method!))
      return way.respond(request, response, params, entered, parts.patience);
    return respondMethods(request, response, way.methods);
  }
  if (request.method !== 'GET' && request.method !== 'HEAD')
    return respondMethods(request, response, ['GET', 'HEAD']);
  if (path === '/healthz') return respondJson(response, 200, { ok: true });
  if (path === '/readyz') return respondReady(parts, response);
  endStale(response, parts.patience);
  if (await respondDashboard(request, response, parts.dashboard, parts.respondPage)) return;
  respondError(response, 404, 'NOT_FOUND', `Nothing is at ${path.slice(0, 100)}. The API is at /graphql.`);
}

/** What a path takes: as the answer to OPTIONS, or because it was asked by another method. */
function respondMethods(
  { method, url }: IncomingMessage,
  response: ServerResponse,
  methods: readonly string[],
): void {
  response.setHeader('allow', methods.join(', '));
  if (method === 'OPTIONS') {
    response.writeHead(204).end();
    return;
  }
  const path = url?.split('?', 1)[0]?.slice(0, 100);
  respondError(response, 405, 'BAD_REQUEST', `${method} is not for ${path}; use ${methods[0]}.`);
}

/** Whoever asks while it is being looked is told what that look finds: strangers may ask as often as they like. */
function oneAtATime<T>(look: () => Promise<T>): () => Promise<T> {
  let running: Promise<T> | null = null;
  return () => {
    running ??= look().finally(() => {
      running = null;
    });
    return running;
  };
}

async function routeGraphql(parts: Parts, request: IncomingMessage, response: ServerResponse) {
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
    response.setHeader('cache-control', 'no-cache');
    return parts.respondPage(request, response, playgroundPage);
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
