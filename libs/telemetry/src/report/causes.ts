import type { Redis } from '@trunkline/redis';
import { keys } from '../keys.ts';

/** Why the waiting URLs of a run wait, at a moment: they sum to `waiting`. */
export type ToldCauses = {
  /** Short id. */
  run: string;
  at: number;
  waiting: number;
  /** URLs by which a figure may be wrong (95 %). */
  error: number;
  /** The most URLs first. `since`: ms since the epoch. */
  causes: { cause: string; urls: number; share: number; since: number }[];
};

const CAUSES_MS = 5000;

/** Says why URLs wait; it is forgotten 5 s later. */
export async function tellCauses(redis: Redis, told: readonly ToldCauses[]): Promise<void> {
  if (told.length === 0) return;
  const calls = redis.pipeline();
  for (const one of told) calls.set(keys.causes(one.run), JSON.stringify(one), 'PX', CAUSES_MS);
  await calls.exec();
}

/** What was said last of a run; null: nobody has said anything within 5 s. */
export async function readCauses(redis: Redis, run: string): Promise<ToldCauses | null> {
  const text = await redis.get(keys.causes(run));
  return text === null ? null : (JSON.parse(text) as ToldCauses);
}

/** URLs that were given to a job as seeds: taken in as new, and known before. */
export type Submitted = { accepted: number; known: number };

const SUBMITTED_SECONDS = 86_400;

export async function countSubmitted(
  redis: Redis,
  job: string,
  { accepted, known }: Submitted,
): Promise<void> {
  const calls = redis.pipeline().hincrby(keys.submitted(job), 'accepted', accepted);
  await calls
    .hincrby(keys.submitted(job), 'known', known)
    .expire(keys.submitted(job), SUBMITTED_SECONDS)
    .exec();
}

export async function readSubmitted(redis: Redis, jobs: readonly string[]): Promise<Map<string, Submitted>> {
  if (jobs.length === 0) return new Map();
  const calls = redis.pipeline();
  for (const job of jobs) calls.hgetall(keys.submitted(job));
  const replies = (await calls.exec()) ?? [];
  return new Map(
    jobs.map((job, at) => {
      const found = (replies[at]?.[1] ?? {}) as Record<string, string>;
      return [job, { accepted: Number(found['accepted'] ?? 0), known: Number(found['known'] ?? 0) }];
    }),
  );
}
