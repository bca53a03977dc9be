import { type IncomingMessage, request } from 'node:http';
import { gunzipSync } from 'node:zlib';

/**
 * The body that the origin at `server` (address:port) serves for a URL now, whatever its name resolves to. It is asked for as a worker
 * asks, compressed too: of some files a server has nothing else.
 */
export function servedBy(server: string, url: string): Promise<Buffer> {
  const { host, pathname, search } = new URL(url);
  const [address, port] = server.split(':');
  const headers = { host, 'accept-encoding': 'gzip' };
  return new Promise((resolve, reject) => {
    const onResponse = async (response: IncomingMessage) => {
      const body = Buffer.concat(await response.toArray());
      resolve(response.headers['content-encoding'] === 'gzip' ? gunzipSync(body) : body);
    };
    request({ host: address, port, path: pathname + search, headers }, onResponse)
      .on('error', reject)
      .end();
  });
}
