import { type AddressInfo, connect, createServer, type Socket } from 'node:net';

export type FaultProxy = {
  url: string;
  /** Faults that took effect, by kind. */
  readonly done: { cut: number; stalled: number; delayed: number };
  /** Whether faults happen. */
  active: boolean;
  close(): Promise<void>;
};

/**
 * Stands between a client and Redis and spoils what comes back: cuts the connection after the request was forwarded (a lost
 * reply), stalls for longer than the client waits, delays. `random` answers 0 … 1.
 */
export async function openFaultProxy(
  target: string,
  random: () => number,
  stallMs: number,
): Promise<FaultProxy> {
  const to = new URL(target);
  const sockets = new Set<Socket>();
  const done = { cut: 0, stalled: 0, delayed: 0 };
  const server = createServer((client) => {
    const redis = connect(Number(to.port), to.hostname);
    let last = Promise.resolve();
    for (const socket of [client, redis]) {
      sockets.add(socket);
      socket.on('error', () => socket.destroy());
      socket.on('close', () => {
        sockets.delete(socket);
        client.destroy();
        redis.destroy();
      });
    }
    client.on('data', (data) => redis.write(data));
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
