import { readFileSync } from 'node:fs';
import type { Redis } from 'ioredis';
import { channel, keys } from './keys.ts';
import type { LoggedEvent, RunEvent } from './run-event.ts';

/** Entries of a log, about. Sampled as they are, that is the last five minutes of a busy run, and all of a quiet one. */
const MOST = 2000;
/** And bytes: of one log, and of those of all runs together, which share it then. */
const MOST_BYTES = 512 * 1024;
const ALL_BYTES = 256 * 2 ** 20;
/** A log whose run says nothing any more, and was not forgotten, goes by itself. */
const KEPT_SECONDS = 7 * 86_400;
/** Of a run that is over the log stays this long: who was cut off may still read its end. */
const OVER_SECONDS = 900;

type Scripts = Redis & {
  appendEvents(log: string, counts: string, logs: string, ...args: (string | number)[]): Promise<number>;
  changeState(log: string, counts: string, ...args: (string | number)[]): Promise<number>;
};

/** Teaches a connection the scripts of the log. */
function withScripts(redis: Redis): Scripts {
  if (!('appendEvents' in redis))
    for (const [name, file, numberOfKeys] of [
      ['appendEvents', 'append-events', 3],
      ['changeState', 'change-state', 2],
    ] as const)
      redis.defineCommand(name, {
        numberOfKeys,
        lua: readFileSync(new URL(`./lua/${file}.lua`, import.meta.url), 'utf8'),
      });
  return redis as Scripts;
}

const common = (run: string) =>
  [keys.runLog(run), keys.runCounts(run), channel('runEvents'), run, MOST, KEPT_SECONDS] as const;

export async function appendEvents(redis: Redis, run: string, events: readonly RunEvent[]): Promise<void> {
  if (events.length === 0) return;
  const [log, counts, ...args] = common(run);
  const limits = [...args, MOST_BYTES, ALL_BYTES];
  const texts = events.map((event) => JSON.stringify(event));
  await withScripts(redis).appendEvents(log, counts, keys.runLogs, ...limits, ...texts);
}

export async function changeState(
  redis: Redis,
  { run, state, version }: { run: string; state: string; version: number },
): Promise<void> {
  await withScripts(redis).changeState(...common(run), version, state, Date.now());
}

/** Events of a run after an entry (`0` is before all), oldest first, at most `count`. */
export async function readRunEvents(
  redis: Redis,
  run: string,
  after: string,
  count: number,
): Promise<LoggedEvent[]> {
  const rows = await redis.xrange(keys.runLog(run), `(${after}`, '+', 'COUNT', count);
  return rows.map(([id, [, n, , event]]) => ({ id, n: Number(n), event: JSON.parse(event!) as RunEvent }));
}

/** Where the log of a run ends: its last entry, and how many there ever were. Of an unknown run `{ n: 0, id: '0-0' }`. */
export async function readRunLogEnd(redis: Redis, run: string): Promise<{ n: number; id: string }> {
  const [last] = await redis.xrevrange(keys.runLog(run), '+', '-', 'COUNT', 1);
  return last === undefined ? { n: 0, id: '0-0' } : { id: last[0], n: Number(last[1][1]) };
}

/** The run is over: its log goes a quarter of an hour from now. */
export async function endRunLog(redis: Redis, run: string): Promise<void> {
  await redis
    .pipeline()
    .expire(keys.runLog(run), OVER_SECONDS)
    .expire(keys.runCounts(run), OVER_SECONDS)
    .zrem(keys.runLogs, run)
    .exec();
}
