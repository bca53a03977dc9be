import { type Database, overStates, publicId, shortRun } from '@trunkline/database';
import { sql } from 'drizzle-orm';

/** News older than this is nobody's any more: a conductor that was away tells of the last day. */
const WITHIN = sql`interval '1 day'`;
const OVER = sql.raw(overStates);

type Found = {
  webhook: string;
  event: string;
  cause: string;
  job: string;
  job_name: string;
  run: string;
  serial: number;
  state: string;
  counters: unknown;
  end_reason: string | null;
  error: string | null;
  at: string;
  finding: string | null;
  finding_cause: string;
  share: number;
  sentence: string;
  since: string;
  detail: { evidence: unknown; advice: string; action: unknown };
};

/**
 * One pass: writes a delivery for everything that happened to a run and that a webhook asks for, once: of several conductors
 * that find it the unique (webhook, cause) lets one in.
 */
export function createFindEvents(db: Database) {
  return async (): Promise<boolean> => {
    const { rows } = await db.execute<Found>(sql`
      with happened as (
        select r.*, 'run.' || r.state as event, r.id || ':' || r.state as cause, r.finished_at as at
          from runs r where r.finished_at > now() - ${WITHIN} and r.state in ${OVER}
        union all
        select r.*, 'run.started', r.id || ':started', r.started_at
          from runs r where r.started_at > now() - ${WITHIN} and r.state not in ${OVER}
        union all
        select r.*, 'run.paused', r.id || ':paused:' || r.version, now()
          from runs r where r.state = 'paused'),
      found as (
        select h.*, null::uuid as finding from happened h
        union all
        select r.*, 'finding.opened', f.id || ':opened', f.opened_at, f.id
          from findings f join runs r on r.id = f.run_id where f.opened_at > now() - ${WITHIN}
        union all
        select r.*, 'finding.closed', f.id || ':closed', f.closed_at, f.id
          from findings f join runs r on r.id = f.run_id where f.closed_at > now() - ${WITHIN})
      select w.id as webhook, h.event, h.cause, j.id as job, j.name as job_name, h.id as run, h.serial::float8 as serial,
             h.state, h.counters, h.end_reason, h.error, h.at::text as at,
             f.id as finding, f.cause as finding_cause, f.share, f.sentence, f.since::text as since, f.detail
        from found h left join findings f on f.id = h.finding join jobs j on j.id = h.job_id
        join webhooks w on w.project_id = j.project_id and (w.job_id is null or w.job_id = j.id)
       where w.enabled and w.removed_at is null and h.event = any(w.events) and h.at >= w.created_at
         and not exists (select from webhook_deliveries d where d.webhook_id = w.id and d.cause = h.cause)
       order by h.at limit 100`);
    for (const found of rows)
      await db.execute(sql`insert into webhook_deliveries (webhook_id, event, cause, payload)
        values (${found.webhook}, ${found.event}, ${found.cause}, ${JSON.stringify(payload(found))}::jsonb)
        on conflict do nothing`);
    return rows.length === 100;
  };
}

/** Ids as the API spells them, so that the receiver can ask on. */
function payload(found: Found) {
  return {
    event: found.event,
    at: new Date(found.at).toISOString(),
    job: { id: publicId('job', found.job), name: found.job_name },
    run: {
      id: publicId('run', found.run),
      shortId: shortRun(found.serial),
      state: found.state.toUpperCase(),
      endReason: found.end_reason,
      error: found.error,
      counters: found.counters,
    },
    ...(found.finding !== null && { finding: findingOf(found, found.finding) }),
  };
}

function findingOf({ finding_cause: cause, share, sentence, since, detail }: Found, id: string) {
  const { evidence, advice, action } = detail;
  const began = new Date(since).toISOString();
  return { id: publicId('finding', id), cause, share, sentence, since: began, evidence, advice, action };
}
