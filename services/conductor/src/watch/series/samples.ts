import type { SeriesSubject } from '@trunkline/database';
import { outcomeKinds } from '@trunkline/policy';
import {
  addNumber,
  countsSince,
  createSince,
  emptySample,
  keyOf,
  type Sample,
  type StageReport,
  type StoredSketch,
  type SubjectKind,
  type Totals,
  type WorkerReport,
} from '@trunkline/telemetry';
import type { Look, LookedRun } from './look.ts';

export type Named = { subject: SeriesSubject & { kind: SubjectKind }; sample: Sample };

/** A worker that is as old as the span, and this, began in it, ms. */
const BEGINNING_MS = 2000;

const bucketsSince = (now: unknown, before: unknown) =>
  countsSince(now as StoredSketch, (before ?? '') as StoredSketch);

/** The vitals of this conductor. */
export type Vitals = Pick<WorkerReport, 'eventLoopLagMs' | 'rssBytes' | 'heapBytes' | 'cpuMs'> & {
  elu?: number;
};

/**
 * Makes the samples of a second from looks. Counts are told as totals since somebody began, so that none is lost, or counted twice, when
 * looks come late: what came since the last second that was written belongs to this one, and `ms` says how long that was.
 */
export function createSamples(owner: string) {
  const since = createSince(bucketsSince);

  /** `isFirst`: it is only noted how far everybody is. */
  function samplesOf(look: Look, vitals: Vitals, ms: number, isFirst: boolean): Named[] {
    const samples: Named[] = [];
    const sampleOf = (kind: SubjectKind, run: number, key: string, name: string): Sample => {
      const sample = emptySample(ms);
      samples.push({ subject: { kind, run, key, name }, sample });
      return sample;
    };
    const live = new Set(look.workers.map(({ worker }) => worker));
    for (const run of look.runs) ofRun(sampleOf('run', run.serial, '', ''), run, live, isFirst);
    for (const worker of look.workers) {
      const isNew = !isFirst && worker.at - worker.startedAt <= ms + BEGINNING_MS;
      ofWorker(sampleOf('worker', 0, worker.worker, worker.name), worker, isNew);
    }
    ofConductor(sampleOf('conductor', 0, owner, owner), vitals);
    ofSystem(sampleOf('system', 0, '', ''), look);
    return isFirst ? [] : samples;
  }

  function ofRun(
    sample: Sample,
    { serial, sizes, causes, stages }: LookedRun,
    live: Set<string>,
    isFirst: boolean,
  ): void {
    const { counters } = sizes;
    const { waiting, delayed, inFlight, hosts } = counters;
    level(sample, { delayed, inFlight, hosts });
    for (const [cause, urls] of Object.entries(causes?.urls ?? {}))
      addNumber(sample, keyOf('waiting', cause), urls);
    if (causes === null && waiting > 0) addNumber(sample, keyOf('waiting', 'OTHER'), waiting);
    const isNew = !isFirst && !since.knows(`run ${serial}`);
    since.add(sample, `run ${serial}`, frontierTotals(counters), isNew);
    for (const [who, report] of stages) {
      since.add(sample, `stages ${serial} ${who}`, stageTotals(report), !isFirst);
      if (live.has(who.slice(0, who.lastIndexOf('.')))) stageLevels(sample, report);
    }
  }

  function ofWorker(sample: Sample, report: WorkerReport & { worker: string }, isNew: boolean): void {
    const { worker, startedAt, stages } = report;
    const totals = stageTotals(stages);
    Object.assign(totals.numbers, {
      wireBytes: report.wireBytes,
      decodedBytes: report.decodedBytes,
      cpu: report.cpuMs,
    });
    since.add(sample, `worker ${worker} ${startedAt}`, totals, isNew);
    stageLevels(sample, stages);
    level(sample, {
      ...{ inFlight: report.inFlight, slotsThere: report.slots },
      ...{ rss: report.rssBytes, heap: report.heapBytes, lag: report.eventLoopLagMs.p99 },
      transferring: report.transfers.length,
    });
    const { discovery } = report;
    if (discovery)
      level(sample, {
        ...{ discoveryUrls: discovery.urls, discoveryBytes: discovery.bytes },
        discoveryAge: discovery.oldestMs,
      });
  }

  function ofConductor(sample: Sample, vitals: Vitals): void {
    since.add(sample, 'conductor', { numbers: { cpu: vitals.cpuMs }, times: {} }, false);
    level(sample, {
      ...{ rss: vitals.rssBytes, heap: vitals.heapBytes, lag: vitals.eventLoopLagMs.p99 },
      ...(vitals.elu !== undefined && { elu: vitals.elu }),
    });
  }

  return {
    of: samplesOf,
    /** What was made last is written: `at`, ms. */
    keep: since.keep,
    /** It was not, and will be with the next. */
    undo: since.undo,
    forget: since.forget,
  };
}

function ofSystem(sample: Sample, look: Look): void {
  const { backlog, memory, workers, redisMs, postgresMs, postgresBytes } = look;
  level(sample, {
    ...{ workers: workers.length, recorderBacklog: backlog.length, recorderLag: backlog.oldestMs },
    ...{ redisUsed: memory.usedBytes, redisTrip: redisMs, postgresTrip: postgresMs },
    ...(memory.maxBytes !== null && { redisMost: memory.maxBytes }),
    ...(postgresBytes !== null && { postgresBytes }),
  });
}

/** Of what is one number a nought is one as well. */
function level(sample: Sample, numbers: Record<string, number>): void {
  for (const [key, value] of Object.entries(numbers)) sample.numbers.set(key, value);
}

function stageLevels(sample: Sample, report: StageReport): void {
  for (const [stage, { inFlight, waiting }] of Object.entries(report)) {
    addNumber(sample, keyOf('stageInFlight', stage), inFlight);
    addNumber(sample, keyOf('stageWaiting', stage), waiting);
  }
}

const made = new WeakMap<StageReport, Totals>();

function stageTotals(report: StageReport): Totals {
  const known = made.get(report);
  if (known) return known;
  const totals: Totals = { numbers: {}, times: {} };
  for (const [stage, counts] of Object.entries(report)) {
    totals.numbers[keyOf('stageDone', stage)] = counts.done;
    totals.numbers[keyOf('stageFailed', stage)] = counts.failed;
    totals.numbers[keyOf('stageBusy', stage)] = counts.busyMs;
    totals.numbers[keyOf('stageQueued', stage)] = counts.queuedMs;
    totals.times[keyOf('stageWait', stage)] = counts.wait;
    totals.times[keyOf('stageService', stage)] = counts.service;
  }
  made.set(report, totals);
  return totals;
}

function frontierTotals(counters: LookedRun['sizes']['counters']): Totals {
  const { accepted, finished, known, refusedAtEnqueue, dead, dropped } = counters;
  const numbers: Totals['numbers'] = {
    ...{ discovered: accepted, finished, known, refusedLinks: refusedAtEnqueue, dead, dropped },
  };
  for (const outcome of outcomeKinds) numbers[keyOf('visits', outcome)] = counters[outcome];
  return { numbers, times: {} };
}
