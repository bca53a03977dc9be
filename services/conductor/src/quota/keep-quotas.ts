import { activeRun, movingRuns, touchRuns } from '@trunkline/control';
import { jobs, projects, runs, shortRun, usage } from '@trunkline/database';
import type { Logger } from '@trunkline/service';
import { and, eq, gt, inArray, not, or, sql } from 'drizzle-orm';
import { createTurns } from '../turns/turns.ts';
import { type DealParts, dealConcurrency } from './deal-concurrency.ts';

export type QuotaParts = DealParts & { log: Logger };

/**
 * One pass: what runs fetched since the last look is put on the account of their projects, and projects that have spent a
 * quota are held: their runs hand out nothing until midnight UTC, or until the quota or what is kept changes. Then what projects may
 * have in flight at once is dealt to their runs. Each write of a bill or a share names what it was read with: of several conductors one
 * does it.
 */
export function createQuotas({ frontier, db, bus, log }: QuotaParts) {
  const turns = createTurns('quota', log);

  return turns.pass(async () => {
    await bill();
    await hold();
    await dealConcurrency({ db, frontier, bus }, turns);
    return false;
  });

  async function bill(): Promise<void> {
    const open = await db
      .select({
        run: {
          ...{ id: runs.id, serial: runs.serial, state: runs.state },
          ...{ billedPages: runs.billedPages, billedBytes: runs.billedBytes },
          // Of a run that goes the frontier knows better.
          counters: sql<
            typeof runs.$inferSelect.counters
          >`case when ${not(activeRun)} then ${runs.counters} end`,
        },
        projectId: jobs.projectId,
      })
      .from(runs)
      .innerJoin(jobs, eq(jobs.id, runs.jobId))
      .where(or(activeRun, gt(runs.finishedAt, sql`now() - interval '1 hour'`)));
    const going = open.filter(({ run }) => run.counters === null);
    const sizes = await frontier.sizesOf(going.map(({ run }) => shortRun(run.serial)));
    const sizeOf = new Map(going.map(({ run }, i) => [run.id, sizes[i]?.counters]));
    const ofProjects = Map.groupBy(open, ({ projectId }) => projectId).values();
    await turns.each(
      ofProjects,
      ([first]) => first!.projectId,
      async (own) => {
        for (const one of own) await billRun(one);
      },
    );

    async function billRun({ run, projectId }: (typeof open)[number]): Promise<void> {
      const counters = run.counters ?? sizeOf.get(run.id);
      if (!counters) return;
      const pages = (counters['fetched'] ?? 0) + (counters['notModified'] ?? 0);
      const bytes = counters['bytes'] ?? 0;
      if (pages <= run.billedPages && bytes <= run.billedBytes) return;
      await db.transaction(async (tx) => {
        // Several conductors may be at it: what one of them has billed the others do not bill again.
        const billed = await tx
          .update(runs)
          .set({ billedPages: pages, billedBytes: bytes })
          .where(
            and(
              eq(runs.id, run.id),
              eq(runs.billedPages, run.billedPages),
              eq(runs.billedBytes, run.billedBytes),
            ),
          )
          .returning({ id: runs.id });
        if (billed.length === 0) return;
        const [morePages, moreBytes] = [pages - run.billedPages, bytes - run.billedBytes];
        await tx
          .insert(usage)
          .values({
            projectId,
            day: sql`(now() at time zone 'utc')::date`,
            pages: morePages,
            bytes: moreBytes,
          })
          .onConflictDoUpdate({
            target: [usage.projectId, usage.day],
            set: { pages: sql`${usage.pages} + ${morePages}`, bytes: sql`${usage.bytes} + ${moreBytes}` },
          });
      });
    }
  }

  async function hold(): Promise<void> {
    const { rows } = await db.execute<{ id: string; held: typeof projects.$inferSelect.heldBy }>(sql`
      select * from (
        select p.id, p.held_by as was, case
          when coalesce((select u.pages from usage u where u.project_id = p.id and u.day = (now() at time zone 'utc')::date), 0)
               >= p.max_pages_per_day then 'pagesPerDay'
          when coalesce((select sum(r.billed_bytes) from runs r join jobs j on j.id = r.job_id where j.project_id = p.id), 0)
               >= p.max_storage_bytes then 'storage'
          end as held
        from projects p
        where p.max_pages_per_day is not null or p.max_storage_bytes is not null or p.held_by is not null) looked
      where held is distinct from was`);
    await turns.each(
      rows,
      ({ id }) => id,
      async ({ id, held }) => {
        await movingRuns({ db, bus }, async (tx) => {
          await tx.update(projects).set({ heldBy: held }).where(eq(projects.id, id));
          await touchRuns(
            tx,
            inArray(runs.jobId, tx.select({ id: jobs.id }).from(jobs).where(eq(jobs.projectId, id))),
          );
        });
        log.warn(
          { project: id, held },
          held ? 'a quota is spent; runs are held' : 'runs go on: no quota is spent',
        );
      },
    );
  }
}
