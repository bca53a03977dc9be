import { createHash } from 'node:crypto';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { atExit } from './at-exit.ts';

export type Origin = {
  /** Address of the start page. */
  url: string;
  /** Paths of the pages a complete crawl finds with status 200 and type text/html. */
  pages: string[];
  /** Paths a complete crawl also captures: missing pages, text files, redirects. */
  others: string[];
  /** Every request so far, in order; `at` in ms of performance.now(). */
  log: { path: string; at: number; status: number; bytes: number }[];
  /** What a path is answered with. */
  bodyOf(path: string): Buffer;
  /** Gives a path another body from now on, and with it another ETag. */
  change(path: string): void;
  /** Resolves when the origin has been asked for `count` pages in all (robots.txt not counted). */
  asked(count: number): Promise<void>;
};

/**
 * A generated web site on real sockets: `pages` HTML pages that link to each other in a tree with cross links,
 * and on the way to missing pages, text files, redirects and pages that robots.txt forbids. The same for the
 * same number of pages.
 */
export async function startOrigin(options: { pages: number; robots?: string }): Promise<Origin> {
  const pages = Array.from({ length: options.pages }, (_, i) => (i === 0 ? '/' : `/p/${i}.html`));
  const tenth = Math.ceil(options.pages / 10);
  const others = Array.from({ length: tenth }, (_, i) => [
    `/missing/${i}`,
    `/notes/${i}.txt`,
    `/moved/${i}`,
  ]).flat();
  const log: Origin['log'] = [];
  const waiting: { count: number; resolve: () => void }[] = [];

  const changed = new Map<string, number>();
  const answerTo = (path: string): Answer => {
    const [status, headers, body] = answer(path, options);
    const times = changed.get(path);
    return [status, headers, times ? Buffer.concat([body, Buffer.from(`<p>Edition ${times}</p>`)]) : body];
  };
  const bodyOf = (path: string) => answerTo(path)[2];
  const server = createServer((request: IncomingMessage, response: ServerResponse) => {
    const path = request.url ?? '/';
    const at = performance.now();
    const [status, headers, body] = answerTo(path);
    const etag = `"${createHash('sha1').update(body).digest('hex')}"`;
    if (status === 200 && request.headers['if-none-match'] === etag) {
      log.push({ path, at, status: 304, bytes: 0 });
      response.writeHead(304, { etag }).end();
    } else {
      log.push({ path, at, status, bytes: body.length });
      response.writeHead(status, {
        ...headers,
        ...(status === 200 && { etag }),
        'content-length': body.length,
      });
      response.end(body);
    }
    const count = log.filter((line) => line.path !== '/robots.txt').length;
    for (const waiter of waiting.filter((w) => w.count <= count)) waiter.resolve();
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  server.unref();
  atExit(async () => {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  });
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/`,
    pages,
    others,
    log,
    bodyOf,
    change: (path) => changed.set(path, (changed.get(path) ?? 0) + 1),
    async asked(count) {
      server.ref(); // whoever waits for a request must not run out of things to do
      await new Promise<void>((resolve) => waiting.push({ count, resolve }));
      server.unref();
    },
  };
}

type Answer = [status: number, headers: Record<string, string>, body: Buffer];

function answer(path: string, { pages, robots }: { pages: number; robots?: string }): Answer {
  const html = { 'content-type': 'text/html; charset=utf-8' };
  const number = Number(/\d+/.exec(path)?.[0] ?? 0);
  if (path === '/robots.txt')
    return [
      200,
      { 'content-type': 'text/plain' },
      Buffer.from(robots ?? 'User-agent: *\nDisallow: /private/\n'),
    ];
  if (path === '/' || (path.startsWith('/p/') && number < pages)) return [200, html, pageBody(number, pages)];
  if (path.startsWith('/notes/'))
    return [200, { 'content-type': 'text/plain' }, Buffer.from(`note ${number}\n`)];
  if (path.startsWith('/moved/')) return [301, { location: `/p/${number + 1}.html` }, Buffer.alloc(0)];
  return [404, html, Buffer.from(`<title>none</title>No ${path}`)];
}

const SYLLABLES = 'ba de fi go hu ja ke li mo nu pa re si to vu wa'.split(' ');

function pageBody(number: number, pages: number): Buffer {
  const children = [number * 3 + 1, number * 3 + 2, number * 3 + 3].filter((child) => child < pages);
  const cross = [(number * 7 + 5) % pages, (number * 13 + 1) % pages].filter((other) => other > 0);
  const hrefs = [...children, ...cross].map((other) => `/p/${other}.html`);
  if (number % 10 === 0) {
    const tenth = number / 10;
    hrefs.push(`/missing/${tenth}`, `../notes/${tenth}.txt`, `/moved/${tenth}`, `/private/${tenth}`);
  }
  hrefs.push('#top', 'mailto:a@example.com', 'javascript:void(0)', 'https://elsewhere.example/');
  const links = hrefs.map((href) => `<li><a href="${href}">${href}</a></li>`).join('\n');
  const digest = createHash('sha512').update(String(number)).digest();
  const filler = digest.toString('hex').repeat(1 + (number % 40));
  // Words, for pages that differ in digits alone say the same.
  const words = Array.from(digest.subarray(0, 24), (byte) => SYLLABLES[byte >> 4]! + SYLLABLES[byte & 15]!);
  return Buffer.from(
    `<!doctype html><title>Page ${number}</title><h1>Page ${number}</h1><ul>${links}</ul><p>${words.join(' ')}</p><p>${filler}</p>\n`,
  );
}
