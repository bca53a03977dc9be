import { eq } from 'drizzle-orm';
import { settings } from '../tables.ts';
import type { Database } from './open-database.ts';

const NAME = 'frontier-shards';

/** The installation has another number of shards than the environment asks for. */
export class ShardsFixed extends Error {
  override name = 'ShardsFixed';
  readonly shards: number;
  constructor(shards: number, asked: number) {
    super(
      `TRUNKLINE_SHARDS is ${asked}, but this installation was made with ${shards}: the number of shards is fixed with the first start, ` +
        `for each URL's place follows from it. Set TRUNKLINE_SHARDS=${shards}, or begin with an empty database and Redis.`,
    );
    this.shards = shards;
  }
}

/**
 * The number of frontier shards of this installation: what the first process that asked has written down (1 if it did not say).
 * @throws {ShardsFixed} when `asked` is another number
 */
export async function fixShards(db: Database, asked: number | null): Promise<number> {
  await db
    .insert(settings)
    .values({ name: NAME, value: asked ?? 1 })
    .onConflictDoNothing();
  const [row] = await db.select().from(settings).where(eq(settings.name, NAME));
  const shards = Number(row!.value);
  if (asked !== null && asked !== shards) throw new ShardsFixed(shards, asked);
  return shards;
}
