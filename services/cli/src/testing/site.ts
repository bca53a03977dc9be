import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { TestContext } from 'node:test';

export type Site = { url: string; host: string; asked: Map<string, number> };

type Options = {
  pages?: number;
  /** ms until a page answers. */
  answerMs?: number;
  robots?: string;
  /** Answers paths of its own; true: it did. */
  also?(path: string, response: ServerResponse, request: IncomingMessage): boolean;
};

/** A site of pages `/0`, `/1`, … that form a tree of three branches; it counts what it is asked for. */
export async function site(
  t: TestContext,
  { pages = 40, answerMs = 0, robots, also }: Options = {},
): Promise<Site> {
  const asked = new Map<string, number>();
  const server = createServer((request, response) => {
    const path = request.url ?? '';
    asked.set(path, (asked.get(path) ?? 0) + 1);
    if (also?.(path, response, request)) return;
    if (path === '/robots.txt') {
      response.statusCode = robots === undefined ? 404 : 200;
      return void response.end(robots ?? '');
    }
    const page = Number(path.slice(1) || 0);
    if (!(page < pages)) {
      response.statusCode = 404;
      return void response.end();
    }
    const links = [1, 2, 3].map((n) => page * 3 + n).filter((next) => next < pages);
    response.setHeader('Content-Type', 'text/html; charset=utf-8');
    setTimeout(
      () =>
        response.end(`<title>page ${page}</title>${links.map((n) => `<a href="/${n}">${n}</a>`).join('')}`),
      answerMs,
    );
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  t.after(() => {
    server.closeAllConnections();
    server.close();
  });
  const host = `127.0.0.1:${(server.address() as AddressInfo).port}`;
  return { url: `http://${host}/0`, host, asked };
}
