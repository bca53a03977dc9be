import { publicId } from '@trunkline/database';
import { notFound } from '../../limits/refusals.ts';
import { NotFoundError } from '../../stores/errors.ts';
import { isText } from '../../stores/texts.ts';

/** Type → prefix of its ids. The rest of an id is the key in the database, so that ids stay short. */
const prefixes: Record<string, string> = {
  Project: 'project',
  Job: 'job',
  Run: 'run',
  Policy: 'policy',
  PolicyVersion: 'policyversion',
  Capture: 'capture',
  Page: 'page',
  DeadPage: 'dead',
  Host: 'host',
  Worker: 'worker',
  ApiKey: 'key',
  AuditEntry: 'audit',
  RunOperation: 'operation',
  HostRule: 'hostrule',
  Schedule: 'schedule',
  Webhook: 'webhook',
  WebhookDelivery: 'delivery',
  BulkOperation: 'bulk',
};
const typenames = new Map(Object.entries(prefixes).map(([typename, prefix]) => [prefix, typename]));

/** Whether objects of a type have ids of their own. */
export const hasId = (typename: string): boolean => Object.hasOwn(prefixes, typename);

/** The id clients see: `job_` and 22 characters. Opaque: only `decodeId` reads it. */
export function encodeId(typename: string, key: string): string {
  const prefix = prefixes[typename];
  if (prefix === undefined) throw new Error(`${typename} has no id prefix`);
  return publicId(prefix, key);
}

/** The type and key of an id; anything that is not an id of ours is refused as NOT_FOUND. */
export function decodeId(id: string): { typename: string; id: string } {
  const at = id.indexOf('_');
  const typename = typenames.get(id.slice(0, at));
  const key = typename === undefined ? null : decodeKey(id.slice(at + 1));
  if (typename === undefined || key === null) throw notFound(id);
  return { typename, id: key };
}

/** The key of an id that must be of one type; null when it is not, so that callers can name what was asked. */
export function keyOf(typename: string, id: string): string | null {
  const prefix = prefixes[typename];
  return id.startsWith(`${prefix}_`) ? decodeKey(id.slice(String(prefix).length + 1)) : null;
}

function decodeKey(text: string): string | null {
  if (!/^[\w-]{1,400}$/.test(text)) return null;
  const bytes = Buffer.from(text, 'base64url');
  if (bytes.toString('base64url') !== text) return null;
  if (bytes[0] === 0x2e) {
    const key = bytes.subarray(1).toString();
    return isText(key) ? key : null;
  }
  if (bytes.length !== 16) return null;
  const hex = bytes.toString('hex');
  return [0, 8, 12, 16, 20].map((from, i, all) => hex.slice(from, all[i + 1])).join('-');
}

/** The database key behind an id of a mutation's input; anything else is a typed NOT_FOUND. */
export function requireKey(typename: string, id: string, path = ['input', 'id']): string {
  const key = keyOf(typename, id);
  if (key === null) {
    const word = typename.toLowerCase();
    throw new NotFoundError(
      `${JSON.stringify(id.slice(0, 100))} is not the id of a ${word}. Pass the "id" of a ${word} exactly as this API gave it.`,
      path,
    );
  }
  return key;
}
