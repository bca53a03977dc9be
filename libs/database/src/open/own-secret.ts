import { randomBytes } from 'node:crypto';
import { eq } from 'drizzle-orm';
import { settings } from '../tables.ts';
import type { Database } from './open-database.ts';

const NAME = 'secret';

/** 256 random bits of this installation, hexadecimal, made by the first process that asks: for names that nobody outside can guess from. */
export async function ownSecret(db: Database): Promise<string> {
  await db
    .insert(settings)
    .values({ name: NAME, value: randomBytes(32).toString('hex') })
    .onConflictDoNothing();
  const [row] = await db.select().from(settings).where(eq(settings.name, NAME));
  return String(row!.value);
}
