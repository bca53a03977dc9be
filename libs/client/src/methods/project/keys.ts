import type { Calls, Signal } from '../../calls.ts';
import {
  ApiKeyCreateDocument,
  type ApiKeyCreateInput,
  type ApiKeyFilter,
  ApiKeyListDocument,
  type ApiKeyPartsFragment,
  ApiKeyRevokeDocument,
  type AuditFilter,
  AuditLogDocument,
  type AuditLogQuery,
} from '../../generated/graphql.ts';
import type { List } from '../../list.ts';

export type ApiKey = ApiKeyPartsFragment;
export type AuditEntry = AuditLogQuery['auditLog']['nodes'][number];

/** API keys of the project; needs the scope `keys:admin`. */
export function createKeys({ change, pages }: Calls) {
  return {
    /** Newest first. */
    list: (filter: ApiKeyFilter = {}, signal?: Signal): List<ApiKey> =>
      pages(ApiKeyListDocument, { filter }, ({ apiKeys }) => apiKeys, signal),
    /** Makes a key and shows its secret, once. Not repeated by itself: a repeat shows no secret. */
    create: (input: ApiKeyCreateInput, signal?: Signal): Promise<{ apiKey: ApiKey; secret: string | null }> =>
      change(ApiKeyCreateDocument, { input }, { ...signal, repeatable: false }),
    /** Takes a key back; whatever it has open ends at once. */
    revoke: (id: string, reason?: string, signal?: Signal): Promise<ApiKey> =>
      change(ApiKeyRevokeDocument, { input: { id, reason } }, signal),
  };
}

/** What was changed in the project, newest first. */
export function auditLog({ pages }: Calls, filter: AuditFilter = {}, signal?: Signal): List<AuditEntry> {
  return pages(AuditLogDocument, { filter }, (answer) => answer.auditLog, signal);
}
