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
} from './generated/graphql.ts';
import type { Signal } from './jobs.ts';
import { type List, list, PAGE } from './list.ts';
import { settled } from './settled.ts';
import type { Transport } from './transport.ts';

export type ApiKey = ApiKeyPartsFragment;
export type AuditEntry = AuditLogQuery['auditLog']['nodes'][number];

/** API keys of the project; needs the scope `keys:admin`. */
export function createKeys(transport: Transport) {
  return {
    /** Newest first. */
    list(filter: ApiKeyFilter = {}, { signal }: Signal = {}): List<ApiKey> {
      return list(async (after) => {
        const variables = { first: PAGE, after, filter };
        return (await transport.call(ApiKeyListDocument, variables, { signal, repeatable: true })).apiKeys;
      });
    },
    /** Makes a key and shows its secret, once. Not repeated by itself: a repeat shows no secret. */
    async create(
      input: ApiKeyCreateInput,
      { signal }: Signal = {},
    ): Promise<{ apiKey: ApiKey; secret: string | null }> {
      return settled((await transport.call(ApiKeyCreateDocument, { input }, { signal })).apiKeyCreate);
    },
    /** Takes a key back; whatever it has open ends at once. */
    async revoke(id: string, reason?: string, { signal }: Signal = {}): Promise<ApiKey> {
      const variables = { input: { id, reason } };
      const options = { signal, repeatable: true };
      return settled((await transport.call(ApiKeyRevokeDocument, variables, options)).apiKeyRevoke);
    },
  };
}

/** What was changed in the project, newest first. */
export function auditLog(
  transport: Transport,
  filter: AuditFilter = {},
  { signal }: Signal = {},
): List<AuditEntry> {
  return list(async (after) => {
    const variables = { first: PAGE, after, filter };
    return (await transport.call(AuditLogDocument, variables, { signal, repeatable: true })).auditLog;
  });
}
