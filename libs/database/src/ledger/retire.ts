import { type SQL, sql } from 'drizzle-orm';
import type { Database, Transaction } from '../open/open-database.ts';
import { attachCaptures, PARTITION_LOCK } from '../partitions.ts';
import { overStates } from '../tables.ts';

/** A run that the policy of its job keeps no longer. */
export type RetirableRun = { id: string; serial: number; jobId: string; finishedAt: Date };

/**
 * Runs that are over and beyond what their job's policy keeps (`retention`: the last `runs`, or those of `days`), oldest
 * first. The last run of a job always stays, and so does a run whose keys are still in the frontier. `jobId`: only of that job.
 */
export async function retirableRuns(
  db: Database | Transaction,
  { jobId, limit, not = [] }: { jobId?: string; limit?: number; not?: readonly string[] },
): Promise<RetirableRun[]> {
  const { rows } = await db.execute<{ id: string; serial: string; jobId: string; finishedAt: string }>(sql`
    select id, serial, job_id as "jobId", finished_at::text as "finishedAt" from (
      select r.*, (p.rules->'retention'->>'runs')::int as most, (p.rules->'retention'->>'days')::int as days,
        row_number() over (partition by r.job_id order by r.serial desc) as place
      from runs r join jobs j on j.id = r.job_id join policies p on p.id = j.policy_id
      where (p.rules->'retention'->>'runs' is not null or p.rules->'retention'->>'days' is not null)
        and j.archived_at is null ${jobId ? sql`and j.id = ${jobId}` : sql``}
    ) ranked
    where place > 1 and state in ${sql.raw(overStates)} and released_at is not null and retired_at is null
      and not (id = any(${sql.param(not)}::uuid[])) and (place > most or finished_at < now() - make_interval(days => days))
    order by serial limit ${limit ?? null}`);
  return rows.map((row) => ({ ...row, serial: Number(row.serial), finishedAt: new Date(row.finishedAt) }));
}

/**
 * The captures of a run that something kept still needs: later captures of its job without a body of their own, and pages. Runs and
 * job stand in it as numbers, so that no other partitions are looked at.
 */
async function needed(db: Database | Transaction, serial: number): Promise<SQL> {
  const { rows } = await db.execute<{ job: number; later: string[] }>(sql`
    select j.serial as job, array(
      select serial from runs later where later.job_id = r.job_id and later.serial > r.serial and later.retired_at is null) as later
    from runs r join jobs j on j.id = r.job_id where r.serial = ${serial}`);
  const { job = 0, later = [] } = rows[0] ?? {};
  const runs = sql.raw(later.length === 0 ? '0' : later.map(Number).join(', '));
  return sql`
    select c.* from captures c where c.run = ${serial} and (
      exists (select from captures later where later.run in (${runs}) and later.refers_to_run = ${serial} and later.refers_to = c.id)
      or exists (select from page_states s where s.job = ${sql.raw(String(job))} and s.hash = c.hash
        and s.capture_run = ${serial} and s.capture_id = c.id))`;
}

/** Segments of a run with captures that are still needed. */
export async function neededSegments(db: Database, serial: number): Promise<Set<string>> {
  const { rows } = await db.execute<{ segment: string }>(
    sql`select distinct segment from (${await needed(db, serial)}) as kept`,
  );
  return new Set(rows.map(({ segment }) => segment));
}

/**
 * Drops what a run recorded: the partition of its visits, and that of its captures but for rows that are still needed, which
 * take its place. Instant but for those. Repeating it is harmless. Returns how many captures stay; null, and nothing is dropped, when the
 * run is to be kept by now, or was retired by another.
 */
export async function retireRun(
  db: Database,
  { serial, jobId }: Pick<RetirableRun, 'serial' | 'jobId'>,
): Promise<number | null> {
  return db.transaction(async (tx) => {
    await tx.execute(sql`select pg_advisory_xact_lock(${PARTITION_LOCK})`);
    // Whoever changes what is kept waits from here on.
    await tx.execute(
      sql`select 1 from jobs j join policies p on p.id = j.policy_id where j.id = ${jobId} for share of j, p`,
    );
    if (!(await retirableRuns(tx, { jobId })).some((run) => run.serial === serial)) return null;
    return dropRecord(tx, serial);
  });
}

async function dropRecord(tx: Transaction, serial: number): Promise<number> {
  const [name, visits] = [`captures_${serial}`, `visits_${serial}`];
  await tx.execute(sql.raw(`drop table if exists ${visits}, kept_${serial}`));
  const { rows } = await tx.execute<{ found: string | null }>(sql`select to_regclass(${name}) as found`);
  let kept = 0;
  if (rows[0]?.found) {
    await tx.execute(
      sql.raw(`create table kept_${serial} (like captures including defaults including constraints)`),
    );
    await tx.execute(
      sql`insert into ${sql.raw(`kept_${serial}`)} overriding system value ${await needed(tx, serial)}`,
    );
    kept = Number(
      (await tx.execute<{ n: string }>(sql.raw(`select count(*) as n from kept_${serial}`))).rows[0]!.n,
    );
    await tx.execute(sql.raw(`drop table ${name}`));
    await tx.execute(
      sql.raw(kept > 0 ? `alter table kept_${serial} rename to ${name}` : `drop table kept_${serial}`),
    );
    if (kept > 0) await attachCaptures(tx, serial);
  }
  return kept;
}

/**
 * Says that nothing is left to drop of a run, its archive segments included. What a recorder that came late has made anew meanwhile is
 * dropped with it.
 */
export async function markRetired(db: Database, serial: number): Promise<void> {
  await db.transaction(async (tx) => {
    await tx.execute(sql`select pg_advisory_xact_lock(${PARTITION_LOCK})`);
    await dropRecord(tx, serial);
    await tx.execute(sql`update runs set retired_at = coalesce(retired_at, now()) where serial = ${serial}`);
  });
}
