import type { Database } from '@trunkline/database';
import { type SQL, sql } from 'drizzle-orm';

/** Who has the turn keeps it for so long after it took it last; a stand-in waits for so much longer, ms. */
const TURN_MS = 2500;
const GRACE_MS = 500;
/** It is taken again so often, however long a look takes. */
export const BEAT_MS = 800;
const NAME = 'diagnose';

const now = sql`(extract(epoch from clock_timestamp()) * 1000)`;

/**
 * One of many diagnoses, for all. The turn lies in Postgres and goes by its clock; `isMine` stands in every statement that writes, so
 * that who was stopped in the middle and goes on when it is another's turn writes nothing.
 */
export function createTurn(db: Database, owner: string, standsIn: boolean) {
  const grace = standsIn ? GRACE_MS : 0;
  return {
    /** Whether it is ours for the next seconds. */
    async take(): Promise<boolean> {
      const { rows } = await db.execute<{ name: string }>(sql`
        insert into settings (name, value)
        values (${NAME}, jsonb_build_object('owner', ${owner}::text, 'until', ${now} + ${TURN_MS}))
        on conflict (name) do update set value = excluded.value
         where settings.value->>'owner' = ${owner} or (settings.value->>'until')::float8 + ${grace} < ${now}
        returning name`);
      return rows.length > 0;
    },
    /** Gives it back, so that nobody need wait. */
    async leave(): Promise<void> {
      await db.execute(sql`delete from settings where name = ${NAME} and value->>'owner' = ${owner}`);
    },
    isMine: sql`exists (select from settings where name = ${NAME} and value->>'owner' = ${owner}
      and (value->>'until')::float8 > ${now})` as SQL,
  };
}

export type Turn = ReturnType<typeof createTurn>;
