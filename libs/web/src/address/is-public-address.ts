import { isIP } from 'node:net';
import { addressBytes } from './address-bytes.ts';
import { specialPurpose } from './special-purpose.ts';

/** A prefix as bytes, and how many bits of them count. */
type Prefix = { bytes: number[]; bits: number; reachable: boolean };

const prefixes = specialPurpose
  .map(([prefix, reachable]): Prefix => {
    const [network = '', bits] = prefix.split('/');
    return { bytes: addressBytes(network) ?? [], bits: Number(bits), reachable };
  })
  .sort((a, b) => b.bits - a.bits);

/**
 * Whether an IP address is on the public internet: not set aside by the IANA special-purpose registries, not
 * multicast, not reserved. An IPv6 address that stands for an IPv4 address (mapped, NAT64, 6to4, ISATAP) is
 * public if that is. False for Teredo and the deprecated compatible form, for an address with a zone, and for
 * what is no address, such as a name or a number.
 */
export function isPublicAddress(ip: string): boolean {
  const bytes = addressBytes(ip);
  if (bytes === null) return false;
  if (bytes.length === 4) return isReachable(bytes);
  const standsFor = mappedOrTranslated(bytes);
  if (standsFor !== null) return isReachable(standsFor);
  const tunnelledTo = isatap(bytes);
  return isReachable(bytes) && (tunnelledTo === null || isReachable(tunnelledTo));
}

/** Whether a host of a URL is an IP address, in brackets or not, that is not public. False for every name. */
export function isPrivateAddress(host: string): boolean {
  const address = host.startsWith('[') && host.endsWith(']') ? host.slice(1, -1) : host;
  return isIP(address) !== 0 && !isPublicAddress(address);
}

/** The IPv4 address that connecting to this IPv6 address leads to. */
function mappedOrTranslated(bytes: number[]): number[] | null {
  const head = Buffer.from(bytes.slice(0, 12)).toString('hex');
  if (head === '00000000000000000000ffff') return bytes.slice(12); // mapped, RFC 4291 §2.5.5.2
  if (head === '0064ff9b0000000000000000') return bytes.slice(12); // NAT64, RFC 6052
  if (head.startsWith('2002')) return bytes.slice(2, 6); // 6to4, RFC 3056
  return null;
}

/** The IPv4 address in an ISATAP interface identifier (RFC 5214), which any prefix can have. */
function isatap(bytes: number[]): number[] | null {
  const identifier = Buffer.from(bytes.slice(8, 12)).toString('hex');
  return identifier === '00005efe' || identifier === '02005efe' ? bytes.slice(12) : null;
}

function isReachable(bytes: number[]): boolean {
  const found = prefixes.find((prefix) => prefix.bytes.length === bytes.length && covers(prefix, bytes));
  return found?.reachable ?? true;
}

function covers({ bytes, bits }: Prefix, address: number[]): boolean {
  for (let at = 0, left = bits; left > 0; at++, left -= 8) {
    const mask = left >= 8 ? 0xff : (0xff << (8 - left)) & 0xff;
    if ((bytes[at]! & mask) !== (address[at]! & mask)) return false;
  }
  return true;
}
