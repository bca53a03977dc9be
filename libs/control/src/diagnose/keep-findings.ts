import { type Database, findings } from '@trunkline/database';
import type { Cause, OpenFinding } from '@trunkline/diagnosis';
import { and, eq, isNull, sql } from 'drizzle-orm';
import type { Turn } from './turn.ts';

/** Findings that are over are kept for so long, and so many of a run. */
const KEPT = sql`interval '90 days'`;
const MOST_PER_RUN = 1000;

/** Findings as rows: each statement is a whole of its own, and writes only while the turn is ours. */
export function keepFindings(db: Database, turn: Turn) {
  return {
    /** What is open, of these runs. */
    open: () =>
      db
        .select({ runId: findings.runId, cause: findings.cause, since: findings.since })
        .from(findings)
        .where(isNull(findings.closedAt)),

    async opens(runId: string, finding: OpenFinding): Promise<void> {
      const { cause, since, share, sentence, detail } = rowOf(finding);
      await db.execute(sql`
        insert into findings (run_id, cause, since, share, sentence, detail)
        select ${runId}::uuid, ${cause}, ${new Date(since).toISOString()}::timestamptz, ${share}::real, ${sentence}, ${detail}::jsonb
         where ${turn.isMine} on conflict do nothing`);
    },

    async goesOn(runId: string, finding: OpenFinding): Promise<void> {
      const { cause, share, sentence, detail } = rowOf(finding);
      await db
        .update(findings)
        .set({ share, sentence, detail: sql`${detail}::jsonb` })
        .where(
          and(eq(findings.runId, runId), eq(findings.cause, cause), isNull(findings.closedAt), turn.isMine),
        );
    },

    async closes(runId: string, cause: Cause): Promise<void> {
      await db
        .update(findings)
        .set({ closedAt: sql`now()` })
        .where(
          and(eq(findings.runId, runId), eq(findings.cause, cause), isNull(findings.closedAt), turn.isMine),
        );
    },

    /** Closes what is open of runs that do not go any more, and forgets what is old or too much. */
    async tidy(): Promise<void> {
      await db.execute(sql`update findings f set closed_at = now() from runs r
        where f.closed_at is null and r.id = f.run_id and r.state not in ('starting', 'running', 'paused') and ${turn.isMine}`);
      await db.execute(sql`delete from findings where closed_at < now() - ${KEPT} and ${turn.isMine}`);
      await db.execute(sql`delete from findings f using (
          select id, row_number() over (partition by run_id order by id desc) as place from findings where closed_at is not null) o
        where o.id = f.id and o.place > ${MOST_PER_RUN} and ${turn.isMine}`);
    },
  };
}

/** Bytes of the samples are bounded by those of URLs. */
function rowOf({
  cause,
  since,
  share,
  sentence,
  evidence,
  urls,
  hosts,
  workers,
  advice,
  action,
  stages,
}: OpenFinding) {
  const detail = JSON.stringify({ evidence, urls, hosts, workers, advice, action, stages }).replaceAll(
    '\\u0000',
    '',
  );
  return { cause, since, share, sentence, detail };
}
