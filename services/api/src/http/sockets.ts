import { type IncomingMessage, type Server, STATUS_CODES } from 'node:http';
import type { Duplex } from 'node:stream';
import type { Logger } from '@trunkline/service';
import { type ExecutionArgs, GraphQLError } from 'graphql';
import { CloseCode } from 'graphql-ws';
import { type Extra, useServer } from 'graphql-ws/use/ws';
import { WebSocketServer } from 'ws';
import type { Keys } from '../auth/keys.ts';
import type { PersistedDocuments } from '../limits/documents/persisted.ts';
import { checkVariables } from '../limits/documents/variables.ts';
import {
  bodyLimitBytes,
  initMs,
  type Patience,
  socketLimit,
  strangerLimit,
  subscriptionsPerSocket,
  unreadPerSocketBytes,
} from '../limits/limits.ts';
import { refusal } from '../limits/refusals.ts';
import type { Context } from '../schema/kit/context.ts';
import type { Caller } from '../stores/values.ts';
import type { Graphql } from '../yoga.ts';
import type { HostCheck } from './host-check.ts';

type Parts = {
  hostCheck: HostCheck;
  graphql: Graphql;
  persisted: PersistedDocuments;
  keys: Keys;
  patience: Patience;
  log: Logger;
};

type Session = {
  caller?: Caller;
  /** Operations that go on, each with what gives back its memory. */
  open?: Map<string, () => void>;
  recheck?: NodeJS.Timeout;
  since?: number;
  idleSince?: number;
  [other: PropertyKey]: unknown;
};

/** graphql-transport-ws on /graphql, with the schema, limits and errors of the HTTP side. */
export function serveSockets(server: Server, { hostCheck, graphql, persisted, keys, patience, log }: Parts) {
  const sockets = new WebSocketServer({ noServer: true, maxPayload: bodyLimitBytes, clientTracking: true });
  const sessions = new Set<Extra & Session>();
  const running = useServer<Record<string, unknown>, Session>(
    {
      connectionInitWaitTimeout: initMs,
      async onConnect({ connectionParams, extra }) {
        try {
          extra.caller = await keys.check(credentials(connectionParams));
          extra.open = new Map();
          extra.since = extra.idleSince = performance.now();
          extra.recheck = recheck(extra, keys, patience, log);
          sessions.add(extra);
        } catch (error) {
          if (!(error instanceof GraphQLError)) throw error;
          // The reason of a close frame holds 123 bytes.
          extra.socket.close(
            CloseCode.Forbidden,
            'UNAUTHENTICATED: connectionParams {authorization: "Bearer tl_…"}',
          );
          return false;
        }
        return true;
      },
      async onSubscribe({ extra }, id, payload) {
        const { caller, open } = extra;
        if (caller === undefined || open === undefined)
          return [refusal('UNAUTHENTICATED', 'No key was sent.')];
        if (open.size >= subscriptionsPerSocket)
          return [
            refusal(
              'TOO_MANY_SUBSCRIPTIONS',
              `A socket carries at most ${subscriptionsPerSocket} operations at once.`,
            ),
          ];
        if (extra.socket.bufferedAmount > unreadPerSocketBytes)
          return [
            refusal(
              'RATE_LIMITED',
              'This socket has answers that were not read yet. Read them before asking for more.',
            ),
          ];
        open.set(id, () => {});
        const refused = (errors: readonly GraphQLError[]) => {
          over(extra, id);
          return [...errors];
        };
        let enveloped: ReturnType<Graphql['getEnveloped']>;
        let document: ExecutionArgs['document'];
        try {
          extra.caller = await keys.again(caller.keyId);
          checkVariables(payload.variables);
          const query = (await persisted.textOf(payload)) ?? payload.query;
          enveloped = graphql.getEnveloped({ caller: extra.caller, params: { ...payload, query } });
          document = enveloped.parse(query);
        } catch (error) {
          if (!(error instanceof GraphQLError)) throw error;
          if (error.extensions['code'] === 'UNAUTHENTICATED') refuse(extra);
          return refused([error]);
        }
        const { schema, execute, subscribe, contextFactory, validate } = enveloped;
        const errors = validate(schema, document);
        if (errors.length > 0) return refused(errors);
        const contextValue = (await contextFactory()) as Context;
        open.set(id, contextValue.close);
        return {
          schema,
          operationName: payload.operationName ?? undefined,
          document,
          variableValues: payload.variables ?? undefined,
          contextValue,
          execute,
          subscribe,
        } as ExecutionArgs;
      },
      execute: (args) => executors(args).execute(args),
      subscribe: (args) => executors(args).subscribe(args),
      onComplete: ({ extra }, id) => over(extra, id),
      onError: ({ extra }, id) => over(extra, id),
      onClose: ({ extra }) => {
        clearInterval(extra.recheck);
        sessions.delete(extra);
        for (const id of extra.open?.keys() ?? []) over(extra, id);
      },
    },
    sockets,
  );

  const upgrade = (request: IncomingMessage, socket: Duplex, head: Buffer) => {
    socket.on('error', () => socket.destroy());
    const full = sockets.clients.size >= socketLimit || sockets.clients.size - sessions.size >= strangerLimit;
    const misdirected = hostCheck(request);
    if (request.url?.split('?', 1)[0] !== '/graphql' || full || misdirected !== null) {
      const status = misdirected
        ? `${misdirected.status} ${STATUS_CODES[misdirected.status]}`
        : full
          ? '503 Service Unavailable'
          : '404 Not Found';
      socket.end(`HTTP/1.1 ${status}\r\nconnection: close\r\ncontent-length: 0\r\n\r\n`);
      return;
    }
    sockets.handleUpgrade(request, socket, head, (accepted) => {
      sockets.emit('connection', accepted, request);
      // graphql-ws writes such errors to the console with their stacks, and strangers could fill a log with them; ws has closed
      // the socket, with the code that says why.
      accepted.removeAllListeners('error');
      accepted.on('error', (err) => log.debug({ err }, 'a socket sent what it may not, or broke'));
    });
  };
  server.on('upgrade', upgrade);

  return {
    /** Closes the sockets of a key: it was revoked. */
    endKey(keyId: string): void {
      for (const session of sessions) if (session.caller?.keyId === keyId) refuse(session);
    },
    async close() {
      server.off('upgrade', upgrade);
      await running.dispose();
      for (const client of sockets.clients) client.terminate();
    },
  };
}

