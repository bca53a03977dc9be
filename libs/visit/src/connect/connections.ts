import type { Socket } from 'node:net';
import { isPublicAddress } from '@trunkline/web/address';
import { Client } from 'undici';

/** One HTTP/1.1 connection to an origin. An undici client each, so that we know which socket carries what. */
export type Connection = {
  /** Who may share it: visits to one origin, by the same proxy. */
  key: string;
  client: Client;
  socket: Socket;
  address: string;
  isPublic: boolean;
  openedAt: number;
  /** Requests it has carried. */
  uses: number;
  gone: boolean;
};

/** Idle connections: how many in all, how long one idles, and how old it may get, ms. */
const MAX_IDLE = 512;
const IDLE_MS = 4000;
const OLDEST_MS = 300_000;
const MAX_FICKLE = 10_000;

/** The code of a request that found its connection closed before it was written; it is sent on another one. */
export const GONE = 'CONNECTION_GONE';

/** Connections between visits, the last used first. Who takes one has it for himself until he gives it back. */
export function createConnections() {
  let closed = false;
  const idle = new Map<string, Connection[]>();
  /** All idle ones, the longest idle first. */
  const inOrder = new Set<Connection>();
  /** Keys of connections that were closed under a request: those are not kept. */
  const fickle = new Set<string>();

  function forget(connection: Connection): void {
    if (!inOrder.delete(connection)) return;
    const of = idle.get(connection.key)!;
    of.splice(of.indexOf(connection), 1);
    if (of.length === 0) idle.delete(connection.key);
  }

  function drop(connection: Connection): void {
    forget(connection);
    connection.gone = true;
    connection.client.destroy().catch(() => {}); // nothing is in flight on it
    // A client that was never asked has not taken its socket over, and would leave it open.
    connection.socket.destroy();
  }

  /** Closes what nobody uses now; answers how many that were. */
  function closeIdle(): number {
    const { size } = inOrder;
    for (const connection of [...inOrder]) drop(connection);
    return size;
  }

  return {
    /** An open connection of this key that nobody uses; to a public address, unless private ones are allowed. */
    take(key: string, allowPrivate: boolean): Connection | null {
      const of = idle.get(key);
      if (!of) return null;
      const now = performance.now();
      for (let at = of.length - 1; at >= 0; at--) {
        const connection = of[at]!;
        if (connection.socket.destroyed || now - connection.openedAt > OLDEST_MS) {
          drop(connection);
        } else if (allowPrivate || connection.isPublic) {
          forget(connection);
          return connection;
        }
      }
      return null;
    },

    /** Gives a connection back after a request that ended well; one that was closed is dropped. */
    give(connection: Connection): void {
      if (closed || connection.gone || connection.socket.destroyed || fickle.has(connection.key)) {
        drop(connection);
        return;
      }
      const of = idle.get(connection.key);
      if (of) of.push(connection);
      else idle.set(connection.key, [connection]);
      inOrder.add(connection);
      if (inOrder.size > MAX_IDLE) drop(inOrder.values().next().value!);
    },

    drop,

    /** It was closed under a request: from now on every request to its origin has a connection of its own. */
    distrust({ key }: Connection): void {
      if (fickle.size >= MAX_FICKLE) fickle.clear();
      fickle.add(key);
    },

    /** Makes a connection of a socket that is open. */
    adopt(key: string, origin: string, socket: Socket): Connection {
      let handedOver = false;
      const client = new Client(origin, {
        connect: (_options, done) => {
          const first = !handedOver;
          handedOver = true;
          // Not at once: undici expects the answer after it has returned.
          queueMicrotask(() => {
            if (first) done(null, socket);
            else done(Object.assign(new Error('The connection was closed'), { code: GONE }), null);
          });
        },
        allowH2: false,
        pipelining: 1,
        maxHeaderSize: 16_384,
        headersTimeout: 0,
        bodyTimeout: 0,
        keepAliveTimeout: IDLE_MS,
        keepAliveMaxTimeout: 30_000,
      });
      const address = socket.remoteAddress ?? '';
      const connection: Connection = {
        key,
        client,
        socket,
        address,
        isPublic: isPublicAddress(address),
        openedAt: performance.now(),
        uses: 0,
        gone: false,
      };
      client.on('disconnect', () => drop(connection));
      return connection;
    },

    closeIdle,

    /** Closes what nobody uses now, and from here on what is given back. */
    close(): void {
      closed = true;
      closeIdle();
    },
  };
}

export type Connections = ReturnType<typeof createConnections>;
