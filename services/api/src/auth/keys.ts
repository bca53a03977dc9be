import { apiKeys, type Database, keyMatches, parseKey, projects } from '@trunkline/database';
import { eq, getColumns } from 'drizzle-orm';
import { unauthenticated } from '../limits/refusals.ts';
import { type Caller, type KeyScope, keyScopes } from '../stores/values.ts';

/** A key read from the database is believed this long, ms: so long a revocation, or a suspension of its project, may take to bind. */
const BELIEVED_MS = 1000;
const REMEMBERED = 10_000;
/** `last_used_at` is written at most this often, ms. */
const USED_MS = 60_000;

type Row = typeof apiKeys.$inferSelect & { suspendedAt: Date | null; deletedAt: Date | null };

export type Keys = {
  /**
   * Who a header `Bearer tl_…` (or the bare key) belongs to.
   * @throws UNAUTHENTICATED saying what is wrong and where a key is found
   */
  check(credentials: string | null | undefined): Promise<Caller>;
  /**
   * Who a key that was let in belongs to now: for what outlives the moment at which it was let in. What this knows is a second old at most.
   * @throws UNAUTHENTICATED when it was revoked, has expired, or its project is deleted
   */
  again(keyId: string): Promise<Caller>;
  /** Whether a key that was good still is: for connections that outlive a request. */
  stillGood(keyId: string): Promise<boolean>;
  /** Believes nothing it knew of a key: it was revoked. */
  forget(keyId: string): void;
};

export function createKeys(db: Database, now: () => number = Date.now): Keys {
  const known = new Map<string, { row: Promise<Row | undefined>; at: number }>();
  const usedAt = new Map<string, number>();

  function read(id: string): Promise<Row | undefined> {
    const entry = known.get(id);
    if (entry !== undefined && now() - entry.at < BELIEVED_MS) return entry.row;
    const row = db
      .select({ ...getColumns(apiKeys), suspendedAt: projects.suspendedAt, deletedAt: projects.deletedAt })
      .from(apiKeys)
      .innerJoin(projects, eq(projects.id, apiKeys.projectId))
      .where(eq(apiKeys.id, id))
      .then(([found]) => found);
    known.delete(id);
    known.set(id, { row, at: now() });
    // A failed read must not be believed; whoever asked gets the error.
    row.catch(() => known.delete(id));
    if (known.size > REMEMBERED) known.delete(known.keys().next().value!);
    return row;
  }

  async function noteUse(id: string): Promise<void> {
    if (now() - (usedAt.get(id) ?? 0) < USED_MS) return;
    usedAt.set(id, now());
    if (usedAt.size > REMEMBERED) usedAt.delete(usedAt.keys().next().value!);
    await db
      .update(apiKeys)
      .set({ lastUsedAt: new Date(now()) })
      .where(eq(apiKeys.id, id));
  }

  const isGood = (row: Row) =>
    row.revokedAt === null &&
    row.deletedAt === null &&
    (row.expiresAt === null || row.expiresAt.getTime() > now());

  function callerOf(row: Row | undefined): Caller {
    if (row === undefined) throw unauthenticated('This API key is not known here.');
    if (!isGood(row))
      throw unauthenticated(`The API key "${row.name}" was revoked or has expired; use another.`);
    return {
      keyId: row.id,
      keyName: row.name,
      projectId: row.projectId,
      isSuspended: row.suspendedAt !== null,
      scopes: row.scopes.filter((scope): scope is KeyScope =>
        (keyScopes as readonly string[]).includes(scope),
      ),
    };
  }

  return {
    async check(credentials) {
      if (!credentials) throw unauthenticated('This needs an API key and none was sent.');
      const parsed = parseKey(credentials.replace(/^Bearer +/i, '').trim());
      if (parsed === null)
        throw unauthenticated('What was sent is no API key: a key looks like tl_<16 digits>_<64 digits>.');
      const row = await read(parsed.id);
      if (row !== undefined && !keyMatches(parsed.secret, row.hash)) return callerOf(undefined);
      const caller = callerOf(row);
      await noteUse(caller.keyId);
      return caller;
    },
    again: async (keyId) => callerOf(await read(keyId)),
    forget: (keyId) => void known.delete(keyId),
    async stillGood(keyId) {
      const row = await read(keyId);
      return row !== undefined && isGood(row);
    },
  };
}