type Executors = Pick<ReturnType<Graphql['getEnveloped']>, 'execute' | 'subscribe'>;
const executors = (args: unknown) => args as Executors;

/** Clients spell it in different ways; all of them mean the header. */
function credentials(params: Record<string, unknown> | undefined): string | null {
  for (const name of ['authorization', 'Authorization', 'apiKey', 'key']) {
    const value = params?.[name];
    if (typeof value === 'string') return value;
  }
  return null;
}

function over(session: Session, id: string): void {
  session.open?.get(id)?.();
  session.open?.delete(id);
  if (session.open?.size === 0) session.idleSince = performance.now();
}

/** Clients take this code for a server that restarts: they connect again when they have something to ask. */
const COME_AGAIN = 1012;

const refuse = ({ socket }: Extra) =>
  socket.close(CloseCode.Forbidden, 'UNAUTHENTICATED: the key was revoked or has expired');

function recheck(extra: Extra & Session, keys: Keys, patience: Patience, log: Logger): NodeJS.Timeout {
  const { idleMs, lifeMs, stuckMs, recheckMs } = patience;
  let unreadSince: number | null = null;
  const timer = setInterval(() => {
    const { caller, open, since = 0, idleSince = 0, socket } = extra;
    if (caller === undefined) return;
    const now = performance.now();
    unreadSince = socket.bufferedAmount === 0 ? null : (unreadSince ?? now);
    // What waits for it is bounded, but its place is not to be held for ever; it would not read why either.
    if (unreadSince !== null && now - unreadSince > stuckMs) return socket.terminate();
    if (now - since > lifeMs) return socket.close(COME_AGAIN, 'It has lived its time; connect again');
    if (open?.size === 0 && now - idleSince > idleMs) return socket.close(COME_AGAIN, 'Idle');
    keys
      .stillGood(caller.keyId)
      .then((good) => {
        if (!good) refuse(extra);
      })
      .catch((err: unknown) => log.warn({ err }, 'could not look a key up; its socket stays open'));
  }, recheckMs);
  return timer.unref();
}
