import type { Socket } from 'node:net';
import { isPublicAddress } from '@trunkline/web/address';

/** What one request is told of its connection. After `ended` or `failed` nothing more comes. */
export type Carried = {
  received(bytes: Buffer): void;
  /** The server has closed it. */
  ended(): void;
  /** It broke, with the socket's error; null: it was closed without one. */
  failed(error: Error | null): void;
};

/** One HTTP/1.1 connection to an origin. It carries one request at a time. */
export type Connection = {
  /** Who may share it: visits to one origin, by the same proxy. */
  key: string;
  socket: Socket;
  address: string;
  isPublic: boolean;
  /** Why its certificate would not have been accepted; null: it was, or none was needed. */
  tlsFault: string | null;
  openedAt: number;
  /** Requests it has carried. */
  uses: number;
  /** It can carry no more. */
  gone: boolean;
  /** The request it carries. */
  carries: Carried | null;
  /** For so long the server keeps it without a request, ms; null: it has not said. */
  idleMs: number | null;
  /** Not to be used after this, performance.now(). */
  idleUntil: number;
};

/** Idle connections: how many in all, how long one idles, and how old it may get, ms. */
const MAX_IDLE = 512;
const IDLE_MS = 4000;
const MAX_IDLE_MS = 30_000;
/** What a server says it waits is not waited to its end: its closing and our request would cross. */
const BEFORE_END_MS = 2000;
const OLDEST_MS = 300_000;
const TICK_MS = 500;
const MAX_FICKLE = 10_000;

/** Connections between visits, the last used first. Who takes one has it for himself until he gives it back. */
export function createConnections() {
  let closed = false;
  let open = 0;
  let ticker: NodeJS.Timeout | null = null;
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
    connection.carries = null;
    connection.socket.destroy();
  }

  /** Closes what nobody uses now; answers how many that were. */
  function closeIdle(): number {
    const { size } = inOrder;
    for (const connection of [...inOrder]) drop(connection);
    return size;
  }

  function tick(): void {
    const now = performance.now();
    for (const connection of [...inOrder]) if (now > connection.idleUntil) drop(connection);
    if (inOrder.size > 0) return;
    clearInterval(ticker!);
    ticker = null;
  }

  return {
    /** An open connection of this key that nobody uses; to a public address, unless private ones are allowed. */
    take(key: string, allowPrivate: boolean): Connection | null {
      const of = idle.get(key);
      if (!of) return null;
      const now = performance.now();
      for (let at = of.length - 1; at >= 0; at--) {
        const connection = of[at]!;
        if (connection.gone || now - connection.openedAt > OLDEST_MS || now > connection.idleUntil) {
          drop(connection);
        } else if (allowPrivate || connection.isPublic) {
          forget(connection);
          connection.socket.ref();
          return connection;
        }
      }
      return null;
    },

    /** Gives a connection back after a request that ended well; one that was closed is dropped. */
    give(connection: Connection): void {
      const { key, idleMs } = connection;
      const ms = idleMs === null ? IDLE_MS : Math.min(idleMs - BEFORE_END_MS, MAX_IDLE_MS);
      if (closed || connection.gone || fickle.has(key) || ms <= 0) {
        drop(connection);
        return;
      }
      connection.idleUntil = performance.now() + ms;
      connection.socket.unref();
      const of = idle.get(key);
      if (of) of.push(connection);
      else idle.set(key, [connection]);
      inOrder.add(connection);
      ticker ??= setInterval(tick, TICK_MS).unref();
      if (inOrder.size > MAX_IDLE) drop(inOrder.values().next().value!);
    },

    drop,

    /** It was closed under a request: from now on every request to its origin has a connection of its own. */
    distrust({ key }: Connection): void {
      if (fickle.size >= MAX_FICKLE) fickle.clear();
      fickle.add(key);
    },

    /** Makes a connection of a socket that is open. */
    adopt(key: string, socket: Socket, tlsFault: string | null = null): Connection {
      const address = socket.remoteAddress ?? '';
      const connection: Connection = {
        key,
        socket,
        address,
        isPublic: isPublicAddress(address),
        tlsFault,
        openedAt: performance.now(),
        uses: 0,
        gone: false,
        carries: null,
        idleMs: null,
        idleUntil: Number.POSITIVE_INFINITY,
      };
      open++;
      let error: Error | null = null;
      socket.on('error', (cause) => {
        error = cause;
      });
      socket.on('end', () => {
        const { carries } = connection;
        drop(connection);
        carries?.ended();
      });
      socket.on('close', () => {
        open--;
        const { carries } = connection;
        drop(connection);
        carries?.failed(error);
      });
      return connection;
    },

    closeIdle,

    /** All that are open, and those of them that nobody uses. */
    count: () => ({ open, idle: inOrder.size }),

    /** Closes what nobody uses now, and from here on what is given back. */
    close(): void {
      closed = true;
      closeIdle();
    },
  };
}

export type Connections = ReturnType<typeof createConnections>;

/**
 * Has a connection carry a request: its bytes are written, and what comes back is told. What comes while it carries none was not asked
 * for, and would be taken for the next answer: it is closed. Only what comes before its first request waits for that, as a greeting does.
 */
export function carry(connection: Connection, request: Uint8Array, carried: Carried): void {
  connection.carries = carried;
  if (connection.uses++ === 0) {
    connection.socket.on('data', (bytes) => {
      if (connection.carries) connection.carries.received(bytes);
      else {
        connection.gone = true;
        connection.socket.destroy();
      }
    });
  }
  connection.socket.write(request);
}
