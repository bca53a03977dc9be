import { createHash } from 'node:crypto';
import { idempotencyKeys, type Transaction } from '@trunkline/database';
import { and, eq, lt, sql } from 'drizzle-orm';
import { BadInputError, IdempotencyKeyReusedError } from '../errors.ts';
import type { Caller } from '../values.ts';
import { holdProject } from './standing.ts';

type Call<Tx> = {
  db: { transaction(work: (tx: Tx) => Promise<string>): Promise<string> };
  caller: Caller;
  operation: string;
  key: string | null | undefined;
  /** What the caller asked for; the same key with another input is an error. */
  input: unknown;
};

/**
 * Creates something at most once per idempotency key and returns its id: a repeat within 24 h returns the first
 * result. The key is claimed in the transaction that creates, so a repeat at the same time waits for its end. Nothing is made in a project that is deleted.
 */
export async function once<Tx extends Transaction>(
  call: Call<Tx>,
  create: (tx: Tx) => Promise<string>,
): Promise<string> {
  const { db, caller, operation, key, input } = call;
  if (key == null)
    return db.transaction(async (tx) => {
      await holdProject(tx, caller);
      return create(tx);
    });
  if (key === '' || key.length > 128)
    throw new BadInputError(`An idempotencyKey has 1 to 128 characters; this one has ${key.length}.`, [
      'input',
      'idempotencyKey',
    ]);
  const inputHash = createHash('sha256').update(JSON.stringify(input)).digest('hex');
  const own = and(eq(idempotencyKeys.projectId, caller.projectId), eq(idempotencyKeys.key, key));
  return db.transaction(async (tx) => {
    await holdProject(tx, caller);
    await tx
      .delete(idempotencyKeys)
      .where(and(own, lt(idempotencyKeys.createdAt, sql`now() - interval '24 hours'`)));
    const claimed = await tx
      .insert(idempotencyKeys)
      .values({ projectId: caller.projectId, key, operation, inputHash })
      .onConflictDoNothing()
      .returning({ key: idempotencyKeys.key });
    if (claimed.length === 0) {
      const [first] = await tx.select().from(idempotencyKeys).where(own);
      if (first?.operation === operation && first.inputHash === inputHash && typeof first.result === 'string')
        return first.result;
      throw new IdempotencyKeyReusedError(
        `The idempotencyKey ${JSON.stringify(key)} was used within 24 hours for another ${first?.operation ?? 'call'}. ` +
          'Use a new key for a new input, or repeat the first input exactly.',
        ['input', 'idempotencyKey'],
      );
    }
    const id = await create(tx);
    await tx.update(idempotencyKeys).set({ result: id }).where(own);
    return id;
  });
}
