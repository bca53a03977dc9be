import { codeOf, connectFailure, failed, outOfDescriptors, proxyFailure } from '../../outcome/fault.ts';
import type { Ended, Visit } from '../../visit.ts';
import { refusedAddress } from '../dns/find-addresses.ts';
import type { Connection, Connections } from './connections.ts';
import { openSocket } from './open-socket.ts';
import type { Place } from './place.ts';
import { openByProxy, proxyOf } from './proxy.ts';

/** A connection to a checked address, or by the job's proxy: an idle one, or (`fresh`: only) a new one. */
export async function connectTo(
  visit: Visit,
  place: Place,
  addresses: readonly string[],
  connections: Connections,
  fresh = false,
): Promise<Connection | Ended> {
  const { allowPrivateNetworks, limits } = visit.config.policy;
  const proxy = proxyOf(visit.config.access);
  const key = proxy ? `${proxy.key} ${place.origin}` : place.origin;
  const note = (connection: Connection) => {
    // What is behind a proxy has an address only the proxy knows.
    visit.address = proxy ? null : connection.address;
    return connection;
  };
  const open = fresh ? null : connections.take(key, allowPrivateNetworks);
  if (open) return note(open);
  const left = visit.deadline - performance.now();
  if (left <= 0) return failed('TIMEOUT', `${place.origin}: no time was left to connect`);
  const ms = Math.min(limits.connectMs, left);
  const openOne = () => (proxy ? openByProxy(place, proxy, addresses, ms) : openSocket(place, addresses, ms));
  let connection: Connection;
  try {
    const socket = await openOne().catch((error: unknown) => {
      // Connections kept for later are not worth a visit now.
      if (outOfDescriptors(codeOf(error)) && connections.closeIdle() > 0) return openOne();
      throw error;
    });
    connection = connections.adopt(key, socket);
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
