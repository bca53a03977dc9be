import type { Server, Socket } from 'node:net';

/** When something came to this process, ms of performance.now(): not before `earliest`, not after `latest`. */
export type Arrival = { earliest: number; latest: number };

/**
 * For a server of this process: when what it reads from a socket now has come. On a busy machine an event loop comes to it late,
 * by any time; how late at most is known from a timer that notes its turns. In each turn the loop reads all that is there, and
 * accepts a connection: what it reads came since the turn before, and what it accepts came since a turn that found none.
 */
export function arrivalsAt(server: Server): (socket: Socket) => Arrival {
  let [last, before] = [-Infinity, -Infinity];
  let [accepted, noneWaited] = [false, -Infinity];
  const begun = new WeakMap<Socket, number>();
  setInterval(() => {
    if (!accepted) noneWaited = last;
    accepted = false;
    before = last;
    last = performance.now();
  }, 1).unref();
  server.on('connection', (socket) => {
    accepted = true;
    begun.set(socket, noneWaited);
  });
  return (socket) => {
    const earliest = begun.get(socket) ?? before;
    begun.delete(socket);
    return { earliest, latest: performance.now() };
  };
}
