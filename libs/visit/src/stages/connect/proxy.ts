import type { Socket } from 'node:net';
import { connect as connectTls } from 'node:tls';
import type { Access } from '@trunkline/policy';
import { endOfHead, readHead, startOfHead } from '@trunkline/web/http';
import { opened, openSocket } from './open-socket.ts';
import { type Place, placeOf } from './place.ts';

/** The HTTP proxy of a job. */
export type JobProxy = {
  place: Place;
  /** Value of Proxy-Authorization; null: none is asked for. */
  authorization: string | null;
  /** What tells its connections from others. */
  key: string;
};

/** Bytes of a proxy's answer to CONNECT. */
const MAX_ANSWER = 65_536;

const proxies = new WeakMap<Access, JobProxy>();

/** The proxy of a job; null: its requests go to the origins themselves. */
export function proxyOf(access: Access | null | undefined): JobProxy | null {
  if (!access?.proxy) return null;
  let proxy = proxies.get(access);
  if (!proxy) {
    const { origin, username, password } = new URL(access.proxy);
    const secret = `${decodeURIComponent(username)}:${decodeURIComponent(password)}`;
    const authorization = username ? `Basic ${Buffer.from(secret).toString('base64')}` : null;
    proxy = { place: placeOf(`${origin}/`), authorization, key: `${origin} ${authorization}` };
    proxies.set(access, proxy);
  }
  return proxy;
}

/** Something went wrong with the proxy, not with the origin behind it. */
class ProxyError extends Error {
  readonly code = 'PROXY_FAILED';
}

/**
 * Opens a connection to a place through a proxy: to the proxy itself for http, whose requests name the whole URL
 * (RFC 9112 §3.2.2), through a tunnel for https (RFC 9110 §9.3.6). Certificates are verified against the URL's
 * host, unless `verify` is false. Rejects with a ProxyError for what the proxy did, else with the socket's error.
 */
export async function openByProxy(
  place: Place,
  proxy: JobProxy,
  addresses: readonly string[],
  timeoutMs: number,
  verify = true,
): Promise<Socket> {
  const until = performance.now() + timeoutMs;
  const socket = await openSocket(proxy.place, addresses, timeoutMs);
  if (!place.secure) return socket;
  try {
    await tunnel(socket, place, proxy, until - performance.now());
  } catch (error) {
    socket.destroy();
    throw error;
  }
  const servername = /^[\d.]+$|:/.test(place.hostname) ? '' : place.hostname;
  const secure = connectTls({ socket, servername, ALPNProtocols: ['http/1.1'], rejectUnauthorized: verify });
  return opened(secure, 'secureConnect', until - performance.now());
}

/** Asks for a tunnel and waits for the word that it is there. */
function tunnel(
  socket: Socket,
  { hostname, port }: Place,
  proxy: JobProxy,
  timeoutMs: number,
): Promise<void> {
  const target = `${hostname.includes(':') ? `[${hostname}]` : hostname}:${port}`;
  const lines = [`CONNECT ${target} HTTP/1.1`, `Host: ${target}`];
  if (proxy.authorization) lines.push(`Proxy-Authorization: ${proxy.authorization}`);

  return new Promise((resolve, reject) => {
    let answer: Buffer = Buffer.alloc(0);
    const settle = (error: Error | null) => {
      clearTimeout(timer);
      socket.off('data', onData).off('close', onClose).off('error', onError);
      if (error) reject(error);
      else resolve();
    };
    const onData = (chunk: Buffer) => {
      answer = Buffer.concat([answer, chunk]);
      const said = answerIn(answer);
      if (said === null) return;
      if (said instanceof Error) return settle(said);
      if (said.status < 200 || said.status > 299)
        return settle(new ProxyError(`answered CONNECT with ${said.status}`));
      // The origin waits for our first TLS message: what comes before it is the proxy's.
      if (answer.length > said.end) return settle(new ProxyError('sent more than its answer to CONNECT'));
      socket.pause();
      settle(null);
    };
    const onClose = () => settle(new ProxyError('closed the connection'));
    const onError = (error: Error) => settle(error);
    const late = () => settle(new ProxyError('did not answer CONNECT in time'));
    const timer = setTimeout(late, Math.max(1, timeoutMs));
    socket.on('data', onData).on('close', onClose).on('error', onError);
    socket.write(`${lines.join('\r\n')}\r\n\r\n`);
  });
}

/** The answer to CONNECT, after informational ones; null while it is not whole. */
function answerIn(bytes: Buffer): { status: number; end: number } | ProxyError | null {
  for (let from = 0; ; ) {
    const rest = bytes.subarray(from);
    const start = startOfHead(rest);
    if (start === null) return new ProxyError('answered no HTTP');
    const end = start < 0 ? -1 : endOfHead(rest, start);
    if (end < 0) return bytes.length > MAX_ANSWER ? new ProxyError('answers without end') : null;
    const head = readHead(rest.subarray(start, end));
    if ('problem' in head) return new ProxyError('answered no HTTP');
    from += end;
    if (head.status >= 200 || head.status === 101) return { status: head.status, end: from };
  }
}
