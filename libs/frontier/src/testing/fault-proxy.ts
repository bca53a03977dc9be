import { type AddressInfo, connect, createServer, type Socket } from 'node:net';

export type FaultProxy = {
  url: string;
  /** Faults that took effect, by kind. */
  readonly done: { cut: number; stalled: number; delayed: number; doubled: number };
  /** Whether faults happen. */
  active: boolean;
  close(): Promise<void>;
};

/**
 * Stands between a client and Redis and spoils what comes back: cuts the connection after the request was forwarded (a lost
 * reply), stalls for longer than the client waits, delays; and sends whole requests a second time, the reply to which nobody hears:
 * on a connection of their own, so that they may come even after what the client asked next. `random` answers 0 … 1.
 */
export async function openFaultProxy(
  target: string,
  random: () => number,
  stallMs: number,
): Promise<FaultProxy> {
  const to = new URL(target);
  const sockets = new Set<Socket>();
  const done = { cut: 0, stalled: 0, delayed: 0, doubled: 0 };
  const server = createServer((client) => {
    const redis = connect(Number(to.port), to.hostname);
    const again = connect(Number(to.port), to.hostname);
    let last = Promise.resolve();
    for (const socket of [client, redis, again]) {
      sockets.add(socket);
      socket.on('error', () => socket.destroy());
      socket.on('close', () => {
        sockets.delete(socket);
        client.destroy();
        redis.destroy();
        again.destroy();
      });
    }
    let part: Buffer = Buffer.alloc(0);
    client.on('data', (data) => {
      redis.write(data);
      part = Buffer.concat([part, data]);
      for (let end = endOfRequest(part); end > 0; end = endOfRequest(part)) {
        if (proxy.active && random() < 0.05) again.write(part.subarray(0, end));
        part = part.subarray(end);
      }
    });
    // Counted when Redis answers: only then it took effect.
    again.on('data', () => done.doubled++);
    redis.on('data', (data) => {
      const chance = proxy.active ? random() : 1;
      if (chance < 0.02) {
        done.cut++;
        // Some of the reply comes through, or none.
        client.end(data.subarray(0, chance < 0.01 ? data.length >> 1 : 0));
        redis.destroy();
        return;
      }
      const wait = chance < 0.03 ? stallMs : chance < 0.06 ? 20 : 0;
      if (wait === stallMs) done.stalled++;
      else if (wait > 0) done.delayed++;
      last = last.then(async () => {
        if (wait > 0) await new Promise((resume) => setTimeout(resume, wait));
        if (!client.destroyed) client.write(data);
      });
    });
  });
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
  const own = new URL(target);
  own.port = String((server.address() as AddressInfo).port);
  const proxy: FaultProxy = {
    url: own.href,
    done,
    active: true,
    async close() {
      for (const socket of sockets) socket.destroy();
      await new Promise((closed) => server.close(closed));
    },
  };
  return proxy;
}

/** Where the first request in these bytes ends (RESP: an array of strings, each with its length); 0: it is not whole yet. */
function endOfRequest(bytes: Buffer): number {
  const lineEnd = (from: number) => bytes.indexOf('\r\n', from, 'latin1');
  const numberAt = (from: number, end: number) => Number(bytes.toString('latin1', from + 1, end));
  let end = lineEnd(0);
  if (end < 0) return 0;
  let at = end + 2;
  for (let left = numberAt(0, end); left > 0; left--) {
    end = lineEnd(at);
    if (end < 0) return 0;
    at = end + 2 + numberAt(at, end) + 2;
  }
  return at <= bytes.length ? at : 0;
}
