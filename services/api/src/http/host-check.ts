import type { IncomingMessage } from 'node:http';
import { isIP } from 'node:net';
import { hostname } from 'node:os';

type Named = Pick<IncomingMessage, 'rawHeaders' | 'url'>;
/** Says whom a request is for (RFC 9110 §7.2): why it is refused, and with which status; null: it is for this server. */
export type HostCheck = (request: Named) => { status: 400 | 421; said: string } | null;

/**
 * A page of the web can have its own name point to this server (DNS rebinding), and is then, for a browser, of one origin with it; the
 * name in `Host` tells. Addresses, localhost, this machine's name, what the server listens on and `names` are answered to, at any port.
 */
export function createHostCheck({
  listensOn,
  names,
}: {
  listensOn: string;
  names: readonly string[];
}): HostCheck {
  const good = new Set(['localhost', hostname(), listensOn, ...names].map((name) => name.toLowerCase()));
  const isGood = (host: string) => {
    const name = nameIn(host);
    return name !== null && (isIP(name) !== 0 || good.has(name));
  };
  return (request) => {
    const hosts = hostsOf(request);
    if (hosts.length !== 1 || hosts[0] === '')
      return { status: 400, said: 'A request needs one Host header, and one alone (RFC 9112 §3.2).' };
    const bad = [...hosts, ...targetOf(request)].find((host) => !isGood(host));
    if (bad === undefined) return null;
    const said =
      `This server does not answer to the name in Host, ${JSON.stringify(bad.slice(0, 100))}. ` +
      'If it should, put the name into TRUNKLINE_HOSTS and start it again.';
    return { status: 421, said };
  };
}

/** Each `Host` header: of several the parser keeps the first alone. */
const hostsOf = ({ rawHeaders }: Named): string[] =>
  rawHeaders.filter((_, at) => at % 2 === 1 && rawHeaders[at - 1]!.toLowerCase() === 'host');

/** Whom a target names that is a whole URL, as proxies send it; that counts before `Host` (RFC 9112 §3.2.2). */
function targetOf({ url = '/' }: Named): string[] {
  const [, authority] = /^[a-z][a-z0-9+.-]*:\/\/([^/?#]*)/i.exec(url) ?? [];
  return authority === undefined ? [] : [authority];
}

/** Without port, brackets, a dot at its end, and in lower case; null: it is no host. */
function nameIn(host: string): string | null {
  const [, bracketed, plain] =
    /^(?:\[([0-9a-f:.]+)\]|([^\s:/@?#\\[\]]+?)\.?)(?::\d{1,5})?$/i.exec(host) ?? [];
  return (bracketed ?? plain)?.toLowerCase() ?? null;
}
