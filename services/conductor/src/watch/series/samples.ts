import { runSerial, type SeriesSubject, urlHash } from '@trunkline/database';
import {
  addNumber,
  addSlow,
  createSince,
  emptySample,
  keyOf,
  type Sample,
  type SubjectKind,
  type WorkerReport,
} from '@trunkline/telemetry';
import { createHosts } from './hosts.ts';
import {
  addStageLevels,
  setLevels,
  setSystemLevels,
  setVitals,
  setWorkerLevels,
  type Vitals,
} from './levels.ts';
import type { Look, LookedRun } from './look.ts';
import { claimTotals, frontierTotals, stageTotals, workerTotals } from './totals.ts';

export type Named = { subject: SeriesSubject & { kind: SubjectKind }; sample: Sample };
type Report = WorkerReport & { worker: string };

/** A worker that is as old as the span, and this, began in it, ms. */
const BEGINNING_MS = 2000;

/**
 * Makes the samples of a second from looks. Counts are told as totals since somebody began, so that none is lost, or counted twice, when
 * looks come late: what came since the last second that was written belongs to this one, and `ms` says how long that was.
 */
export function createSamples(owner: string) {
  const since = createSince();
  const hosts = createHosts();

  /** `isFirst`: it is only noted how far everybody is. */
  function samplesOf(look: Look, vitals: Vitals, ms: number, isFirst: boolean): Named[] {
    const samples: Named[] = [];
    const sampleOf = (
      kind: SubjectKind,
      run: number,
      key: string,
      name: string,
      sample = emptySample(ms),
    ): Sample => {
      samples.push({ subject: { kind, run, key, name }, sample });
      return sample;
    };
    const live = new Set(look.workers.map(({ worker }) => worker));
    const ofRuns = new Map(look.runs.map(({ serial }) => [serial, sampleOf('run', serial, '', '')]));
    for (const run of look.runs) addRun(ofRuns.get(run.serial)!, run, live, isFirst);
    for (const report of look.workers) {
      const isNew = !isFirst && report.at - report.startedAt <= ms + BEGINNING_MS;
      const sample = sampleOf('worker', 0, report.worker, report.name);
      addWorker(sample, report, isNew);
      addClaims(report, sample, ofRuns, isFirst);
      for (const { run, stage, ms: took, url, attempt } of report.exemplars ?? []) {
        const of = ofRuns.get(runSerial(run));
        if (of) addSlow(of, stage, { ms: took, hash: urlHash(url), attempt });
      }
    }
    for (const { run, host, sample } of hosts(look.workers, ms))
      if (ofRuns.has(run)) sampleOf('host', run, host, host, sample);
    const conductor = sampleOf('conductor', 0, owner, owner);
    since.add(conductor, 'conductor', { numbers: { cpu: vitals.cpuMs }, times: {} }, false);
    setVitals(conductor, vitals);
    setSystemLevels(sampleOf('system', 0, '', ''), look);
    return isFirst ? [] : samples;
  }

  function addRun(
    sample: Sample,
    { serial, sizes, causes, stages }: LookedRun,
    live: Set<string>,
    isFirst: boolean,
  ): void {
    const { waiting, delayed, inFlight, hosts: many } = sizes.counters;
    setLevels(sample, { delayed, inFlight, hosts: many });
    for (const [cause, urls] of Object.entries(causes?.urls ?? {}))
      addNumber(sample, keyOf('waiting', cause), urls);
    if (causes === null) addNumber(sample, keyOf('waiting', 'OTHER'), waiting);
    const isNew = !isFirst && !since.knows(`run ${serial}`);
    since.add(sample, `run ${serial}`, frontierTotals(sizes.counters), isNew);
    for (const [who, report] of stages) {
      since.add(sample, `stages ${serial} ${who}`, stageTotals(report), !isFirst);
      if (live.has(who.slice(0, who.lastIndexOf('.')))) addStageLevels(sample, report);
    }
  }

  function addWorker(sample: Sample, report: Report, isNew: boolean): void {
    const who = `worker ${report.worker} ${report.startedAt}`;
    since.add(sample, who, workerTotals(report), isNew);
    since.add(sample, `${who} stages`, stageTotals(report.stages), isNew);
    addStageLevels(sample, report.stages);
    setWorkerLevels(sample, report);
  }

  /** What a worker has of runs is the runs' and its own. Of a run it has begun with, it has told before in the same breath as its stages. */
  function addClaims(
    { worker, runs = {} }: Report,
    own: Sample,
    ofRuns: Map<number, Sample>,
    isFirst: boolean,
  ): void {
    for (const [short, counts] of Object.entries(runs)) {
      const serial = runSerial(short);
      const who = `${serial} ${worker}.${counts.generation}`;
      const isNew = !isFirst && !since.knows(`stages ${who}`);
      const { numbers, times } = claimTotals(counts);
      since.add(own, `claims ${who}`, { numbers, times }, isNew);
      const of = ofRuns.get(serial);
      // How its visits ended the frontier tells, of workers that are gone too.
      const rest = Object.entries(numbers).filter(([key]) => !key.startsWith('visits:'));
      if (of) since.add(of, `claims of ${who}`, { numbers: Object.fromEntries(rest), times }, isNew);
    }
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
