import { type LookupAddress, lookup } from 'node:dns';
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

export type PostOptions = { headers: Record<string, string>; allowPrivate: boolean; signal?: AbortSignal };

/**
 * Posts a body and tells the status of the answer, whose body is not read. The address that is connected to is the one that
 * was checked; redirects are not followed.
 * @throws {AddressRefused} when the host has no public address, unless private ones are allowed
 */
export function postJson(url: URL, body: string, options: PostOptions): Promise<number> {
  const { headers, allowPrivate } = options;
  const host = url.hostname.replace(/^\[|\]$/g, '');
  if (!allowPrivate && isIP(host) !== 0 && !isPublicAddress(host)) throw refused(host);
  const send = url.protocol === 'https:' ? requestHttps : requestHttp;
  const timeout = AbortSignal.timeout(TIMEOUT_MS);
  return new Promise<number>((resolve, reject) => {
    const request = send(url, {
      method: 'POST',
      agent: false,
      lookup: allowPrivate ? lookup : publicOnly,
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

const publicOnly: LookupFunction = (hostname, options, callback) => {
  lookup(hostname, { ...options, all: true }, (error, found) => {
    if (error) return callback(error, '', 0);
    const good = (found as LookupAddress[]).filter(({ address }) => isPublicAddress(address));
    const first = good[0];
    if (first === undefined) return callback(refused(hostname), '', 0);
    if (options.all) (callback as unknown as (e: null, all: LookupAddress[]) => void)(null, good);
    else callback(null, first.address, first.family);
  });
};
