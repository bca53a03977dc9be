import { connect, isIP, type LookupFunction, type Socket, type TcpNetConnectOpts } from 'node:net';
import { connect as connectTls } from 'node:tls';
import type { Place } from './place.ts';

/** An origin with several addresses is tried at the next one after this long, ms (RFC 8305 §5). */
const NEXT_ADDRESS_MS = 250;

/**
 * Opens a TCP or TLS connection to one of these addresses and no other: no name is looked up again. Rejects with
 * the socket's error, or one with code `CONNECT_TIMEOUT`. Certificates are verified against the URL's host,
 * unless `verify` is false.
 */
export function openSocket(
  place: Place,
  addresses: readonly string[],
  timeoutMs: number,
  verify = true,
): Promise<Socket> {
  const target: TcpNetConnectOpts =
    addresses.length === 1
      ? { host: addresses[0]!, port: place.port }
      : {
          host: place.hostname,
          port: place.port,
          lookup: pinned(addresses),
          autoSelectFamily: true,
          autoSelectFamilyAttemptTimeout: NEXT_ADDRESS_MS,
        };
  const options = { ...target, noDelay: true, highWaterMark: 65_536 };
  const socket = place.secure
    ? connectTls({
        ...options,
        servername: isIP(place.hostname) === 0 ? place.hostname : '',
        ALPNProtocols: ['http/1.1'],
        rejectUnauthorized: verify,
      })
    : connect(options);

  return opened(socket, place.secure ? 'secureConnect' : 'connect', timeoutMs);
}

/** A socket once it is open; it is destroyed when that takes too long. */
export function opened(
  socket: Socket,
  event: 'connect' | 'secureConnect',
  timeoutMs: number,
): Promise<Socket> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(
      () => {
        socket.destroy(Object.assign(new Error('Connecting took too long'), { code: 'CONNECT_TIMEOUT' }));
      },
      Math.max(1, timeoutMs),
    );
    const onError = (error: Error) => {
      clearTimeout(timer);
      reject(error);
    };
    socket.once('error', onError);
    socket.once(event, () => {
      clearTimeout(timer);
      socket.off('error', onError);
      // Whoever uses the socket hears of later errors itself; without a listener they would end the process.
      socket.on('error', () => {});
      resolve(socket);
    });
  });
}

function pinned(addresses: readonly string[]): LookupFunction {
  const all = addresses.map((address) => ({ address, family: isIP(address) }));
  return (_name, options, done) => {
    if (options.all) done(null, all);
    else done(null, all[0]!.address, all[0]!.family);
  };
}
