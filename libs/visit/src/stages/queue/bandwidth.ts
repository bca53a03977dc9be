import { LocalFault } from '@trunkline/policy';
import type { Grant, Visit } from '../../visit.ts';
import { waitsFor } from '../waits-for.ts';

/** How long a visit waits for its turn before it goes back, ms, and how many of one job wait at once. */
const LONGEST_WAIT_MS = 10_000;
const MOST_WAITING = 64;
/** How often those who wait are looked at, ms. */
const TICK_MS = 10;
/** What a body is thought to have before any of its job was seen, and how much a new one tells, bytes. */
const FIRST_GUESS = 32_768;
const NEWEST = 0.1;

/** A token bucket of bytes: full after a second without traffic, and in debt after a body larger than that. */
type Bucket = { perSecond: number; level: number; at: number; guess: number };

type Waiter = { visit: Visit; buckets: Bucket[]; until: number; go(): void; goBack(fault: LocalFault): void };

export type BandwidthOptions = {
  /** Of all bodies of this process; null: no cap. */
  bytesPerSecond?: number | null;
  /** Share of a job's cap that is this process'; all processes' shares make 1. */
  share?: () => number;
};

/**
 * Caps of bytes per second, by admission: a body is asked for when the caps of its job and of the process have
 * bytes left, and is never paused once it comes (a paused reader loses it, see Exchange). So a body larger than a
 * second of the cap is taken at full rate, and those after it wait until it is paid for.
 */
export function createBandwidth({ bytesPerSecond = null, share = () => 1 }: BandwidthOptions = {}) {
  const own = bytesPerSecond === null ? null : newBucket(bytesPerSecond);
  const runs = new Map<string, Bucket>();
  let waiting: Waiter[] = [];
  let ticker: NodeJS.Timeout | null = null;

  function bucketsOf({ run, config }: Visit): Bucket[] {
    const cap = config.policy.limits.bytesPerSecond ?? null; // runs begun before there were caps have none
    const buckets = own ? [own] : [];
    if (cap === null) {
      if (runs.size > 0) runs.delete(run);
      return buckets;
    }
    let bucket = runs.get(run);
    if (!bucket) {
      bucket = newBucket(cap * share());
      runs.set(run, bucket);
      if (runs.size > 1000) runs.delete(runs.keys().next().value!);
    }
    bucket.perSecond = cap * share();
    buckets.push(bucket);
    return buckets;
  }

  function tick(): void {
    const now = performance.now();
    const still: Waiter[] = [];
    for (const waiter of waiting) {
      const { visit, buckets } = waiter;
      if (visit.signal.aborted)
        waiter.goBack(new LocalFault('ABORTED', `The visit to ${visit.url} was given up`));
      else if (buckets.every((bucket) => refill(bucket, now) > 0)) waiter.go();
      else if (now >= waiter.until) waiter.goBack(noBandwidth(visit));
      else still.push(waiter);
    }
    waiting = still;
    if (waiting.length > 0 || !ticker) return;
    clearInterval(ticker);
    ticker = null;
  }

  function take(buckets: Bucket[]): Grant {
    const reckoned = buckets.map((bucket) => {
      bucket.level -= bucket.guess;
      return bucket.guess;
    });
    let bytes = 0;
    return {
      received(total) {
        bytes = total;
        for (const [i, bucket] of buckets.entries()) {
          if (bytes <= reckoned[i]!) continue;
          bucket.level -= bytes - reckoned[i]!;
          reckoned[i] = bytes;
        }
      },
      over() {
        for (const [i, bucket] of buckets.entries()) {
          bucket.level += reckoned[i]! - bytes;
          bucket.guess += (bytes - bucket.guess) * NEWEST;
        }
      },
    };
  }

  /** Waits for leave, under the clock `bandwidth`; null: nothing is capped. Rejects with a LocalFault after too long. */
  async function admit(visit: Visit): Promise<Grant | null> {
    const buckets = bucketsOf(visit);
    if (buckets.length === 0) return null;
    const asked = performance.now();
    const ahead = waiting.some((other) => other.buckets.some((bucket) => buckets.includes(bucket)));
    if (!ahead && buckets.every((bucket) => refill(bucket, asked) > 0)) return take(buckets);
    if (waiting.filter(({ visit: other }) => other.run === visit.run).length >= MOST_WAITING)
      throw noBandwidth(visit);
    const turn = () =>
      new Promise<Grant>((resolve, reject) => {
        const until = Math.min(asked + LONGEST_WAIT_MS, visit.latestStart);
        waiting.push({ visit, buckets, until, go: () => resolve(take(buckets)), goBack: reject });
        ticker ??= setInterval(tick, TICK_MS);
      });
    return waitsFor(visit, 'bandwidth', turn);
  }

  return {
    admit,
    /** The process' own cap, bytes a second; null: none. */
    cap: bytesPerSecond,
    /** The process' own cap is spent: whatever is claimed would wait. */
    spent: () => own !== null && refill(own, performance.now()) <= 0,
    close(): void {
      if (ticker) clearInterval(ticker);
      ticker = null;
      for (const { visit, goBack } of waiting.splice(0))
        goBack(new LocalFault('ABORTED', `${visit.url}: closed`));
    },
  };
}

export type Bandwidth = ReturnType<typeof createBandwidth>;

function newBucket(perSecond: number): Bucket {
  return { perSecond, level: perSecond, at: performance.now(), guess: Math.min(FIRST_GUESS, perSecond) };
}

function refill(bucket: Bucket, now: number): number {
  const { perSecond, level, at } = bucket;
  bucket.level = Math.min(perSecond, level + ((now - at) * perSecond) / 1000);
  bucket.at = now;
  return bucket.level;
}

const noBandwidth = ({ url }: Visit) =>
  new LocalFault('BANDWIDTH', `${url} was not asked for: the cap of bytes per second is spent`);
