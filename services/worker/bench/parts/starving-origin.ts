import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

/*
An origin of `starve`, a process of its own: what a host does is in its name (g1.good.test, b7-mute.test). Its port is its first message;
asked, it tells how many requests reached the good hosts, and each kind of bad ones.
*/
const LINKS = 100;
const MANY_LINKS = 600_000;
const asked: Record<string, number> = {};
let pages = 0;

type Answer = (response: ServerResponse, request: IncomingMessage) => void;

const page = (response: ServerResponse, links = 0) => {
  const list = Array.from({ length: links }, () => `<a href="/${++pages}">${pages}</a>`);
  response.writeHead(200, { 'content-type': 'text/html' }).end(`<title>T</title>${list.join('')}`);
};
const drip = (response: ServerResponse) => {
  response.writeHead(200, { 'content-type': 'text/html', 'content-length': 1_000_000 });
  const timer = setInterval(() => response.write('x'), 500);
  response.once('close', () => clearInterval(timer));
};
let many: Buffer | null = null;
/** Written a hundred times a second that is 5 MB/s. */
const smallChunks = Buffer.from('1\r\nx\r\n'.repeat(8500));

/** What bad hosts do with every request; parked ones only with that for their robots.txt. */
const answers: Record<string, Answer> = {
  mute: () => {},
  drip,
  flood: (response) => page(response, LINKS),
  storm: (response) => void response.writeHead(429).end(),
  parked: (response) => page(response),
  drips: drip,
  links(response) {
    // Each page is another host's: that their paths are the same makes no difference.
    many ??= Buffer.from(Array.from({ length: MANY_LINKS }, (_, i) => `<a href=/${i}>`).join(''));
    response.writeHead(200, { 'content-type': 'text/html' }).end(many);
  },
  bytes(response) {
    response.writeHead(200, { 'content-type': 'text/html' }).flushHeaders();
    // Past node, which would frame each write as one chunk. A good line, not loopback: whoever sends would slow down its neighbours here.
    const { socket } = response;
    const timer = setInterval(() => socket && socket.writableLength === 0 && socket.write(smallChunks), 10);
    response.once('close', () => clearInterval(timer));
  },
};

const server = createServer((request, response) => {
  const host = (request.headers.host ?? '').replace(/:\d+$/, '');
  const kind = /^b\d+-(\w+)\.test$/.exec(host)?.[1] ?? 'good';
  asked[kind] = (asked[kind] ?? 0) + 1;
  const isRobots = request.url === '/robots.txt';
  if (isRobots && kind === 'parked') {
    const { port } = server.address() as AddressInfo;
    response.writeHead(302, { location: `http://lot.good.test:${port}/robots.txt` }).end();
  } else if (isRobots && kind !== 'mute' && kind !== 'storm') {
    response.writeHead(404).end();
  } else if (kind === 'good') page(response);
  else answers[kind]!(response, request);
});
server.keepAliveTimeout = 60_000;
// Whoever wants TLS of it has none.
server.on('clientError', (_error, socket) => socket.destroy());
server.listen(0, '127.0.0.1', 4096, () => process.send!((server.address() as AddressInfo).port));
process.on('message', () => process.send!({ ...asked }));
process.on('disconnect', () => process.exit(0));
