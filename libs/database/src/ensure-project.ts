import { count, eq } from 'drizzle-orm';
import { newKey } from './api-key.ts';
import { openDatabase } from './open-database.ts';
import { apiKeys, projects } from './tables.ts';

/** What the first key of an installation may do: everything (scopes are read, operate, admin; each includes the one before). */
export const adminScopes = ['admin'];

/**
 * Creates the project `default` and, when it has no key yet, an admin key, which is returned this once (else null).
 * Safe when several processes call it at once. The database must be migrated.
 */
export async function ensureProject(url: string): Promise<{ projectId: string; key: string | null }> {
  const { db, close } = openDatabase(url, { max: 1 });
  try {
    return await db.transaction(async (tx) => {
      await tx.insert(projects).values({ name: 'default' }).onConflictDoNothing();
      const [project] = await tx.select().from(projects).where(eq(projects.name, 'default')).for('update');
      const projectId = project!.id;
      const [keys] = await tx.select({ n: count() }).from(apiKeys).where(eq(apiKeys.projectId, projectId));
      if (keys!.n > 0) return { projectId, key: null };
      const { id, key, hash } = newKey();
      await tx.insert(apiKeys).values({ id, projectId, name: 'admin', hash, scopes: adminScopes });
      return { projectId, key };
    });
  } finally {
    await close();
  }
}
