import { apiKeys, newKey } from '@trunkline/database';
import { and, asc, count, desc, eq, gt, isNotNull, isNull, lt, or, type SQL, sql } from 'drizzle-orm';
import { audit } from '../audit.ts';
import { pageOf } from '../cursor.ts';
import { BadInputError, ForbiddenError, NotFoundError } from '../errors.ts';
import { once } from '../idempotency.ts';
import { may } from '../may.ts';
import type { Parts } from '../parts.ts';
import { checkName } from '../policy/policy-store.ts';
import type { KeyStore } from '../ports.ts';
import { type ApiKeyValue, type Caller, type KeyScope, keyScopes } from '../values.ts';

type Row = typeof apiKeys.$inferSelect;

const keyValue = (row: Row): ApiKeyValue => ({ ...row, scopes: row.scopes.filter(isScope) });
const isScope = (scope: string): scope is KeyScope => (keyScopes as readonly string[]).includes(scope);

/** API keys of the caller's project; their secrets are never kept. */
export function createKeyStore({ db, bus }: Pick<Parts, 'db' | 'bus'>, caller: Caller): KeyStore {
  const own = eq(apiKeys.projectId, caller.projectId);

  async function find(id: string): Promise<ApiKeyValue | null> {
    const [row] = await db
      .select()
      .from(apiKeys)
      .where(and(own, eq(apiKeys.id, id)));
    return row === undefined ? null : keyValue(row);
  }

  return {
    find,

    list(args, { state }) {
      const where = and(own, state == null ? undefined : stateIs(state));
      return pageOf(
        args,
        placeOf,
        async ({ after, before, reverse, limit }) => {
          const beyond = (place: { at: Date; id: string }, later: boolean) => {
            const [at, id] = later ? [gt, gt] : [lt, lt];
            return or(
              at(apiKeys.createdAt, place.at),
              and(eq(apiKeys.createdAt, place.at), id(apiKeys.id, place.id)),
            );
          };
          const order = reverse ? asc : desc;
          const rows = await db
            .select()
            .from(apiKeys)
            .where(
              and(where, after ? beyond(after, false) : undefined, before ? beyond(before, true) : undefined),
            )
            .orderBy(order(apiKeys.createdAt), order(apiKeys.id))
            .limit(limit);
          return rows.map(keyValue);
        },
        async () => (await db.select({ n: count() }).from(apiKeys).where(where))[0]!.n,
      );
    },

    async create(input) {
      const name = checkName(input.name);
      const scopes = checkScopes(caller, input.scopes);
      const expiresAt = input.expiresAt ?? null;
      if (expiresAt !== null && expiresAt.getTime() <= Date.now())
        throw new BadInputError('expiresAt lies in the past; pass a time to come or leave it out.', [
          'input',
          'expiresAt',
        ]);
      let secret: string | null = null;
      const call = { db, caller, operation: 'apiKeyCreate', key: input.idempotencyKey };
      const id = await once({ ...call, input: { name, scopes, expiresAt } }, async (tx) => {
        const made = newKey();
        secret = made.key;
        await tx
          .insert(apiKeys)
          .values({ id: made.id, projectId: caller.projectId, name, hash: made.hash, scopes, expiresAt });
        await audit(tx, caller, {
          ...{ action: 'apiKeyCreate', type: 'ApiKey', id: made.id, reason: input.reason },
          after: { name, scopes, expiresAt },
        });
        return made.id;
      });
      return { apiKey: (await find(id))!, secret };
    },

    async revoke({ id, reason }) {
      await db.transaction(async (tx) => {
        const [row] = await tx
          .select()
          .from(apiKeys)
          .where(and(own, eq(apiKeys.id, id)))
          .for('update');
        if (row === undefined)
          throw new NotFoundError('This project has no API key with this id. List them with "apiKeys".', [
            'input',
            'id',
          ]);
        if (row.revokedAt !== null) return;
        await tx.update(apiKeys).set({ revokedAt: new Date() }).where(eq(apiKeys.id, id));
        const before = { name: row.name, scopes: row.scopes };
        await audit(tx, caller, { action: 'apiKeyRevoke', type: 'ApiKey', id, before, reason });
      });
      // Every API process ends what the key still has open; those that miss this look by themselves every few seconds.
      await bus.publish('keyRevoked', { keyId: id });
      return (await find(id))!;
    },
  };
}

/** Cursor of a key: when it was made, and its id. */
function placeOf(text: string): { at: Date; id: string } | null {
  const [, at, id] = /^(\d{1,15})\.([0-9a-f]{16})$/.exec(text) ?? [];
  return at && id ? { at: new Date(Number(at)), id } : null;
}

function stateIs(state: 'active' | 'expired' | 'revoked'): SQL | undefined {
  const expired = and(isNotNull(apiKeys.expiresAt), sql`${apiKeys.expiresAt} <= now()`);
  if (state === 'revoked') return isNotNull(apiKeys.revokedAt);
  if (state === 'expired') return and(isNull(apiKeys.revokedAt), expired);
  return and(isNull(apiKeys.revokedAt), or(isNull(apiKeys.expiresAt), sql`${apiKeys.expiresAt} > now()`));
}

/** A key gives no more than it has. */
function checkScopes(caller: Caller, scopes: readonly KeyScope[]): KeyScope[] {
  const wanted = keyScopes.filter((scope) => scopes.includes(scope));
  if (wanted.length === 0)
    throw new BadInputError('A key needs at least one scope; JOBS_READ lets it read everything.', [
      'input',
      'scopes',
    ]);
  const missing = wanted.find((scope) => !may(caller, scope));
  if (missing !== undefined)
    throw new ForbiddenError(
      `The key "${caller.keyName}" lacks the scope "${missing}" itself and cannot give it to another key.`,
      ['input', 'scopes'],
      missing,
    );
  return wanted;
}
