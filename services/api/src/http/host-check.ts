import { isIP } from 'node:net';
import { hostname } from 'node:os';

/** Says of a `Host` header (RFC 9110 §7.2) why a request with it is refused; null: it is for this server. */
export type HostCheck = (host: string | undefined) => string | null;

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
  return (host) => {
    if (host === undefined || host === '') return 'A request needs a Host header (RFC 9110 §7.2).';
    const name = nameIn(host);
    if (name !== null && (isIP(name) !== 0 || good.has(name))) return null;
    return (
      `This server does not answer to the name in Host, ${JSON.stringify(host.slice(0, 100))}. ` +
      'If it should, put the name into TRUNKLINE_HOSTS and start it again.'
    );
  };
}

/** Without port, brackets, a dot at its end, and in lower case; null: it is no host. */
function nameIn(host: string): string | null {
  const [, bracketed, plain] =
    /^(?:\[([0-9a-f:.]+)\]|([^\s:/@?#\\[\]]+?)\.?)(?::\d{1,5})?$/i.exec(host) ?? [];
  return (bracketed ?? plain)?.toLowerCase() ?? null;
}
