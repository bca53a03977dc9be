import { apiKeys, lastingKeys, lockKeys, newKey, type Transaction } from '@trunkline/database';
import { and, eq, isNotNull, isNull, or, type SQL, sql } from 'drizzle-orm';
import { audit } from '../changes/audit.ts';
import { once } from '../changes/idempotency.ts';
import { howToGet, may } from '../changes/may.ts';
import { BadInputError, ForbiddenError, noSuch, WrongStateError } from '../errors.ts';
import type { Page, PageArgs } from '../lists/cursor.ts';
import { apiKeyKey, momentKey } from '../lists/keys.ts';
import { keyset } from '../lists/keyset.ts';
import type { Parts } from '../parts.ts';
import { checkName } from '../policy/policy-store.ts';
import {
  type ApiKeyValue,
  type Caller,
  type Creating,
  type KeyScope,
  keyScopes,
  type NewKeyValue,
  type Verb,
} from '../values.ts';

type Row = typeof apiKeys.$inferSelect;

const keyValue = (row: Row): ApiKeyValue => ({ ...row, scopes: row.scopes.filter(isScope) });
const isScope = (scope: string): scope is KeyScope => (keyScopes as readonly string[]).includes(scope);

export type NewKey = Creating & {
  name: string;
  scopes: readonly KeyScope[];
  expiresAt?: Date | null | undefined;
};

export type KeyState = 'active' | 'expired' | 'revoked';

/** API keys of the caller's project; their secrets are never kept. */
export function createKeyStore({ db, bus }: Pick<Parts, 'db' | 'bus'>, caller: Caller) {
  const own = eq(apiKeys.projectId, caller.projectId);
  const select = () => db.select().from(apiKeys);

  async function find(id: string): Promise<ApiKeyValue | null> {
    const [row] = await select().where(and(own, eq(apiKeys.id, id)));
    return row === undefined ? null : keyValue(row);
  }

  return {
    find,

    /** Newest first: ids of keys are random. */
    list: (args: PageArgs, { state }: { state?: KeyState | null | undefined }): Promise<Page<ApiKeyValue>> =>
      keyset(db, args, {
        ...{ select, where: and(own, state == null ? undefined : stateIs(state)), value: keyValue },
        ...{ by: [apiKeys.createdAt, apiKeys.id], direction: 'desc', kind: placeOf },
      }),

    async create(input: NewKey): Promise<NewKeyValue> {
      const name = checkName(input.name);
      const scopes = checkScopes(caller, input.scopes);
      const asked = input.expiresAt ?? null;
      if (asked !== null && asked.getTime() <= Date.now())
        throw new BadInputError('expiresAt lies in the past; pass a time to come or leave it out.', [
          'input',
          'expiresAt',
        ]);
      const ends = (await find(caller.keyId))?.expiresAt ?? null;
      if (asked !== null && ends !== null && asked > ends)
        throw new BadInputError(
          `The key "${caller.keyName}" ends at ${ends.toISOString()}, and no key that it makes ends later. Pass that or an earlier time.`,
          ['input', 'expiresAt'],
        );
      const expiresAt = asked ?? ends;
      let secret: string | null = null;
      const call = { db, caller, operation: 'apiKeyCreate', key: input.idempotencyKey };
      const id = await once({ ...call, input: { name, scopes, expiresAt: asked } }, async (tx) => {
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

    async revoke({ id, reason }: Verb): Promise<ApiKeyValue> {
      await db.transaction(async (tx) => {
        await lockKeys(tx);
        const [row] = await tx
          .select()
          .from(apiKeys)
          .where(and(own, eq(apiKeys.id, id)))
          .for('no key update');
        if (row === undefined) throw noSuch('API key', 'apiKeys');
        if (row.revokedAt !== null) return;
        await checkRevocable(tx, caller, row);
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
function placeOf(text: string): [Date, string] | null {
  const [ms = '', id = '', ...rest] = text.split('.');
  const at = momentKey(ms);
  return at === null || apiKeyKey(id) === null || rest.length > 0 ? null : [at, id];
}

function stateIs(state: KeyState): SQL | undefined {
  const expired = and(isNotNull(apiKeys.expiresAt), sql`${apiKeys.expiresAt} <= now()`);
  if (state === 'revoked') return isNotNull(apiKeys.revokedAt);
  if (state === 'expired') return and(isNull(apiKeys.revokedAt), expired);
  return and(isNull(apiKeys.revokedAt), or(isNull(apiKeys.expiresAt), sql`${apiKeys.expiresAt} > now()`));
}

/**
 * A key takes no power that it has not, and nobody locks everybody out: of the project's admins and of the operators one key stays that
 * lasts, for one that expires leaves nobody.
 */
async function checkRevocable(tx: Transaction, caller: Caller, row: Row): Promise<void> {
  const isOperators = row.scopes.includes('operator');
  if (isOperators && !may(caller, 'operator'))
    throw new ForbiddenError(
      `The key "${row.name}" is an operator's, and "${caller.keyName}" is none. ${howToGet('operator')}`,
      ['input', 'id'],
      'operator',
    );
  // The scope that opens nothing any more is no power.
  const missing = keyValue(row).scopes.find((scope) => scope !== 'workers:admin' && !may(caller, scope));
  if (missing !== undefined)
    throw new ForbiddenError(
      `The key "${row.name}" has the scope "${missing}", and "${caller.keyName}" lacks it. ${howToGet(missing)}`,
      ['input', 'id'],
      missing,
    );
  if (row.expiresAt !== null && row.expiresAt.getTime() <= Date.now()) return;
  for (const scope of ['admin', 'operator'] as const) {
    if (!row.scopes.includes(scope)) continue;
    const whose = scope === 'admin' ? { projectId: row.projectId } : {};
    if ((await lastingKeys(tx, scope, whose)).some(({ id }) => id !== row.id)) continue;
    throw new WrongStateError(
      `Without the key "${row.name}" there is none with the scope "${scope}" ` +
        `${scope === 'admin' ? 'in this project' : 'on this installation'} that lasts. Make another one without an expiry first: ` +
        `trunkline key create NAME --scope ${row.scopes.join(' ')}.`,
      ['input', 'id'],
    );
  }
}

/** A key gives no more than it has. */
function checkScopes(caller: Caller, scopes: readonly KeyScope[]): KeyScope[] {
  const wanted = keyScopes.filter((scope) => scopes.includes(scope));
  if (wanted.includes('workers:admin'))
    throw new BadInputError('WORKERS_ADMIN opens nothing any more: draining workers needs OPERATOR.', [
      'input',
      'scopes',
    ]);
  if (wanted.length === 0)
    throw new BadInputError('A key needs at least one scope; JOBS_READ lets it read everything.', [
      'input',
      'scopes',
    ]);
  const missing = wanted.find((scope) => !may(caller, scope));
  if (missing !== undefined)
    throw new ForbiddenError(
      `The key "${caller.keyName}" lacks the scope "${missing}" itself and cannot give it to another key. ${howToGet(missing)}`,
      ['input', 'scopes'],
      missing,
    );
  return wanted;
}
