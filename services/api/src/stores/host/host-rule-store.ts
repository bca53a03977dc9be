import { hostChanges, hostRules } from '@trunkline/database';
import { type Pace, paceSchema } from '@trunkline/policy';
import { and, asc, count, desc, eq, gt, ilike, inArray, isNull, lt, sql } from 'drizzle-orm';
import { audit, changedFields } from '../audit.ts';
import { pageOf, uuidKey } from '../cursor.ts';
import { BadInputError, NotFoundError, VersionConflictError } from '../errors.ts';
import type { Parts } from '../parts.ts';
import { paceOf } from '../policy/check-rules.ts';
import type { HostRuleStore } from '../ports.ts';
import type { Caller, HostRuleValue } from '../values.ts';
import { applyHostRules } from './apply-host-rules.ts';
import { checkPattern } from './check-pattern.ts';

type Row = typeof hostRules.$inferSelect;

const ruleValue = (row: Row): HostRuleValue => ({ ...row, pace: row.pace as Pace | null });

/** Host rules the caller's project has set. They bind every run of the installation. */
export function createHostRuleStore(parts: Parts, caller: Caller): HostRuleStore {
  const { db } = parts;
  const own = and(eq(hostRules.projectId, caller.projectId), isNull(hostRules.removedAt));

  async function find(id: string): Promise<HostRuleValue | null> {
    const [row] = await db
      .select()
      .from(hostRules)
      .where(and(own, eq(hostRules.id, id)));
    return row === undefined ? null : ruleValue(row);
  }

  return {
    find,

    list(args, { pattern, group, blocked }) {
      const where = and(
        own,
        pattern ? ilike(hostRules.pattern, `%${pattern.replace(/[\\%_]/g, '\\$&')}%`) : undefined,
        group ? eq(hostRules.group, group) : undefined,
        blocked == null ? undefined : eq(hostRules.blocked, blocked),
      );
      return pageOf(
        args,
        uuidKey,
        async ({ after, before, reverse, limit }) => {
          const rows = await db
            .select()
            .from(hostRules)
            .where(
              and(
                where,
                after ? lt(hostRules.id, after) : undefined,
                before ? gt(hostRules.id, before) : undefined,
              ),
            )
            .orderBy(reverse ? asc(hostRules.id) : desc(hostRules.id))
            .limit(limit);
          return rows.map(ruleValue);
        },
        async () => (await db.select({ n: count() }).from(hostRules).where(where))[0]!.n,
      );
    },

    matching(host) {
      const name = host.replace(/:\d+$/, '').split('.');
      const patterns = [host, ...name.slice(1).map((_, at) => `*.${name.slice(at + 1).join('.')}`)];
      return db
        .select()
        .from(hostRules)
        .where(and(own, inArray(hostRules.pattern, patterns)))
        .then((rows) => rows.map(ruleValue).sort((a, b) => b.pattern.length - a.pattern.length));
    },

    async set(input) {
      const pattern = checkPattern(input.pattern);
      const id = await db.transaction(async (tx) => {
        const [old] = await tx
          .select()
          .from(hostRules)
          .where(and(eq(hostRules.projectId, caller.projectId), eq(hostRules.pattern, pattern)))
          .for('update');
        const live = old?.removedAt === null ? old : null;
        if (input.expectedVersion != null && input.expectedVersion !== (live?.version ?? 0))
          throw conflict(live, input.expectedVersion);
        const next = {
          pace: input.pace === undefined ? (live?.pace ?? null) : checkPace(input.pace),
          blocked: input.blocked ?? live?.blocked ?? false,
          group: input.group === undefined ? (live?.group ?? null) : checkGroup(input.group),
        };
        if (next.pace === null && !next.blocked)
          throw new BadInputError('A rule says a pace, or blocks. To take one back use hostRuleRemove.', [
            'input',
            'pace',
          ]);
        const difference = changedFields(live ?? { pace: null, blocked: false, group: null }, next);
        if (live !== null && difference === null) return live.id;
        const values = {
          ...next,
          change: sql`nextval(${hostChanges.seqName})`,
          removedAt: null,
          updatedAt: new Date(),
        };
        const [row] = await tx
          .insert(hostRules)
          .values({ projectId: caller.projectId, pattern, ...next })
          .onConflictDoUpdate({
            target: [hostRules.projectId, hostRules.pattern],
            set: { ...values, version: sql`${hostRules.version} + 1` },
          })
          .returning();
        await audit(tx, caller, {
          ...{ action: 'hostRuleSet', type: 'HostRule', id: row!.id, reason: input.reason },
          before: live === null ? null : { pattern, ...difference?.before },
          after: { pattern, ...difference?.after },
        });
        return row!.id;
      });
      await applyHostRules(parts, [pattern]);
      return (await find(id))!;
    },

    async remove({ id, expectedVersion, reason }) {
      const pattern = await db.transaction(async (tx) => {
        const [row] = await tx
          .select()
          .from(hostRules)
          .where(and(eq(hostRules.projectId, caller.projectId), eq(hostRules.id, id)))
          .for('update');
        if (row === undefined)
          throw new NotFoundError('This project has no host rule with this id. List them with "hostRules".', [
            'input',
            'id',
          ]);
        if (row.removedAt !== null) return row.pattern;
        if (expectedVersion != null && expectedVersion !== row.version) throw conflict(row, expectedVersion);
        await tx
          .update(hostRules)
          .set({
            change: sql`nextval(${hostChanges.seqName})`,
            removedAt: new Date(),
            version: row.version + 1,
          })
          .where(eq(hostRules.id, id));
        const { pace, blocked, group } = row;
        const before = { pattern: row.pattern, pace, blocked, group };
        await audit(tx, caller, { action: 'hostRuleRemove', type: 'HostRule', id, before, reason });
        return row.pattern;
      });
      await applyHostRules(parts, [pattern]);
      return id;
    },
  };
}

function checkPace(pace: unknown): Pace | null {
  if (pace === null) return null;
  const path = ['input'];
  const parsed = paceSchema.safeParse(paceOf(pace as Parameters<typeof paceOf>[0], undefined, path));
  if (parsed.success) return parsed.data;
  const issue = parsed.error.issues[0]!;
  throw new BadInputError(`The pace cannot be: ${issue.path.join('.')}: ${issue.message}.`, [
    ...path,
    'pace',
    ...issue.path.map(String),
  ]);
}

function checkGroup(group: string | null): string | null {
  const name = group?.trim();
  if (!name) return null;
  if (name.length > 100)
    throw new BadInputError('The name of a group has up to 100 characters.', ['input', 'group']);
  return name;
}

function conflict(row: Row | null, expected: number): Error {
  if (row === null)
    return new BadInputError(`There is no such rule, but your change is based on version ${expected}.`, [
      'input',
      'expectedVersion',
    ]);
  return new VersionConflictError(
    `The rule is at version ${row.version}, your change is based on ${expected}. Look at "current" and send its version.`,
    { __typename: 'HostRule', ...ruleValue(row) },
  );
}
