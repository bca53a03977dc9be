import { hostRequests, jobs, MARKS, runs } from '@trunkline/database';
import type { Policy } from '@trunkline/policy';
import { and, asc, eq, gte, inArray, lte } from 'drizzle-orm';
import type { Parts } from '../../parts.ts';
import type { Caller, RunValue } from '../../values.ts';
import { type TryValue, type WaitPart, type WaitValue, waitKinds } from './explanation.ts';

/** Rows of the ledger that are looked at: minutes of runs at the host. */
const MOST_ROWS = 3000;
const MEASURED: ReadonlySet<string> = new Set(['robots', 'turn', 'pace', 'backOff', 'tries', 'held']);

type Span = { from: number; to: number };
type Asked = { at: number; delayMs: number; isRest: boolean; isRobots: boolean };
type Given = {
  run: RunValue;
  host: string;
  firstSeenAt: Date;
  policy: Policy;
  tries: readonly TryValue[];
  isWaiting: boolean;
  /** Since when the host is held now, ms; null: it is not, or nobody knows. */
  heldSince: number | null;
  /** As many requests are under way there as may be. */
  isBusy: boolean;
};

/**
 * Why a URL was not asked for sooner: the whole time from when it was known to its last request, or to now, in parts that sum to it. Told
 * from what the project's own runs are recorded to have asked of its host, and from its tries; `workers` is what nothing of that explains.
 */
export async function waitOf(
  { db }: Pick<Parts, 'db'>,
  caller: Caller,
  given: Given,
): Promise<WaitValue | null> {
  const { run, host, firstSeenAt, tries, isWaiting } = given;
  const last = tries.at(-1);
  if (!isWaiting && !last) return null;
  const began = (run.startedAt ?? run.createdAt).getTime();
  const from = Math.max(firstSeenAt.getTime(), began);
  const to = Math.max(from, isWaiting ? Date.now() : last!.startedAt.getTime());
  const mine = db
    .select({ serial: runs.serial })
    .from(runs)
    .innerJoin(jobs, eq(jobs.id, runs.jobId))
    .where(eq(jobs.projectId, caller.projectId));
  const rows = await db
    .select()
    .from(hostRequests)
    .where(
      and(
        eq(hostRequests.host, host),
        gte(hostRequests.at, new Date(from - 60_000)),
        lte(hostRequests.at, new Date(to)),
        inArray(hostRequests.runSerial, mine),
      ),
    )
    .orderBy(asc(hostRequests.at))
    .limit(MOST_ROWS);
  const asked = rows
    .flatMap(({ at, starts, delayMs, decidedBy, kind }) =>
      starts.map((start): Asked => {
        const ms = at.getTime() + Math.floor(start / MARKS);
        return { at: ms, delayMs, isRest: decidedBy === 'backOff', isRobots: kind === 'robots' };
      }),
    )
    .filter(({ at }) => at >= from && at <= to)
    .sort((a, b) => a.at - b.at);
  return {
    from: new Date(from),
    to: new Date(to),
    totalMs: to - from,
    isOver: !isWaiting,
    parts: partsOf({ from, to }, asked, given),
  };
}

/** Splits a time; the parts sum to the whole of it. */
export function partsOf(
  whole: Span,
  asked: readonly Asked[],
  {
    tries,
    policy,
    isWaiting,
    heldSince,
    isBusy,
  }: Pick<Given, 'tries' | 'policy' | 'isWaiting' | 'heldSince' | 'isBusy'>,
): WaitPart[] {
  const sums = new Map<WaitPart['kind'], number>();
  const add = (kind: WaitPart['kind'], ms: number) =>
    void (ms > 0 && sums.set(kind, (sums.get(kind) ?? 0) + ms));
  const earlier = isWaiting ? tries : tries.slice(0, -1);
  let at = whole.from;
  const upTo = (end: number) => Math.min(Math.max(at, end), whole.to);
  for (const [n, { startedAt, timings, outcome }] of earlier.entries()) {
    const start = upTo(startedAt.getTime());
    among({ from: at, to: start }, false);
    at = start;
    const took = Object.values(timings).reduce((sum, [wait, service]) => sum + wait + service, 0);
    const end = upTo(start + took);
    add('tries', end - at);
    at = end;
    const next = tries[n + 1]?.startedAt.getTime() ?? whole.to;
    const isCharged = outcome === 'failed' || outcome === 'throttled';
    const again = upTo(Math.min(next, end + (isCharged ? policy.retries.delayMs * 2 ** n : 0)));
    add('delayed', again - at);
    at = again;
  }
  among({ from: at, to: whole.to }, true);
  return waitKinds.flatMap((kind) => {
    const ms = sums.get(kind);
    return ms === undefined ? [] : [{ kind, ms, isMeasured: MEASURED.has(kind) }];
  });

  /** The time between requests: each kept the host for its delay; what was longer had a reason, or nobody was free. */
  function among({ from, to }: Span, isLast: boolean): void {
    let before = from;
    for (const one of asked) {
      if (one.at < from || one.at >= to) continue;
      const gap = one.at - before;
      const paced = Math.min(gap, one.delayMs);
      add(one.isRobots ? 'robots' : 'turn', paced);
      add(one.isRest ? 'backOff' : one.isRobots ? 'robots' : 'workers', gap - paced);
      before = one.at;
    }
    const gap = to - before;
    const own = asked.find(({ at: ms }) => ms >= to);
    const delayMs = own?.delayMs ?? asked.findLast(({ at: ms }) => ms <= to)?.delayMs ?? 0;
    const held =
      isLast && isWaiting && heldSince !== null ? Math.max(0, to - Math.max(heldSince, before)) : 0;
    add('held', held);
    const paced = Math.min(gap - held, delayMs);
    add('pace', paced);
    const rest = gap - held - paced;
    const full = isLast && isWaiting && isBusy;
    add(own?.isRest ? 'backOff' : full ? 'busy' : asked.length === 0 ? 'unknown' : 'workers', rest);
  }
}
