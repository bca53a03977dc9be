import { and, asc, eq, isNull } from 'drizzle-orm';
import { newKey } from '../keys/api-key.ts';
import { lastingKeys, lockKeys } from '../keys/last-keys.ts';
import { apiKeys, projects } from '../tables.ts';
import { openDatabase, type Transaction } from './open-database.ts';

/** What the first key of a project may do. */
export const adminScopes: readonly string[] = ['admin'];
/** And that of the installation, which is its operator's. */
const operatorScopes: readonly string[] = [...adminScopes, 'operator'];

/**
 * Makes sure that somebody can get in: where no operator has a key that lasts, the project `default` is made, when there is none,
 * and in it a key with `admin` and `operator`, which is returned this once (else null). Safe when several processes call it at
 * once. The database must be migrated.
 */
export async function ensureProject(url: string): Promise<{ projectId: string; key: string | null }> {
  return within(url, async (tx) => {
    const [operator] = await lastingKeys(tx, 'operator');
    if (operator !== undefined) return { projectId: (await home(tx)) ?? operator.projectId, key: null };
    const projectId = (await home(tx)) ?? (await makeHome(tx));
    return { projectId, key: (await addKey(tx, projectId, operatorScopes)).key };
  });
}

/** What `resetKey` did: the key, whose text is shown this once, its project, and the others that have its powers. */
export type KeyReset = {
  key: string;
  id: string;
  project: string;
  scopes: readonly string[];
  /** `lastOf`: what it goes on for although others are revoked, in words; nobody else has it. */
  others: { id: string; name: string; revoked: boolean; lastOf: string | null }[];
};

/**
 * A new key for whoever is on the machine and has lost theirs: of the installation (`admin` and `operator`, in the project
 * `default`), or of one project (`admin`). The old ones go on, unless they are to be revoked (`revoke`), for
 * they became known; one that is the last with a power which the new key lacks goes on. Null: there is no such project.
 */
export async function resetKey(
  url: string,
  { project: name, revoke }: { project: string | null; revoke: boolean },
): Promise<KeyReset | null> {
  return within(url, async (tx) => {
    const found = name === null ? ((await home(tx)) ?? (await makeHome(tx))) : await named(tx, name);
    if (found === null) return null;
    const scopes = name === null ? operatorScopes : adminScopes;
    const [project] = await tx.select().from(projects).where(eq(projects.id, found));
    const rows = await tx
      .select()
      .from(apiKeys)
      .where(and(isNull(apiKeys.revokedAt), name === null ? undefined : eq(apiKeys.projectId, found)))
      .orderBy(asc(apiKeys.createdAt));
    const others = rows.filter(
      (row) =>
        (row.expiresAt === null || row.expiresAt.getTime() > Date.now()) &&
        row.scopes.includes(name === null ? 'operator' : 'admin'),
    );
    const { id, key } = await addKey(tx, found, scopes);
    const told: KeyReset['others'] = [];
    for (const other of others) {
      const lastOf = revoke ? await lastPower(tx, other) : null;
      const revoked = revoke && lastOf === null;
      if (revoked) await tx.update(apiKeys).set({ revokedAt: new Date() }).where(eq(apiKeys.id, other.id));
      told.push({ id: other.id, name: other.name, revoked, lastOf });
    }
    return { ...{ key, id, project: project!.name, scopes }, others: told };
  });
}

/** What nobody else has that lasts but this key; null: nothing. */
async function lastPower(
  tx: Transaction,
  { id, projectId }: { id: string; projectId: string },
): Promise<string | null> {
  const isLast = (keys: { id: string }[]) => keys.length === 1 && keys[0]!.id === id;
  if (isLast(await lastingKeys(tx, 'operator'))) return 'operator of this installation';
  if (!isLast(await lastingKeys(tx, 'admin', { projectId }))) return null;
  const [project] = await tx.select().from(projects).where(eq(projects.id, projectId));
  return `admin of the project ${JSON.stringify(project!.name)}`;
}

async function within<T>(url: string, work: (tx: Transaction) => Promise<T>): Promise<T> {
  const { db, close } = openDatabase(url, { max: 1 });
  try {
    return await db.transaction(async (tx) => {
      await lockKeys(tx);
      return work(tx);
    });
  } finally {
    await close();
  }
}

async function named(tx: Transaction, name: string): Promise<string | null> {
  const [row] = await tx
    .select({ id: projects.id })
    .from(projects)
    .where(and(eq(projects.name, name), isNull(projects.deletedAt)));
  return row?.id ?? null;
}

const home = (tx: Transaction) => named(tx, 'default');

/** The name may still be that of a project that is being removed: then another one is taken. */
async function makeHome(tx: Transaction): Promise<string> {
  for (let n = 1; ; n++) {
    const [made] = await tx
      .insert(projects)
      .values({ name: n === 1 ? 'default' : `default ${n}` })
      .onConflictDoNothing()
      .returning({ id: projects.id });
    if (made) return made.id;
  }
}

async function addKey(tx: Transaction, projectId: string, scopes: readonly string[]) {
  const made = newKey();
  const row = { id: made.id, projectId, name: 'admin', hash: made.hash, scopes: [...scopes] };
  await tx.insert(apiKeys).values(row);
  return made;
}
