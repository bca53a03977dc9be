import { callScript, type Redis } from '@trunkline/redis';
import { channel, keys } from './keys.ts';
import { appendEventsScript } from './lua/append-events.ts';
import { changeStateScript } from './lua/change-state.ts';
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

const keysOf = (run: string) => ({ log: keys.runLog(run), counts: keys.runCounts(run) });
const common = (run: string) => ({
  channel: channel('runEvents'),
  run,
  most: MOST,
  seconds: KEPT_SECONDS,
});

export async function appendEvents(redis: Redis, run: string, events: readonly RunEvent[]): Promise<void> {
  if (events.length === 0) return;
  await callScript(
    redis,
    appendEventsScript,
    { ...keysOf(run), logs: keys.runLogs },
    { ...common(run), bytes: MOST_BYTES, all: ALL_BYTES },
    events.map((event) => JSON.stringify(event)),
  );
}

export async function changeState(
  redis: Redis,
  { run, state, version }: { run: string; state: string; version: number },
): Promise<void> {
  const input = { ...common(run), version, state, at: Date.now() };
  await callScript(redis, changeStateScript, keysOf(run), input);
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
