// A thread: an origin that is docs-web under other names, and does what the faults say that it is sent.
import {
  Agent,
  createServer,
  type IncomingMessage,
  request,
  type Server,
  type ServerResponse,
} from 'node:http';
import type { AddressInfo } from 'node:net';
import { parentPort, workerData } from 'node:worker_threads';
import { gzipSync } from 'node:zlib';
import { ADDRESSES, isAt, type OriginFault } from './faults.ts';

const [hostname = '', port = '80'] = (workerData as { server: string }).server.split(':');
const agent = new Agent({ keepAlive: true, maxSockets: 16 });
/** Bytes of pages that are kept, so that docs-web is not asked for each a thousand times. */
const MOST_KEPT = 64 << 20;
const BEATS_PER_S = 10;
/** Pages of more bytes are not there: what costs much to read is a fault of its own here. */
const MOST_PAGE = 200_000;

type Page = { status: number; headers: Record<string, string>; body: Buffer };

let faults: OriginFault[] = [];
let keptBytes = 0;
const kept = new Map<string, Promise<Page>>();
const heavy = new Map<number, Buffer>();

const servers = new Map<string, Server>();
const first = await listen(ADDRESSES[0]!, 0);
for (const address of ADDRESSES.slice(1)) await listen(address, first);
parentPort!.on('message', (list: OriginFault[]) => {
  faults = list;
  for (const address of ADDRESSES)
    void stand(address, !list.some((one) => one.do === 'down' && isAt(address, one)));
});
parentPort!.postMessage(first);

/** Resolves with the port. */
function listen(address: string, at: number): Promise<number> {
  const server = createServer(
    (asked, response) => void answer(asked, response).catch(() => response.destroy()),
  );
  server.keepAliveTimeout = 60_000;
  servers.set(address, server);
  return new Promise((resolve) =>
    server.listen(at, address, () => resolve((server.address() as AddressInfo).port)),
  );
}

/** Has the server of an address answer, or be down. */
async function stand(address: string, up: boolean): Promise<void> {
  const server = servers.get(address);
  if (up && !server) await listen(address, first);
  if (up || !server) return;
  servers.delete(address);
  server.close();
  server.closeAllConnections();
}

async function answer(asked: IncomingMessage, response: ServerResponse): Promise<void> {
  const host = (asked.headers.host ?? '').replace(/:\d+$/, '');
  const path = asked.url ?? '/';
  const here = faults.filter((fault) => isAt(host, fault));
  if (path === '/robots.txt') return answerRobots(here, response);
  const [fault] = here.filter((one) => one.do !== 'robots' && one.do !== 'crawlDelay');
  const html = { 'content-type': 'text/html; charset=utf-8' };
  switch (fault?.do) {
    case 'slow':
      await new Promise((resolve) => setTimeout(resolve, fault.firstByteMs));
      break;
    case 'large':
      return drip(response, fault);
    case 'heavy':
      return send(response, 200, { ...html, 'content-encoding': 'gzip' }, heavyPage(fault.bytes));
    case 'throttle':
      return send(response, 429, fault.retryAfterS === null ? {} : { 'retry-after': `${fault.retryAfterS}` });
    case 'missing':
      return send(response, 404, html, Buffer.from('<title>Not here</title>'));
    case 'links':
      return send(response, 200, html, linksOf(path, fault.links));
  }
  const { status, headers, body } = await pageOf(path);
  const etag = headers['etag'];
  if (etag !== undefined && asked.headers['if-none-match'] === etag)
    return void response.writeHead(304, { etag }).end();
  send(response, status, headers, body);
}

function answerRobots(here: readonly OriginFault[], response: ServerResponse): void {
  const lines = ['User-agent: *', 'Allow: /'];
  for (const fault of here) {
    if (fault.do === 'robots') return void response.writeHead(fault.status, { 'content-length': 0 }).end();
    if (fault.do === 'crawlDelay') lines.splice(1, 0, `Crawl-delay: ${fault.seconds}`);
  }
  send(response, 200, { 'content-type': 'text/plain' }, Buffer.from(`${lines.join('\n')}\n`));
}

function send(
  response: ServerResponse,
  status: number,
  headers: Record<string, string>,
  body: Buffer = Buffer.alloc(0),
) {
  response.writeHead(status, { ...headers, 'content-length': body.length }).end(body);
}

/** A page of docs-web; every mirror has the same. */
function pageOf(path: string): Promise<Page> {
  let page = kept.get(path);
  if (!page) {
    page = fetchPage(path);
    page.then(
      ({ body }) => {
        keptBytes += body.length;
        if (keptBytes > MOST_KEPT) kept.delete(path);
      },
      () => kept.delete(path),
    );
    kept.set(path, page);
  }
  return page;
}

function fetchPage(path: string): Promise<Page> {
  return new Promise((resolve, reject) => {
    const asking = request({ hostname, port, path, agent, headers: { host: 'java.test' } }, (got) => {
      const chunks: Buffer[] = [];
      got.on('data', (chunk: Buffer) => chunks.push(chunk));
      got.on('error', reject);
      got.on('end', () => {
        const headers: Record<string, string> = {};
        for (const name of ['content-type', 'etag', 'last-modified', 'location'])
          if (typeof got.headers[name] === 'string') headers[name] = got.headers[name];
        const page = { status: got.statusCode ?? 500, headers, body: Buffer.concat(chunks) };
        resolve(page.body.length <= MOST_PAGE ? page : { status: 404, headers: {}, body: Buffer.alloc(0) });
      });
    });
    asking.on('error', reject).end();
  });
}

/** A body at a rate, in beats. */
function drip(response: ServerResponse, { bytes, bytesPerS }: { bytes: number; bytesPerS: number }): void {
  response.writeHead(200, { 'content-type': 'text/plain', 'content-length': bytes });
  const chunk = Buffer.alloc(Math.ceil(bytesPerS / BEATS_PER_S), 'large ');
  let left = bytes;
  const timer = setInterval(() => {
    if (left <= chunk.length) response.end(chunk.subarray(0, left));
    else response.write(chunk);
    left -= chunk.length;
    if (left <= 0) clearInterval(timer);
  }, 1000 / BEATS_PER_S);
  response.on('close', () => clearInterval(timer));
}

/** Little on the wire and much to read: markup without a new link. */
function heavyPage(bytes: number): Buffer {
  let page = heavy.get(bytes);
  if (!page) {
    const piece =
      '<div class="a b" id="c"><p title="d &amp; e">f <b>g</b> <a href="#h" rel="i">j</a></p></div>\n';
    page = gzipSync(`<title>heavy</title>${piece.repeat(Math.ceil(bytes / piece.length))}`);
    heavy.set(bytes, page);
  }
  return page;
}

/** A page of links that nobody has seen. */
function linksOf(path: string, count: number): Buffer {
  const parts = Array.from({ length: count }, (_, n) => `<a href="${path.slice(0, 200)}/${n}">${n}</a>`);
  return Buffer.from(`<title>links</title>${parts.join('\n')}`);
}
