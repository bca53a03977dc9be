import type { Pace } from '../policy.ts';

/** Names that can never belong to the public internet: RFC 6761, RFC 6762, RFC 8375, ICANN `.internal`. */
const specialUse = /(^|\.)(localhost|test|example|invalid|local|internal|lan|home\.arpa)$/;

/**
 * The pace of a job that names none. A second between requests, as strangers owe each other; on hosts that
 * are certainly the user's own (private networks allowed, and every seed host a special-use name or an
 * address that is not public) 100/s, 8 at once.
 */
export function defaultPace(
  hosts: Iterable<string>,
  allowPrivateNetworks: boolean,
  isPrivateAddress: (host: string) => boolean,
): Pace {
  const names = [...hosts].map((host) => host.replace(/:\d+$/, ''));
  const own =
    allowPrivateNetworks &&
    names.length > 0 &&
    names.every((name) => specialUse.test(name) || isPrivateAddress(name));
  return own ? { mode: 'rate', perSecond: 100, concurrency: 8 } : { mode: 'delay', delayMs: 1000 };
}
