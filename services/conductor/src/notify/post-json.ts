import type { LookupAddress } from 'node:dns';
import { lookup, Resolver } from 'node:dns/promises';
import { request as requestHttp } from 'node:http';
import { request as requestHttps } from 'node:https';
import { isIP, type LookupFunction } from 'node:net';
import { isPublicAddress } from '@trunkline/web/address';

/** From connecting to the last byte of the answer, ms. */
const TIMEOUT_MS = 10_000;

/** The address of a webhook is one that may not be connected to. */
class AddressRefused extends Error {
  override readonly name = 'AddressRefused';
}

/** How names become addresses, of private networks too or not. */
export type Lookups = (allowPrivate: boolean) => LookupFunction;

export type PostOptions = {
  headers: Record<string, string>;
  allowPrivate: boolean;
  lookups: Lookups;
  signal?: AbortSignal;
};

/**
 * Posts a body and tells the status of the answer, whose body is not read. The address that is connected to is the one that
 * was checked; redirects are not followed.
 * @throws {AddressRefused} when the host has no public address, unless private ones are allowed
 */
export function postJson(url: URL, body: string, options: PostOptions): Promise<number> {
  const { headers, allowPrivate, lookups } = options;
  const host = url.hostname.replace(/^\[|\]$/g, '');
  if (!allowPrivate && isIP(host) !== 0 && !isPublicAddress(host)) throw refused(host);
  const send = url.protocol === 'https:' ? requestHttps : requestHttp;
  const timeout = AbortSignal.timeout(TIMEOUT_MS);
  return new Promise<number>((resolve, reject) => {
    const request = send(url, {
      method: 'POST',
      agent: false,
      lookup: lookups(allowPrivate),
      signal: options.signal ? AbortSignal.any([timeout, options.signal]) : timeout,
      headers: {
        ...headers,
        'content-type': 'application/json',
        'content-length': Buffer.byteLength(body),
      },
    } as Parameters<typeof requestHttp>[1] & object);
    request.on('response', (response) => {
      resolve(response.statusCode ?? 0);
      response.destroy();
    });
    request.on('error', (error) =>
      reject(
        timeout.aborted ? new Error(`no answer within ${TIMEOUT_MS / 1000} s`, { cause: error }) : error,
      ),
    );
    request.end(body);
  });
}

const refused = (what: string) =>
  new AddressRefused(
    `${what} is no public address; only an admin key may allow private networks for a webhook`,
  );

/**
 * Looks names up by asking the name servers itself. `dns.lookup` waits in threads that all of the process shares: a few names that nobody
 * answers for would keep every other webhook waiting, long after they were given up.
 */
export function createLookups(nameServers: readonly string[] = []): Lookups {
  const resolver = new Resolver({ timeout: 2000, tries: 2 });
  if (nameServers.length > 0) resolver.setServers([...nameServers]);

  async function addressesOf(name: string, allowPrivate: boolean): Promise<LookupAddress[]> {
    const asked = await Promise.allSettled([resolver.resolve4(name), resolver.resolve6(name)]);
    const found = asked.flatMap((one, at) =>
      one.status === 'fulfilled' ? one.value.map((address) => ({ address, family: at === 0 ? 4 : 6 })) : [],
    );
    if (found.length > 0) return found;
    const [{ reason }] = asked as PromiseRejectedResult[] as [PromiseRejectedResult];
    // A name of this machine or its hosts file; the name servers have said already that they know none.
    const local = /^(?:ENOTFOUND|ENODATA)$/.test(reason.code) && (allowPrivate || name === 'localhost');
    if (local) return lookup(name, { all: true });
    throw reason;
  }

  return (allowPrivate) => (name, options, callback) => {
    addressesOf(name, allowPrivate).then(
      (found) => {
        const good = allowPrivate ? found : found.filter(({ address }) => isPublicAddress(address));
        const [first] = good;
        if (first === undefined) return callback(refused(name), '', 0);
        if (options.all) (callback as unknown as (e: null, all: LookupAddress[]) => void)(null, good);
        else callback(null, first.address, first.family);
      },
      (error: NodeJS.ErrnoException) => callback(error, '', 0),
    );
  };
}
