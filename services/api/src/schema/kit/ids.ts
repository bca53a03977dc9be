import { publicId } from '@trunkline/database';
import { notFound } from '../../limits/refusals.ts';
import { NotFoundError } from '../../stores/errors.ts';
import {
  apiKeyKey,
  captureParts,
  type Kind,
  pageParts,
  urlOfRunParts,
  uuidKey,
  versionParts,
} from '../../stores/lists/keys.ts';
import { isText } from '../../stores/texts.ts';

/** Type → prefix of its ids and the shape of its keys. The rest of an id is the key in the database, so that ids stay short. */
const types: Record<string, { prefix: string; shape: Kind<unknown> }> = {
  Project: { prefix: 'project', shape: uuidKey },
  Job: { prefix: 'job', shape: uuidKey },
  Run: { prefix: 'run', shape: uuidKey },
  Policy: { prefix: 'policy', shape: uuidKey },
  PolicyVersion: { prefix: 'policyversion', shape: versionParts },
  Capture: { prefix: 'capture', shape: captureParts },
  Page: { prefix: 'page', shape: pageParts },
  DeadPage: { prefix: 'dead', shape: urlOfRunParts },
  Host: { prefix: 'host', shape: anyText },
  Worker: { prefix: 'worker', shape: anyText },
  ApiKey: { prefix: 'key', shape: apiKeyKey },
  AuditEntry: { prefix: 'audit', shape: uuidKey },
  RunOperation: { prefix: 'operation', shape: uuidKey },
  HostRule: { prefix: 'hostrule', shape: uuidKey },
  Finding: { prefix: 'finding', shape: uuidKey },
  Schedule: { prefix: 'schedule', shape: uuidKey },
  Webhook: { prefix: 'webhook', shape: uuidKey },
  WebhookDelivery: { prefix: 'delivery', shape: uuidKey },
  BulkOperation: { prefix: 'bulk', shape: uuidKey },
};
const typenames = new Map(Object.entries(types).map(([typename, { prefix }]) => [prefix, typename]));

function anyText(text: string): string | null {
  return text !== '' && isText(text) ? text : null;
}

/** Whether objects of a type have ids of their own. */
export const hasId = (typename: string): boolean => Object.hasOwn(types, typename);

/** The id clients see: `job_` and 22 characters. Opaque: only `decodeId` reads it. */
export function encodeId(typename: string, key: string): string {
  const type = types[typename];
  if (type === undefined) throw new Error(`${typename} has no id prefix`);
  return publicId(type.prefix, key);
}

/** The type and key of an id; anything that is not an id of ours is refused as NOT_FOUND. */
export function decodeId(id: string): { typename: string; id: string } {
  const typename = typenames.get(id.slice(0, Math.max(0, id.indexOf('_'))));
  const key = typename === undefined ? null : keyOf(typename, id);
  if (typename === undefined || key === null) throw notFound(id);
  return { typename, id: key };
}

/** The key of an id that must be of one type; null when no object of it can have that id, so that callers can name what was asked. */
export function keyOf(typename: string, id: string): string | null {
  const { prefix, shape } = types[typename]!;
  if (!id.startsWith(`${prefix}_`)) return null;
  const key = decodeKey(id.slice(prefix.length + 1));
  // One object has one id: what would be written in another way is none.
  return key === null || shape(key) === null || publicId(prefix, key) !== id ? null : key;
}

function decodeKey(text: string): string | null {
  if (!/^[\w-]{1,400}$/.test(text)) return null;
  const bytes = Buffer.from(text, 'base64url');
  if (bytes[0] === 0x2e) return bytes.subarray(1).toString();
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
