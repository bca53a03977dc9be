import type { Database } from '@trunkline/database';
import { sql } from 'drizzle-orm';

/** What waits is looked at again after this, s. */
const LOOK_S = 30;
const ATONCE = 1000;

/** Whether the webhook `w` of the project `p` is posted to. */
export const listens = sql`w.enabled and w.removed_at is null and p.suspended_at is null and p.deleted_at is null`;

/**
 * Puts off the deliveries that are due to webhooks which are not posted to: while a webhook is disabled or its project suspended they wait,
 * of those that are deleted they have ended. Each says why (`error`).
 */
export async function holdBack(db: Pick<Database, 'execute'>, at: Date): Promise<void> {
  const next = new Date(at.getTime() + LOOK_S * 1000);
  await db.execute(sql`
    with held as (
      select d.id, w.removed_at is not null or p.deleted_at is not null as over,
             case when w.removed_at is not null then 'not sent: the webhook was deleted'
                  when p.deleted_at is not null then 'not sent: the project was deleted'
                  when p.suspended_at is not null then 'waits: the project is suspended by the operator of this installation'
                  else 'waits: the webhook is disabled; it is sent when it is enabled' end as reason
        from webhook_deliveries d
        join webhooks w on w.id = d.webhook_id
        join projects p on p.id = w.project_id
       where d.state = 'pending' and d.next_at <= ${at} and not (${listens})
       order by d.next_at limit ${ATONCE} for no key update of d skip locked)
    update webhook_deliveries d
       set error = held.reason, state = case when held.over then 'failed' else d.state end,
           next_at = case when held.over then null else ${next}::timestamptz end,
           finished_at = case when held.over then ${at}::timestamptz end
      from held where d.id = held.id`);
}
