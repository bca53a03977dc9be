import { type AddressInfo, createServer, type Socket } from 'node:net';
import { gzipSync } from 'node:zlib';

type Answer = (socket: Socket) => void;

const okHead = 'HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n';
const zeros = Buffer.alloc(1 << 18);
const bomb = gzipSync(Buffer.alloc(100 << 20));

const repeat = (socket: Socket, everyMs: number, text: string) => {
  const timer = setInterval(() => socket.write(text), everyMs);
  socket.on('close', () => clearInterval(timer));
};
const dripBody: Answer = (socket) => {
  socket.write(`${okHead}Content-Length: 1000000\r\n\r\n`);
  repeat(socket, 100, 'x');
};
const dripHeaders: Answer = (socket) => {
  socket.write('HTTP/1.1 200 OK\r\n');
  repeat(socket, 100, 'X: y\r\n');
};
const floodHeaders: Answer = (socket) => {
  socket.write(okHead);
  repeat(socket, 1, `X: ${'y'.repeat(1000)}\r\n`);
};
/** 1 GiB at 2.6 MB/s, a good line: at the speed of loopback the origin itself would slow its neighbours down. */
const sendEndlessly: Answer = (socket) => {
  socket.write(`${okHead}Content-Length: 1073741824\r\n\r\n`);
  const timer = setInterval(() => socket.writableLength < zeros.length && socket.write(zeros), 100);
  socket.on('close', () => clearInterval(timer));
};
const sendBomb: Answer = (socket) => {
  socket.write(`${okHead}Content-Encoding: gzip\r\nContent-Length: ${bomb.length}\r\n\r\n`);
  socket.write(bomb);
};

/** What a hostile host does with every request but that for its robots.txt, by name. */
export const behaviours: Record<string, Answer> = {
  drip_body: dripBody,
  drip_headers: dripHeaders,
  silence: () => {},
  reset: (socket) => socket.resetAndDestroy(),
  bomb: sendBomb,
  endless_body: sendEndlessly,
  flood_headers: floodHeaders,
  garbage: (socket) => void socket.end('\0\x01\x02 what?\r\n\r\n'),
  early_end: (socket) => void socket.end(`${okHead}Content-Length: 1000\r\n\r\nshort`),
  redirect_loop: (socket) =>
    void socket.write('HTTP/1.1 302 Found\r\nLocation: /again\r\nContent-Length: 0\r\n\r\n'),
};

/** A raw server on loopback whose hosts, `NAME-i.test`, each do what NAME says. */
export async function startHostileOrigin() {
  const asked: Record<string, number> = {};
  const sockets = new Set<Socket>();
  const server = createServer((socket) => {
    sockets.add(socket);
    socket.on('error', () => {}); // whoever hangs up on us may
    socket.on('close', () => sockets.delete(socket));
    let received = '';
    socket.on('data', (chunk) => {
      received += chunk.toString('latin1');
      for (let end = received.indexOf('\r\n\r\n'); end >= 0; end = received.indexOf('\r\n\r\n')) {
        const head = received.slice(0, end);
        received = received.slice(end + 4);
        if (head.startsWith('GET /robots.txt ')) {
          socket.write('HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\n\r\n');
          continue;
        }
        const name = /\r\nhost: (\w+)-/i.exec(head)?.[1] ?? '';
        asked[name] = (asked[name] ?? 0) + 1;
        behaviours[name]?.(socket);
      }
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    port: (server.address() as AddressInfo).port,
    /** Requests so far by what they were answered with. */
    asked,
    open: () => sockets.size,
    close() {
      for (const socket of sockets) socket.destroy();
      server.close();
    },
  };
}
