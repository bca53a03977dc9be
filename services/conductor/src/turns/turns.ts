import { FrontierFull, FrontierUnavailable } from '@trunkline/frontier';
import type { Logger } from '@trunkline/service';
import { z } from 'zod';
import type { FailingItem, Work } from '../loop.ts';
import { atOnce } from './at-once.ts';

/** An item that failed is left out for so long, twice as long each time, ms. */
const FIRST_MS = 1000;
const LONGEST_MS = 300_000;
const MOST_KNOWN = 10_000;

/**
 * Turns of a duty's items: one that fails is left out for a while, ever longer, and stops no other. A store that is away is nobody's fault:
 * that is thrown, and the duty's loop waits for it.
 */
export function createTurns(duty: string, log: Logger, now: () => number = () => performance.now()) {
  const failing = new Map<string, FailingItem & { until: number }>();
  const waiting = new Map<string, number>();

  /** @throws what is no fault of the item */
  function failed(key: string, error: unknown): void {
    if (isAway(error)) throw error;
    const before = failing.get(key);
    const times = (before?.times ?? 0) + 1;
    if (times === 1)
      log.error({ duty, item: key, err: error }, 'failed; it is tried again, and others go on');
    if (failing.size > MOST_KNOWN) failing.clear();
    const until = now() + Math.min(LONGEST_MS, FIRST_MS * 2 ** (times - 1));
    failing.set(key, { item: key, times, until, since: before?.since ?? Date.now(), error: reasonOf(error) });
  }

  /** Keys of all that failed and has not gone well since; what nobody has tried when its turn came is no item any more. */
  function fails(): string[] {
    for (const [key, { until }] of failing) if (until + LONGEST_MS <= now()) failing.delete(key);
    return [...failing.keys()];
  }

  return {
    failed,
    /** This one waits for something, which is no fault: it is left out for a while. */
    waits: (key: string) => void waiting.set(key, now() + FIRST_MS),
    /** Keys of items that are left out for now. */
    out(): string[] {
      for (const [key, until] of waiting) if (until <= now()) waiting.delete(key);
      const out = [...failing].filter(([, { until }]) => until > now()).map(([key]) => key);
      return [...out, ...waiting.keys()];
    },
    failing: fails,
    /** A pass of the duty, of which its loop can tell what fails. */
    pass: <T>(work: () => Promise<T>): (() => Promise<T>) & Required<Pick<Work, 'failing' | 'items'>> =>
      Object.assign(work, {
        failing: () => fails().length,
        items: () => fails().map((key) => failing.get(key)!),
      }),
    /** Does this with each item that is not left out, so many at a time; answers how many it went well with. */
    async each<T>(
      items: Iterable<T>,
      keyOf: (item: T) => string,
      work: (item: T) => Promise<unknown>,
      most = 1,
    ) {
      const left = new Set(this.out());
      let well = 0;
      await atOnce(items, most, async (item) => {
        const key = keyOf(item);
        if (left.has(key)) return;
        try {
          await work(item);
          failing.delete(key);
          well++;
        } catch (error) {
          failed(key, error);
        }
      });
      return well;
    },
  };
}

/** Redis or Postgres is away, full or ending: SQLSTATE classes 08, 53, 57, and sockets that broke. */
export function isAway(error: unknown): boolean {
  if (error instanceof FrontierUnavailable || error instanceof FrontierFull) return true;
  const { code, cause } = error as { code?: unknown; cause?: unknown };
  if (cause instanceof Error && isAway(cause)) return true;
  if (
    error instanceof Error &&
    /Connection terminated|timeout exceeded when trying to connect/.test(error.message)
  )
    return true;
  return typeof code === 'string' && /^(?:08|53|57|ECONN|EPIPE|ETIMEDOUT|EHOSTUNREACH|ENOTFOUND)/.test(code);
}

/** For people: what Postgres said, not which statement it said it of. */
function reasonOf(error: unknown): string {
  if (error instanceof z.ZodError) return z.prettifyError(error);
  if (!(error instanceof Error)) return String(error);
  return error.cause instanceof Error ? reasonOf(error.cause) : error.message;
}
