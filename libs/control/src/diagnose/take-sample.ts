import { type Database, jobs, projects, publicId, runs, shortRun } from '@trunkline/database';
import {
  isLate,
  type RunSample,
  type Sample,
  type StageTable,
  type WorkerSample,
} from '@trunkline/diagnosis';
import type { Frontier } from '@trunkline/frontier';
import { readRunTotals, readSubmitted, readWorkers } from '@trunkline/telemetry';
import { asc, eq, inArray } from 'drizzle-orm';
import { trackOf } from '../forecast/forecast-run.ts';

export type SampleParts = {
  db: Database;
  frontier: Pick<Frontier, 'sizesOf' | 'causes' | 'outcomesBacklog' | 'memory' | 'time'>;
  /** Read telemetry from here. */
  redis: Parameters<typeof readWorkers>[0];
  /** ms since the epoch. */
  now?: () => number;
};

/** A run by its short id, and by its key in the database. */
export type SampledRun = { run: string; id: string };

/** Runs that are looked at in a second; of more the oldest ones. */
const MOST_RUNS = 200;
const AT_ONCE = 4;

/** Everything that diagnosis looks at, at one moment. */
export async function takeSample(parts: SampleParts): Promise<{ sample: Sample; keys: SampledRun[] }> {
  const { frontier, redis, now = Date.now } = parts;
  const rows = await runsThatGo(parts.db);
  const shorts = rows.map(({ serial }) => shortRun(serial));
  const at = now();
  const whys = new Map<string, Awaited<ReturnType<Frontier['causes']>>>();
  const left = shorts.values();
  const lane = async () => {
    for (const run of left) whys.set(run, await frontier.causes(run));
  };
  const roundTripMs = await timed(() => frontier.time());
  // The rest at once: when Redis is far, every answer that is waited for makes a look late.
  const [reports, backlog, memory, sizes, totals, submitted, late] = await Promise.all([
    readWorkers(redis),
    frontier.outcomesBacklog(),
    frontier.memory(),
    frontier.sizesOf(shorts),
    readRunTotals(redis, shorts),
    readSubmitted(
      redis,
      rows.map(({ jobId }) => jobId),
    ),
    Promise.all(rows.map((row) => missesTarget(redis, row, at))),
    ...Array.from({ length: AT_ONCE }, lane),
  ]);
  const found: RunSample[] = [];
  for (const [place, row] of rows.entries()) {
    const [run, size] = [shorts[place]!, sizes[place]];
    const why = size ? whys.get(run) : null;
    if (!size || !why) continue;
    const { accepted, finished, inFlight, fetched, throttled } = size.counters;
    found.push({
      ...{ run, project: row.projectId, heldBy: row.heldBy ?? (row.suspendedAt ? 'suspended' : null) },
      ...{ job: publicId('job', row.jobId), policy: publicId('policy', row.policyId) },
      ...{ waiting: why.waiting, urls: why.urls, error: why.error, samples: why.samples },
      ...{ robotsLost: why.robotsLost, accepted, finished, inFlight, fetched, throttled },
      submitted: submitted.get(row.jobId) ?? { accepted: 0, known: 0 },
      missesTarget: late[place]!,
      stages: sumStages(Object.values(totals.get(run) ?? {})),
    });
  }
  const sample: Sample = {
    at,
    runs: found.sort((a, b) => a.run.length - b.run.length || (a.run < b.run ? -1 : 1)),
    workers: reports.map(workerSample),
    recorder: { length: backlog.length, oldestMs: backlog.oldestMs },
    redis: { ...memory, roundTripMs },
  };
  return { sample, keys: rows.map(({ id }, at) => ({ run: shorts[at]!, id })) };
}

/** How long a call takes, ms. */
async function timed(call: () => Promise<unknown>): Promise<number> {
  const began = performance.now();
  await call();
  return performance.now() - began;
}

/** Whether it misses the date it is to be done by, as the forecast of its last look tells; null: there is no such date. */
async function missesTarget(
  redis: SampleParts['redis'],
  { finishBy, serial }: { finishBy: Date | null; serial: number },
  at: number,
): Promise<boolean | null> {
  if (finishBy === null) return null;
  return isLate(finishBy.getTime(), at, (await trackOf(redis, serial)).soonest ?? null);
}

const runsThatGo = (db: Database) =>
  db
    .select({
      ...{ id: runs.id, serial: runs.serial, jobId: runs.jobId, policyId: jobs.policyId },
      finishBy: jobs.finishBy,
      ...{ projectId: jobs.projectId, heldBy: projects.heldBy, suspendedAt: projects.suspendedAt },
    })
    .from(runs)
    .innerJoin(jobs, eq(jobs.id, runs.jobId))
    .innerJoin(projects, eq(projects.id, jobs.projectId))
    .where(inArray(runs.state, ['starting', 'running', 'paused']))
    .orderBy(asc(runs.serial))
    .limit(MOST_RUNS);

function workerSample(report: Awaited<ReturnType<typeof readWorkers>>[number]): WorkerSample {
  const { session, eventLoopLagMs, discovery, transfers, ...rest } = report;
  return {
    ...rest,
    session: publicId('worker', session),
    lagMs: eventLoopLagMs.p99,
    discovery: {
      urls: discovery?.urls ?? 0,
      oldestMs: discovery?.oldestMs ?? 0,
      heldBy: discovery?.heldBy ?? null,
      enqueued: discovery?.enqueued ?? 0,
    },
    transfers: transfers.map(({ run, url, bytes, ms }) => ({ run, url, bytes, ms })),
  };
}

/** The totals of a run, over everybody who was ever at it. Those of who is gone change no more. */
function sumStages(texts: readonly string[]): StageTable {
  const sum: StageTable = {};
  for (const text of texts)
    for (const [name, stage] of Object.entries(JSON.parse(text) as StageTable)) {
      const into = sum[name] ?? { inFlight: 0, waiting: 0, done: 0, failed: 0, serviceMs: 0, failedBy: {} };
      sum[name] = into;
      for (const field of ['inFlight', 'waiting', 'done', 'failed', 'serviceMs'] as const)
        into[field] += stage[field];
      for (const field of ['busyMs', 'queuedMs'] as const)
        if (stage[field] !== undefined) into[field] = (into[field] ?? 0) + stage[field];
      for (const [code, count] of Object.entries(stage.failedBy ?? {}))
        into.failedBy![code] = (into.failedBy![code] ?? 0) + count;
    }
  return sum;
}
