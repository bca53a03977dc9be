import { type Database, hostPauses, hostRules, runs, shortRun, type Transaction } from '@trunkline/database';
import type { DesiredRun, Frontier, HostChange } from '@trunkline/frontier';
import { mergeHostRules } from '@trunkline/policy';
import { and, eq, inArray, isNotNull, isNull, or, type SQL, sql } from 'drizzle-orm';
import { desiredRun, findRun, type RunRows } from './desired-run.ts';
import { activeRun, isOver } from './run-states.ts';

type Parts<Verb extends keyof Frontier> = { db: Database; frontier: Pick<Frontier, Verb> };

/**
 * A run that was seen to go is made in the frontier for so long, ms. Less than what is over stays there (the conductor's release):
 * however long its maker stands still, it makes no run anew that has ended and was forgotten meanwhile.
 */
const MAKING_MS = 4000;

/**
 * Brings a run to the frontier as its rows are now. Undefined: nothing is to be brought, for it was deleted, or is over, or Redis has
 * lost it; one that enters anew without its URLs would look done. `anew`: it enters all the same, for
 * what it lost is about to follow, or it is to end there.
 * @throws {UnusablePolicy}
 */
export async function applyRun(
  { db, frontier }: Parts<'applyRun' | 'forget' | 'time' | 'sizes'>,
  runId: string,
  { anew = false } = {},
): Promise<{ run: RunRows; desired: DesiredRun; applied: boolean } | undefined> {
  // In this order: whoever saw the run go after this moment may make it for a while.
  const madeUntil = (await frontier.time()) + MAKING_MS;
  const run = await findRun(db, runId);
  if (!run || isOver(run.state)) return undefined;
  const desired = desiredRun(run);
  const mayMake = anew || run.startedAt === null;
  if (!mayMake && (await frontier.sizes(desired.run)) === null) return undefined;
  const { applied } = await frontier.applyRun(desired, { madeUntil });
  if (!applied || !mayMake) return { run, desired, applied };
  const after = await db.query.runs.findFirst({ where: { id: runId }, columns: { state: true } });
  if (after && !isOver(after.state)) return { run, desired, applied };
  while ((await frontier.forget(desired.run)).left);
  return undefined;
}

/** A word about a host or a pattern; `say` brings it to the frontier, and answers whether it was news there. */
export type Word = { name: string; version: number; run?: string; say(): Promise<{ applied: boolean }> };

/**
 * Whoever changes what is said of a host or a pattern does this first, in the transaction of the change: changes are numbered in the order in
 * which they can be seen. Of two at once the frontier would take the one that is seen last, with the lower number, for old news.
 */
export async function lockWord(tx: Pick<Transaction, 'execute'>, name: string): Promise<void> {
  await tx.execute(sql`select pg_advisory_xact_lock(hashtextextended(${`host ${name}`}, 0))`);
}

/** Words about the patterns of these host rules: of several projects' for one pattern the strictest terms hold. */
export async function ruleWords(
  { db, frontier }: Parts<'setRule' | 'removeRule'>,
  which?: SQL,
): Promise<(Word & { removed: boolean; at: Date })[]> {
  const patterns = db.select({ pattern: hostRules.pattern }).from(hostRules).where(which);
  const rows = await db
    .select()
    .from(hostRules)
    .where(which && inArray(hostRules.pattern, patterns));
  return [...Map.groupBy(rows, ({ pattern }) => pattern)].map(([name, all]) => ({
    name,
    version: Math.max(...all.map(({ change }) => change)),
    removed: all.every(({ removedAt }) => removedAt !== null),
    at: new Date(Math.max(...all.map(({ updatedAt }) => updatedAt.getTime()))),
    async say() {
      const [rule] = mergeHostRules(all);
      const { pace, blocked, verifyTls } = rule!;
      const says = pace !== null || blocked || verifyTls !== undefined;
      return says ? frontier.setRule(rule!) : frontier.removeRule(rule!);
    },
  }));
}

/**
 * Words about the hosts of these pauses, for all runs or for those of one job that go: a host goes on when nobody pauses it any more,
 * whichever project resumes it.
 */
export async function pauseWords(
  { db, frontier }: Parts<'pauseHost' | 'resumeHost'>,
  which: SQL | undefined,
): Promise<Word[]> {
  const hosts = db.select({ host: hostPauses.host }).from(hostPauses).where(which);
  const rows = await db
    .select({ pause: hostPauses, serial: runs.serial })
    .from(hostPauses)
    .leftJoin(runs, and(eq(runs.jobId, hostPauses.jobId), activeRun))
    .where(and(inArray(hostPauses.host, hosts), or(isNull(hostPauses.jobId), isNotNull(runs.serial))));
  const same = Map.groupBy(
    rows,
    ({ pause, serial }) => `${serial === null ? '*' : shortRun(serial)} ${pause.host}`,
  );
  return [...same].map(([name, all]) => {
    const { pause, serial } = all[0]!;
    const version = Math.max(...all.map((row) => row.pause.change));
    const of: Pick<HostChange, 'run'> = serial === null ? {} : { run: shortRun(serial) };
    const verb = all.some((row) => row.pause.paused) ? 'pauseHost' : 'resumeHost';
    return { name, version, ...of, say: () => frontier[verb]({ host: pause.host, version, ...of }) };
  });
}
