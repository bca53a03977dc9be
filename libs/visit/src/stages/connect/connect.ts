import { hostKey } from '@trunkline/web/url';
import {
  codeOf,
  connectFailure,
  failed,
  isOfCertificate,
  outOfDescriptors,
  proxyFailure,
} from '../../outcome/fault.ts';
import type { VisitParts } from '../../types.ts';
import type { Ended, Visit } from '../../visit.ts';
import { refusedAddress } from '../dns/find-addresses.ts';
import { isFor } from '../headers/is-for.ts';
import { waitsFor } from '../waits-for.ts';
import type { Connection, Connections } from './connections.ts';
import { openSocket } from './open-socket.ts';
import type { Place } from './place.ts';
import { openByProxy, proxyOf } from './proxy.ts';

export type ConnectParts = {
  connections: Connections;
  verifiesTls: VisitParts['verifiesTls'];
  /** Only a new one. */
  fresh?: boolean;
};

/** A connection to a checked address, or by the job's proxy: an idle one or a new one. */
export async function connectTo(
  visit: Visit,
  place: Place,
  addresses: readonly string[],
  { connections, verifiesTls, fresh = false }: ConnectParts,
): Promise<Connection | Ended> {
  const { allowPrivateNetworks, limits } = visit.config.policy;
  const proxy = proxyOf(visit.config.access);
  const key = proxy ? `${proxy.key} ${place.origin}` : place.origin;
  const note = (connection: Connection) => {
    // What is behind a proxy has an address only the proxy knows.
    visit.address = proxy ? null : connection.address;
    visit.tlsFault = connection.tlsFault;
    return connection;
  };
  const passes = () => mayPass(visit, place, verifiesTls);
  const open = fresh ? null : connections.take(key, allowPrivateNetworks);
  // What was let pass a moment ago is so no longer when the rule was taken back.
  if (open && (open.tlsFault === null || (await passes()))) return note(open);
  if (open) connections.drop(open);
  const left = visit.deadline - performance.now();
  if (left <= 0) return failed('TIMEOUT', `${place.origin}: no time was left to connect`);
  const ms = Math.min(limits.connectMs, left);
  const openOne = (verify = true) =>
    proxy ? openByProxy(place, proxy, addresses, ms, verify) : openSocket(place, addresses, ms, verify);
  let connection: Connection;
  try {
    let tlsFault: string | null = null;
    const socket = await openOne().catch(async (error: unknown) => {
      const code = codeOf(error);
      // Connections kept for later are not worth a visit now.
      if (outOfDescriptors(code) && connections.closeIdle() > 0) return openOne();
      if (!isOfCertificate(code) || !(await passes())) throw error;
      tlsFault = code;
      return openOne(false);
    });
    connection = connections.adopt(key, socket, tlsFault);
  } catch (error) {
    if (proxy) return proxyFailure(error, place.origin);
    return connectFailure(error, `${place.origin} (${addresses.join(', ')})`);
  }
  if (connection.isPublic || allowPrivateNetworks) return note(connection);
  connections.drop(connection);
  return proxy
    ? refusedAddress('The proxy of the job')
    : refusedAddress(connection.address || place.hostname);
}

/** May a certificate that would not be accepted pass here? Never where what a job shows to get in would go to whoever answers. */
async function mayPass(
  visit: Visit,
  { origin }: Place,
  verifiesTls: VisitParts['verifiesTls'],
): Promise<boolean> {
  const { access, scope } = visit.config;
  if (!verifiesTls || (access && isFor(access, scope, origin))) return false;
  return !(await waitsFor(visit, 'frontier', () => verifiesTls(hostKey(`${origin}/`))));
}
