import { refusedAddress } from '../dns/find-addresses.ts';
import { connectFailure, failed } from '../outcome/fault.ts';
import type { Ended, Visit } from '../visit.ts';
import type { Connection, Connections } from './connections.ts';
import { openSocket } from './open-socket.ts';
import type { Place } from './place.ts';

/** A connection to a checked address: an idle one, or (`fresh`: only) a new one. */
export async function connectTo(
  visit: Visit,
  place: Place,
  addresses: readonly string[],
  connections: Connections,
  fresh = false,
): Promise<Connection | Ended> {
  const { allowPrivateNetworks, limits } = visit.config.policy;
  const open = fresh ? null : connections.take(place.origin, allowPrivateNetworks);
  if (open) {
    visit.address = open.address;
    return open;
  }
  const left = visit.deadline - performance.now();
  if (left <= 0) return failed('TIMEOUT', `${place.origin}: no time was left to connect`);
  let connection: Connection;
  try {
    const socket = await openSocket(place, addresses, Math.min(limits.connectMs, left));
    connection = connections.adopt(place.origin, socket);
  } catch (error) {
    return connectFailure(error, `${place.origin} (${addresses.join(', ')})`);
  }
  visit.address = connection.address;
  if (connection.isPublic || allowPrivateNetworks) return connection;
  connections.drop(connection);
  return refusedAddress(connection.address || place.hostname);
}
