import { lockWord, ruleWords } from '@trunkline/control';
import { hostChanges, hostRules } from '@trunkline/database';
import { type Pace, paceSchema } from '@trunkline/policy';
import { and, eq, ilike, inArray, isNull, sql } from 'drizzle-orm';
import { audit, changedFields } from '../changes/audit.ts';
import { may } from '../changes/may.ts';
import { BadInputError, checkVersion, noSuch } from '../errors.ts';
import type { PageArgs } from '../lists/cursor.ts';
import { shelf } from '../lists/keyset.ts';
import type { Parts } from '../parts.ts';
import { paceOf } from '../policy/check-rules.ts';
import { checkSeen } from '../policy/policy-store.ts';
import { tellFrontier } from '../run/apply-runs.ts';
import type { Caller, Edit, HostRuleValue } from '../values.ts';
import { checkPattern, patternsOf } from './check-pattern.ts';

type Row = typeof hostRules.$inferSelect;

export type HostRuleFilter = {
  pattern?: string | null | undefined;
  group?: string | null | undefined;
  blocked?: boolean | null | undefined;
};

/** Undefined stays, null is none. */
export type HostRuleChange = Omit<Edit, 'id'> & {
  pattern: string;
  pace?: object | null | undefined;
  blocked?: boolean | null | undefined;
  tls?: { verify: boolean } | null | undefined;
  group?: string | null | undefined;
};

const current = (row: Row) => () => ({ __typename: 'HostRule', ...ruleValue(row) });

const ruleValue = (row: Row): HostRuleValue => ({
  ...row,
  pace: row.pace as Pace | null,
  tls: row.verifyTls === null ? null : { verify: row.verifyTls },
});

/**
 * Host rules bind every run of the installation, and are its operators', whichever project one of them is of. Others find those of their
 * project, of before there were operators.
 */
export function createHostRuleStore(parts: Parts, caller: Caller) {
  const { db } = parts;
  const theirs = may(caller, 'operator') ? undefined : eq(hostRules.projectId, caller.projectId);
  const isMine = ({ projectId }: Row) => projectId === caller.projectId;
  const own = and(theirs, isNull(hostRules.removedAt));
  const { find, list } = shelf(db, {
    select: () => db.select().from(hostRules),
    ...{ id: hostRules.id, own, value: ruleValue },
  });

  async function tell(pattern: string): Promise<void> {
    const words = await ruleWords(parts, eq(hostRules.pattern, pattern));
    await tellFrontier(parts.log, { pattern }, ...words.map(({ say }) => say));
  }

  return {
    find,
    list: (args: PageArgs, { pattern, group, blocked }: HostRuleFilter) =>
      list(
        args,
        pattern ? ilike(hostRules.pattern, `%${pattern.replace(/[\\%_]/g, '\\$&')}%`) : undefined,
        group ? eq(hostRules.group, group) : undefined,
        blocked == null ? undefined : eq(hostRules.blocked, blocked),
      ),

    /** Rules that match a host, the most particular first. */
    async matching(host: string): Promise<HostRuleValue[]> {
      const rows = await db
        .select()
        .from(hostRules)
        .where(and(own, inArray(hostRules.pattern, patternsOf(host))));
      return rows.map(ruleValue).sort((a, b) => b.pattern.length - a.pattern.length);
    },

    /** Makes or changes the rule of a pattern. */
    async set(input: HostRuleChange): Promise<HostRuleValue> {
      const pattern = checkPattern(input.pattern);
      const id = await db.transaction(async (tx) => {
        await lockWord(tx, pattern);
        const rows = await tx
          .select()
          .from(hostRules)
          .where(eq(hostRules.pattern, pattern))
          .for('no key update');
        rows.sort((a, b) => Number(isMine(b)) - Number(isMine(a)));
        // One that another operator set is changed: beside it a looser one would not count.
        const old = rows.find(({ removedAt }) => removedAt === null) ?? rows.find(isMine);
        const live = old?.removedAt === null ? old : null;
        if (live === null && input.expectedVersion != null && input.expectedVersion !== 0)
          throw new BadInputError(
            `There is no such rule, but your change is based on version ${input.expectedVersion}.`,
            ['input', 'expectedVersion'],
          );
        if (live !== null) checkVersion('rule', input.expectedVersion, current(live));
        const next = {
          pace: input.pace === undefined ? (live?.pace ?? null) : checkPace(input.pace),
          blocked: input.blocked ?? live?.blocked ?? false,
          verifyTls: input.tls === undefined ? (live?.verifyTls ?? null) : (input.tls?.verify ?? null),
          group: input.group === undefined ? (live?.group ?? null) : checkGroup(input.group),
        };
        if (next.pace === null && !next.blocked && next.verifyTls === null)
          throw new BadInputError(
            'A rule says a pace, blocks, or says what is asked of certificates. To take one back use hostRuleRemove.',
            ['input', 'pace'],
          );
        const difference = changedFields(
          live ?? { pace: null, blocked: false, verifyTls: null, group: null },
          next,
        );
        if (live !== null && difference === null) return live.id;
        const values = {
          ...next,
          change: sql`nextval(${hostChanges.seqName})`,
          removedAt: null,
          updatedAt: new Date(),
        };
        const [row] = await tx
          .insert(hostRules)
          .values({ projectId: old?.projectId ?? caller.projectId, pattern, ...next })
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
      await tell(pattern);
      return (await find(id))!;
    },

    /** Id of the rule that was. */
    async remove({ id, expectedVersion, reason }: Edit): Promise<string> {
      const pattern = await db.transaction(async (tx) => {
        const same = and(theirs, eq(hostRules.id, id));
        const [known] = await tx.select({ pattern: hostRules.pattern }).from(hostRules).where(same);
        if (known === undefined) throw noSuch('host rule', 'hostRules');
        await lockWord(tx, known.pattern);
        const [row] = await tx.select().from(hostRules).where(same).for('no key update');
        if (row === undefined || row.removedAt !== null) return known.pattern;
        checkVersion('rule', expectedVersion, current(row));
        const [change, now] = [sql`nextval(${hostChanges.seqName})`, new Date()];
        await tx
          .update(hostRules)
          .set({ change, removedAt: now, updatedAt: now, version: row.version + 1 })
          .where(eq(hostRules.id, id));
        const { pace, blocked, verifyTls, group } = row;
        const before = { pattern: row.pattern, pace, blocked, verifyTls, group };
        await audit(tx, caller, { action: 'hostRuleRemove', type: 'HostRule', id, before, reason });
        return row.pattern;
      });
      await tell(pattern);
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
  checkSeen(group!, ['input', 'group']);
  if (name.length > 100)
    throw new BadInputError('The name of a group has up to 100 characters.', ['input', 'group']);
  return name;
}
