import {
  type Access,
  fromHeader,
  LocalFault,
  type Policy,
  policySchema,
  userAgentWith,
  type Validators,
} from '@trunkline/policy';
import type { Visit } from '../../visit.ts';
import type { Place } from '../connect/place.ts';
import { proxyOf } from '../connect/proxy.ts';
import { isFor } from './is-for.ts';

const cache = new WeakMap<Policy, string[]>();
const defaults = policySchema.parse({});

/** The bytes of a request, as sent and as they may be shown. */
export type Request = { sent: Buffer; shown: Buffer };

/**
 * The request of a visit for a place: of its URL, or on the way to a robots.txt. What the job shows to get in goes
 * to the hosts it is for, and the proxy's password to the proxy; neither is shown.
 */
export function requestFor(
  { config, validators, cookie }: Visit,
  place: Place,
  contact: string | null = null,
): Request {
  const { access, policy, scope } = config;
  const proxy = proxyOf(access);
  const byUrl = proxy !== null && !place.secure;
  const target = byUrl ? place.origin + place.path : place.path;
  const conditions = conditionsOf(validators);
  if (cookie !== null) conditions.push('Cookie', cookie);
  if (!access) {
    const headers =
      conditions.length > 0
        ? [...policyHeaders(policy, contact), ...conditions]
        : policyHeaders(policy, contact);
    const bytes = requestBytes(place, target, headers);
    return { sent: bytes, shown: bytes };
  }
  const secrets = isFor(access, scope, place.origin) ? secretHeaders(access) : [];
  const plain = without(policyHeaders(policy, contact), secrets).concat(conditions);
  const sent = [...plain, ...secrets.flat()];
  if (byUrl && proxy.authorization) sent.push('Proxy-Authorization', proxy.authorization);
  const shown = [...plain, ...secrets.flatMap(([name]) => [name, '(secret)'])];
  return { sent: requestBytes(place, target, sent), shown: requestBytes(place, target, shown) };
}

function secretHeaders({ headers, basicAuth }: Access): [name: string, value: string][] {
  if (!basicAuth) return headers;
  const secret = Buffer.from(`${basicAuth.user}:${basicAuth.password}`).toString('base64');
  return [...headers, ['Authorization', `Basic ${secret}`]];
}

/** The job's own Accept or Accept-Language stands in place of ours. */
function without(headers: string[], secrets: [name: string, value: string][]): string[] {
  const names = new Set(secrets.map(([name]) => name.toLowerCase()));
  return headers.filter((_, at) => !names.has(headers[at - (at % 2)]!.toLowerCase()));
}

/** What a header may carry; what was read as one always may. */
const fieldValue = /^[\x20-\x7e\x80-\xff]+$/;

/**
 * Asks for the body only if it changed (RFC 9110 §13.1). Not asked where no capture is known: a 304 would leave
 * us without a body.
 */
export function conditionsOf(validators: Validators | null | undefined): string[] {
  if (!validators?.capture) return [];
  const { etag, lastModified } = validators;
  const conditions: string[] = [];
  if (etag !== null && fieldValue.test(etag)) conditions.push('If-None-Match', etag);
  if (lastModified !== null && fieldValue.test(lastModified))
    conditions.push('If-Modified-Since', lastModified);
  return conditions;
}

/** Request headers under a policy; the same array for each request. `installed`: the contact of the installation, if there is one. */
function policyHeaders(policy: Policy, installed: string | null = null): string[] {
  let headers = cache.get(policy);
  if (!headers) {
    const contact = policy.contact ?? installed;
    const from = policy.sendFrom ? fromHeader(contact) : null;
    headers = [
      'User-Agent',
      userAgentWith(policy.userAgent, contact),
      ...(from === null ? [] : ['From', from]),
      'Accept',
      'text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8',
      'Accept-Encoding',
      (policy.codings ?? defaults.codings).join(', ') || 'identity',
    ];
    cache.set(policy, headers);
  }
  return headers;
}

/** What would end a line, or its target, before its time. */
const unfit = /[\0\r\n]/;

/** A request as it goes over the wire; a character is a byte. `headers`: name, value, name, value… */
function requestBytes(place: Place, target: string, headers: readonly string[]): Buffer {
  const host = place.origin.slice(place.origin.indexOf('//') + 2);
  let lines = '';
  for (let at = 0; at + 1 < headers.length; at += 2) {
    const [name, value] = [headers[at]!, headers[at + 1]!];
    if (unfit.test(name) || unfit.test(value))
      throw new LocalFault('BAD_HEADER', `The request header ${JSON.stringify(name)} has a line end`);
    lines += `${name}: ${value}\r\n`;
  }
  if (/[\0-\x20\x7f]/.test(target))
    throw new LocalFault('BAD_HEADER', `${place.origin} cannot be asked for ${JSON.stringify(target)}`);
  return Buffer.from(
    `GET ${target} HTTP/1.1\r\nHost: ${host}\r\nConnection: keep-alive\r\n${lines}\r\n`,
    'latin1',
  );
}
