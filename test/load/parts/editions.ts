import { createHash } from 'node:crypto';
import { createServer, type IncomingHttpHeaders, type IncomingMessage, request } from 'node:http';
import type { AddressInfo } from 'node:net';

type Answer = { status: number; headers: Record<string, string>; body: Buffer };

/**
 * An origin before a site of docs-web: hands everything on, conditions included, but for the pages that were changed, which get
 * another body and ETag. `server`: where docs-web listens.
 */
export async function startEditions(site: string, server: string) {
  const [host, upstreamPort] = server.split(':');
  const changed = new Set<string>();
  let log: { path: string; status: number; bytes: number }[] = [];

  const listener = createServer(async (asked, answer) => {
    const path = asked.url ?? '/';
    try {
      const { status, headers, body } = await answerTo(path, asked.headers);
      log.push({ path, status, bytes: body.length });
      answer.writeHead(status, headers).end(body);
    } catch (error) {
      console.error(`${path}: ${(error as Error).message}`);
      answer.destroy();
    }
  });
  await new Promise<void>((resolve) => listener.listen(0, '127.0.0.1', resolve));
  const { port } = listener.address() as AddressInfo;
  const home = `http://${site}:${port}/`;

  async function answerTo(path: string, conditions: IncomingHttpHeaders = {}): Promise<Answer> {
    if (!changed.has(path)) return upstream(path, conditions);
    const { headers, body } = await upstream(path, {});
    const edition = Buffer.concat([body, Buffer.from('\n<!-- another edition -->\n')]);
    const etag = `"${createHash('sha1').update(edition).digest('hex')}"`;
    if (conditions['if-none-match'] === etag)
      return { status: 304, headers: { etag }, body: Buffer.alloc(0) };
    const length = String(edition.length);
    return { status: 200, headers: { ...headers, etag, 'content-length': length }, body: edition };
  }

  function upstream(path: string, conditions: IncomingHttpHeaders): Promise<Answer> {
    const asked: Record<string, string> = { host: `${site}:${upstreamPort}` };
    for (const name of ['if-none-match', 'if-modified-since'] as const)
      if (conditions[name]) asked[name] = conditions[name];
    return new Promise((resolve, reject) => {
      const onResponse = async (response: IncomingMessage) => {
        const headers: Record<string, string> = {};
        for (const name of ['content-type', 'content-length', 'etag', 'last-modified', 'location'] as const)
          if (response.headers[name]) headers[name] = response.headers[name];
        if (headers['location']) headers['location'] = headers['location'].replace(/^http:\/\/[^/]*\//, home);
        resolve({ status: response.statusCode!, headers, body: Buffer.concat(await response.toArray()) });
      };
      request({ host, port: upstreamPort, path, headers: asked }, onResponse).on('error', reject).end();
    });
  }

  return {
    /** Address of the site as a crawl has to ask for it. */
    home,
    change: (paths: readonly string[]) => {
      for (const path of paths) changed.add(path);
    },
    changed: (path: string) => changed.has(path),
    /** What a path is answered with now. */
    bodyOf: async (path: string) => (await answerTo(path)).body,
    /** What was asked for since the last call. */
    takeLog() {
      const taken = log;
      log = [];
      return taken;
    },
    close() {
      listener.close();
      listener.closeAllConnections();
    },
  };
}
