import { type Database, webhooks } from '@trunkline/database';
import type { Sealer } from '@trunkline/service';
import { eq, like, not } from 'drizzle-orm';

/** How everything begins that a sealer made. */
const SEALED = '1.';

/** Seals the secrets of webhooks that an older version kept in clear. Safe when several conductors do it at once. */
export async function sealSecrets(db: Database, sealer: Sealer): Promise<void> {
  await db.transaction(async (tx) => {
    const clear = await tx
      .select({ id: webhooks.id, projectId: webhooks.projectId, secret: webhooks.secret })
      .from(webhooks)
      .where(not(like(webhooks.secret, `${SEALED}%`)))
      .for('no key update');
    for (const { id, projectId, secret } of clear)
      await tx
        .update(webhooks)
        .set({ secret: sealer.seal(secret, projectId) })
        .where(eq(webhooks.id, id));
  });
}

/** The key of a webhook's signatures. @throws when it is sealed under a key that this conductor was not given */
export function openSecret(webhook: typeof webhooks.$inferSelect, sealer: Sealer | null): string {
  const { secret, projectId } = webhook;
  if (!secret.startsWith(SEALED)) return secret; // an API of the version before made it just now
  if (sealer) return sealer.open(secret, projectId);
  throw new Error(
    'its secret is sealed, and the conductor was started without the TRUNKLINE_SECRET_KEY of the API',
  );
}
