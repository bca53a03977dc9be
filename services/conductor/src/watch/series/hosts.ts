import { runSerial } from '@trunkline/database';
import {
  addNumber,
  emptySample,
  type HostCounts,
  keyOf,
  type Sample,
  type WorkerReport,
} from '@trunkline/telemetry';

/** Hosts that have a sample in one second. */
const MOST_HOSTS = 64;
/** Of hosts that had none before so many begin to have one: at once, and in an hour. */
const NEW_AT_ONCE = 256;
const NEW_PER_MS = 500 / 3_600_000;
/** A failure makes a host as interesting as so many ms of a slot. */
const FAILURE_MS = 500;
/** So much of the interest in a host is left after a second. */
const FADING = 0.9;
/** Hosts whose interest is remembered. */
const MOST_KNOWN = 4096;

export type HostSample = { run: number; host: string; sample: Sample };

/**
 * The hosts that took most slots of late, or failed most, and what workers say of them. Workers tell of a host what came since their
 * report before, and of each report it is taken once.
 */
export function createHosts(now: () => number = () => performance.now()) {
  const interest = new Map<string, { score: number; has: boolean }>();
  /** When each worker told last what was taken. */
  const taken = new Map<string, number>();
  let left = NEW_AT_ONCE;
  let filledAt = now();

  function mayBegin(): boolean {
    left = Math.min(NEW_AT_ONCE, left + (now() - filledAt) * NEW_PER_MS);
    filledAt = now();
    if (left < 1) return false;
    left--;
    return true;
  }

  return (workers: readonly (WorkerReport & { worker: string })[], ms: number): HostSample[] => {
    const told = new Map<string, HostCounts[]>();
    for (const { worker, at, hosts = [] } of workers) {
      if (taken.get(worker) === at) continue;
      taken.set(worker, at);
      for (const counts of hosts) {
        const key = `${counts.run} ${counts.host}`;
        const all = told.get(key) ?? [];
        all.push(counts);
        told.set(key, all);
      }
    }
    const live = new Set(workers.map(({ worker }) => worker));
    for (const worker of taken.keys()) if (!live.has(worker)) taken.delete(worker);
    for (const [key, of] of interest) {
      of.score *= FADING;
      if (of.score < 1 && !told.has(key)) interest.delete(key);
    }
    for (const [key, all] of told) {
      const of = interest.get(key) ?? { score: 0, has: false };
      interest.set(key, of);
      for (const { slotMs, failed } of all) of.score += slotMs + failed * FAILURE_MS;
    }
    const ranked = [...interest].sort(([, a], [, b]) => b.score - a.score);
    for (const [key] of ranked.slice(MOST_KNOWN)) interest.delete(key);
    return ranked.slice(0, MOST_HOSTS).flatMap(([key, of]): HostSample[] => {
      const all = told.get(key);
      if (all === undefined) return [];
      of.has = of.has || mayBegin();
      if (!of.has) return [];
      const [{ run, host }] = all as [HostCounts];
      return [{ run: runSerial(run), host, sample: sampleOf(all, ms) }];
    });
  };
}

function sampleOf(all: readonly HostCounts[], ms: number): Sample {
  const sample = emptySample(ms);
  sample.numbers.set('inFlight', 0);
  for (const { slotMs, inFlight, started, done, failed, failedBy, receivedBytes, firstByteMs } of all) {
    addNumber(sample, 'slots', slotMs);
    addNumber(sample, 'inFlight', inFlight);
    addNumber(sample, 'requests', started);
    addNumber(sample, 'claims', done);
    addNumber(sample, 'receivedBytes', receivedBytes);
    addNumber(sample, 'firstByteMean', firstByteMs);
    if (failedBy !== null) addNumber(sample, keyOf('failures', failedBy), failed);
  }
  return sample;
}
