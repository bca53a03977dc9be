import { hostRequests, jobs, MARKS, policyVersions, robotsVersions, runs } from '@trunkline/database';
import type { PaceDecider } from '@trunkline/policy';
import { and, asc, eq, getColumns, gte, inArray, isNull, lt, lte, sql } from 'drizzle-orm';
import { may } from '../../changes/may.ts';
import { BadInputError, NotFoundError } from '../../errors.ts';
import type { ExportRow } from '../../export/export-row.ts';
import type { Parts } from '../../parts.ts';
import type { Caller, RobotsVersionValue } from '../../values.ts';
import { checkPattern } from '../check-pattern.ts';
import { knowsHost } from '../known-hosts.ts';
import { originsOf } from '../robots-history.ts';
import { type Gaps, gapsOf, type Request } from './gaps.ts';

const DAY = 86_400_000;
/** Longest time that is told of at once, and rows that are read for it. */
const MOST_DAYS = 92;
const MOST_ROWS = 20_000;
/** Requests that are looked at one by one. */
const MOST_REQUESTS = 300_000;
/** An export reads so much at a time. */
const EXPORT_MS = 6 * 3_600_000;

/** One minute of one run at a host, under one pace. */
export type LedgerWindow = {
  at: Date;
  kind: 'page' | 'robots';
  requests: number;
  /** Between two requests of this window; null: there are fewer. */
  leastGapMs: number | null;
  delayMs: number;
  concurrency: number;
  decidedBy: PaceDecider;
  /** Why, in words. */
  reason: string;
  /** `429` and the like, with when, `failures` of the window. */
  failures: { at: Date; code: string }[];
  /** Short id of the run, and of which policy version it went by; null: it is another project's. */
  run: string | null;
  policyVersion: number | null;
  /** SHA-1 of the robots.txt in force, where the project was told of it. */
  robotsDigest: string | null;
};

export type LedgerValue = {
  host: string;
  from: Date;
  to: Date;
  /** All projects' requests are counted: an operator asks. */
  isOfAll: boolean;
  /** More was asked than is looked at: what is told is of the windows up to the last one. */
  isComplete: boolean;
  pages: number;
  robots: number;
  windows: LedgerWindow[];
  robotsVersions: RobotsVersionValue[];
} & Gaps;

type Row = typeof hostRequests.$inferSelect;

/** No moment before it can be kept. */
const FIRST = Date.parse('0001-01-01T00:00:00Z');
const dayBefore = (to: Date) => new Date(Math.max(to.getTime() - DAY, FIRST));

