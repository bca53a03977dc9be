import { isIP } from 'node:net';
import { isPublicAddress } from '@trunkline/web/address';
import { failed } from '../../outcome/fault.ts';
import { Ended } from '../../visit.ts';
import type { Place } from '../connect/place.ts';
import type { JobProxy } from '../connect/proxy.ts';
import type { NameResolver } from './resolver.ts';

/**
 * The addresses of a place that may be connected to: all that were found, or only the public ones when private
 * networks are not allowed. An address written in the URL is checked the same way.
 */
async function findAddresses(
  place: Place,
  allowPrivate: boolean,
  resolver: NameResolver,
): Promise<readonly string[] | Ended> {
  if (isIP(place.hostname) !== 0) {
    if (allowPrivate || isPublicAddress(place.hostname)) return [place.hostname];
    return refusedAddress(place.hostname);
  }
  const found = resolver.resolve(place.hostname);
  const resolution = found instanceof Promise ? await found : found;
  if ('code' in resolution) return failed(resolution.code, resolution.detail);
  const allowed = allowPrivate ? resolution.addresses : resolution.addresses.filter(isPublicAddress);
  if (allowed.length > 0) return allowed;
  return refusedAddress(`${place.hostname} (${resolution.addresses.join(', ')})`);
}

/**
 * The addresses to connect to on the way to a place: its own, or those of the job's proxy. A proxy connects where we
 * cannot look, so what it is asked for is resolved and checked here before. A proxy on a private network needs the
 * policy's leave like any other address.
 */
export async function findWay(
  place: Place,
  proxy: JobProxy | null,
  allowPrivate: boolean,
  resolver: NameResolver,
): Promise<readonly string[] | Ended> {
  if (!proxy) return findAddresses(place, allowPrivate, resolver);
  if (!allowPrivate) {
    const target = await findAddresses(place, false, resolver);
    if (target instanceof Ended) return target;
  }
  const found = await findAddresses(proxy.place, allowPrivate, resolver);
  if (!(found instanceof Ended)) return found;
  if (found.outcome.kind === 'refused') return refusedAddress('The proxy of the job');
  const code = found.outcome.kind === 'failed' ? found.outcome.code : '';
  return failed('PROXY_FAILED', `${place.origin}: the name of the proxy of the job: ${code}`);
}

/** An address that is not of the public internet. */
export function refusedAddress(what: string): Ended {
  const detail = `${what} is not a public address; the policy does not allow private networks`;
  return new Ended({ kind: 'refused', by: 'address', detail });
}
