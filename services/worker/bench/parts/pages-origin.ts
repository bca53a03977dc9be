import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

/* The origin of `telemetry`, a process of its own: pages of 26 kB with 20 links, as a documentation site has them. Its port is its first message. */
const LINKS = 20;
const SIZE = 26_000;

const server = createServer((request, response) => {
  if (request.url === '/robots.txt') return void response.writeHead(404).end();
  const page = Number(request.url!.slice(1));
  const links = Array.from({ length: LINKS }, (_, n) => `<a href="/${page * LINKS + n + 1}">${n}</a>`).join(
    '\n',
  );
  const text = 'Some words of documentation. '.repeat(Math.ceil((SIZE - links.length) / 29));
  response
    .writeHead(200, { 'content-type': 'text/html' })
    .end(`<title>${page}</title><p>${text}</p>${links}`);
});
// On all of 127/8: every address is a host.
server.listen(0, '0.0.0.0', () => process.send!((server.address() as AddressInfo).port));
process.on('disconnect', () => process.exit());