/** When hosts were asked and why no sooner: of the runs of the caller's project, and to operators of all, without their URLs. */
export function createLedgerStore(parts: Parts, caller: Caller) {
  const { db } = parts;
  const isOfAll = may(caller, 'operator');

  /** @throws {BadInputError} where a time cannot be, {NotFoundError} when the project has nothing to do with the host */
  async function ledger(given: string, since: Date | null, until: Date | null): Promise<LedgerValue> {
    const host = checkPattern(given, ['host']);
    if (host.startsWith('*.'))
      throw new BadInputError(`${host} is a pattern: name one host, as ${host.slice(2)}.`, ['host']);
    const to = until ?? new Date();
    const from = since ?? dayBefore(to);
    if (from >= to) throw new BadInputError('"from" must lie before "to".', ['from']);
    if (to.getTime() - from.getTime() > MOST_DAYS * DAY)
      throw new BadInputError(`At most ${MOST_DAYS} days can be asked for at once.`, ['from']);
    if (!isOfAll && !(await knowsHost(parts, caller, host)))
      throw new NotFoundError(`No job of this project knows the host ${host}.`, ['host']);
    const mine = db
      .select({ serial: runs.serial })
      .from(runs)
      .innerJoin(jobs, eq(jobs.id, runs.jobId))
      .where(eq(jobs.projectId, caller.projectId));
    const minute = new Date(Math.floor(from.getTime() / 60_000) * 60_000);
    const before = sql<number>`sum(cardinality(${hostRequests.starts})) over (order by ${hostRequests.at} rows unbounded preceding)`;
    const rows = await db
      .select({ ...getColumns(hostRequests), before: before.mapWith(Number) })
      .from(hostRequests)
      .where(
        and(
          ...[eq(hostRequests.host, host), gte(hostRequests.at, minute), lt(hostRequests.at, to)],
          isOfAll ? undefined : inArray(hostRequests.runSerial, mine),
        ),
      )
      .orderBy(asc(hostRequests.at), asc(hostRequests.runSerial), asc(hostRequests.kind))
      .limit(MOST_ROWS + 1);
    const read = rows.slice(0, MOST_ROWS).filter((row) => row.before <= MOST_REQUESTS);
    const isComplete = read.length === rows.length;
    const [own, versions] = await Promise.all([ownRuns(read), versionsOf(host, to)]);
    const requests = read.flatMap((row) =>
      startsOf(row).filter(({ at }) => at >= from.getTime() && at < to.getTime()),
    );
    const more = read.reduce((sum, row) => sum + row.more, 0);
    const gaps = gapsOf(requests);
    const windows = read.map((row) => windowOf(row, own.get(row.runSerial), versions));
    const robots = windows
      .filter(({ kind }) => kind === 'robots')
      .reduce((sum, one) => sum + one.requests, 0);
    return {
      ...{ host, from, to, isOfAll, isComplete: isComplete && more === 0, windows, robotsVersions: versions },
      ...gaps,
      ...{ requests: gaps.requests + more, robots, pages: gaps.requests + more - robots },
    };
  }

  /** All windows of a time, read as they are taken. */
  async function* rows(host: string, since: Date | null, until: Date | null): AsyncGenerator<ExportRow[]> {
    const to = until ?? new Date();
    const from = since ?? dayBefore(to);
    // What is asked for is looked at before the first of it is.
    await ledger(host, from, to);
    for (let at = from.getTime(); at < to.getTime(); at += EXPORT_MS) {
      const { windows } = await ledger(host, new Date(at), new Date(Math.min(at + EXPORT_MS, to.getTime())));
      if (windows.length > 0) yield windows.map(rowOf);
    }
  }

  return { ledger, rows };

  type Own = { job: string; policyId: string; versions: { version: number; createdAt: Date }[] };

  async function ownRuns(rows: readonly Row[]): Promise<Map<number, Own>> {
    const serials = [...new Set(rows.map(({ runSerial }) => runSerial))];
    if (serials.length === 0) return new Map();
    const found = await db
      .select({ serial: runs.serial, job: jobs.id, policyId: jobs.policyId })
      .from(runs)
      .innerJoin(jobs, eq(jobs.id, runs.jobId))
      .where(and(eq(jobs.projectId, caller.projectId), inArray(runs.serial, serials)));
    const policies = [...new Set(found.map(({ policyId }) => policyId))];
    const versions =
      policies.length === 0
        ? []
        : await db
            .select({
              policyId: policyVersions.policyId,
              version: policyVersions.version,
              createdAt: policyVersions.createdAt,
            })
            .from(policyVersions)
            .where(inArray(policyVersions.policyId, policies))
            .orderBy(asc(policyVersions.version));
    return new Map(
      found.map(({ serial, ...of }) => [
        serial,
        { ...of, versions: versions.filter(({ policyId }) => policyId === of.policyId) },
      ]),
    );
  }

  /** What the robots.txt files of the host said to the project, to operators also what was read before projects were noted. */
  async function versionsOf(host: string, to: Date): Promise<RobotsVersionValue[]> {
    return db
      .select()
      .from(robotsVersions)
      .where(
        and(
          inArray(robotsVersions.origin, originsOf(host)),
          isOfAll
            ? sql`(${robotsVersions.projectId} = ${caller.projectId} or ${isNull(robotsVersions.projectId)})`
            : eq(robotsVersions.projectId, caller.projectId),
          lte(robotsVersions.firstSeenAt, to),
        ),
      )
      .orderBy(asc(robotsVersions.firstSeenAt));
  }

  function windowOf(row: Row, own: Own | undefined, versions: readonly RobotsVersionValue[]): LedgerWindow {
    const { at, kind, delayMs, concurrency, failures, runSerial, more } = row;
    const starts = startsOf(row);
    const end = new Date(at.getTime() + 60_000);
    const decidedBy = row.decidedBy as PaceDecider;
    const policyVersion =
      (own?.versions.findLast(({ createdAt }) => createdAt < end) ?? own?.versions[0])?.version ?? null;
    const robots = versions.findLast(
      ({ firstSeenAt, state }) => firstSeenAt < end && state !== 'unreachable',
    );
    const { leastGapMs } = gapsOf(starts);
    return {
      ...{ at, kind, leastGapMs, delayMs, concurrency, decidedBy, requests: starts.length + more },
      reason: reasonOf(decidedBy, delayMs, concurrency, policyVersion),
      failures: failures.map((text) => {
        const space = text.indexOf(' ');
        return { at: new Date(at.getTime() + Number(text.slice(0, space))), code: text.slice(space + 1) };
      }),
      ...{ run: own ? runSerial.toString(36) : null, policyVersion },
      robotsDigest: robots?.digest ?? null,
    };
  }
}

/** The columns of an export, in order. */
export const ledgerColumns = [
  ...['at', 'kind', 'requests', 'leastGapMs', 'delayMs', 'concurrency', 'decidedBy', 'reason', 'failures'],
  ...['run', 'policyVersion', 'robotsDigest'],
] as const;

const rowOf = ({ at, failures, ...window }: LedgerWindow): ExportRow => ({
  ...window,
  ...{ at: at.toISOString(), cursor: at.toISOString() },
  failures: failures.map((one) => `${one.at.toISOString()} ${one.code}`).join('; ') || null,
});

function startsOf({ at, starts, runSerial: run, delayMs, concurrency, decidedBy }: Row): Request[] {
  const of = { run, delayMs, concurrency, decidedBy: decidedBy as PaceDecider };
  return starts.map((start) => ({ ...of, at: at.getTime() + Math.floor(start / MARKS) }));
}

function reasonOf(by: PaceDecider, delayMs: number, concurrency: number, version: number | null): string {
  const pace =
    concurrency > 1
      ? `${Math.round(1_000_000 / delayMs) / 1000} a second, up to ${concurrency} at once`
      : `${delayMs / 1000} s from one to the next`;
  switch (by) {
    case 'policy':
      return `${pace}: the policy of the job${version === null ? '' : `, version ${version}`}`;
    case 'rule':
      return `${pace}: a host rule of the operators`;
    case 'robots':
      return `${pace}: the Crawl-delay of its robots.txt`;
    case 'backOff':
      return `after a rest: it had failed, or asked for one; else ${pace}`;
  }
}
