import type { Redis } from '@trunkline/redis';
import { keys } from '../keys.ts';

/** Something that a duty of a conductor fails with. `item`, in words: what it goes on without; null: it fails altogether. */
export type Failure = {
  duty: string;
  item: string | null;
  /** Whose the item is, and of which run, as in the database; null: it concerns the whole installation. */
  projectId: string | null;
  runId: string | null;
  /** ms of the conductor's clock. */
  since: number;
  times: number;
  error: string;
};

const EXPIRY_MS = 15_000;
/** What a conductor tells at most. */
export const MOST_FAILURES = 100;
const LONGEST = 500;

/** Says that a conductor lives and what its duties fail with; it is forgotten 15 s after it said so last. */
export async function tellConductor(redis: Redis, name: string, failures: readonly Failure[]): Promise<void> {
  const told = failures.slice(0, MOST_FAILURES).map((one) => ({
    ...one,
    error: one.error.slice(0, LONGEST),
    item: one.item?.slice(0, LONGEST) ?? null,
  }));
  const calls = redis.pipeline().sadd(keys.conductors, name);
  await calls.set(keys.conductor(name), JSON.stringify(told), 'PX', EXPIRY_MS).exec();
}

/** A conductor that ends is there no more. */
export async function forgetConductor(redis: Redis, name: string): Promise<void> {
  await redis.pipeline().srem(keys.conductors, name).del(keys.conductor(name)).exec();
}

/** How many conductors live, and what their duties fail with: each thing once, since the first of them failed, the longest first. */
export async function readConductors(redis: Redis): Promise<{ alive: number; failures: Failure[] }> {
  const names = await redis.smembers(keys.conductors);
  const texts = names.length === 0 ? [] : await redis.mget(names.map(keys.conductor));
  const gone = names.filter((_, at) => texts[at] === null);
  if (gone.length > 0) await redis.srem(keys.conductors, ...gone);
  const told = texts.flatMap((text) => (text ? (JSON.parse(text) as Failure[]) : []));
  const same = Map.groupBy(told, ({ duty, item }) => JSON.stringify([duty, item])).values();
  const failures = Array.from(same, (all) => ({
    ...all.reduce((a, b) => (b.times > a.times ? b : a)),
    since: Math.min(...all.map(({ since }) => since)),
  }));
  return { alive: names.length - gone.length, failures: failures.sort((a, b) => a.since - b.since) };
}
