import { Cron } from 'croner';

/** A cron expression or a time zone that means nothing. */
export class ScheduleError extends Error {
  override readonly name = 'ScheduleError';
}

/**
 * The next time after `after` at which a cron expression of five fields (minute hour day month weekday; `@daily` and the like
 * too) is due on the clocks of a time zone (IANA name); null: never. An hour that clocks skip in spring counts at its end, one
 * they repeat in autumn counts once.
 * @throws {ScheduleError} saying what is wrong
 */
export function nextTime(cron: string, timeZone: string, after: Date): Date | null {
  if (!/^@\w+$/.test(cron.trim()) && cron.trim().split(/\s+/).length !== 5)
    throw new ScheduleError(
      `"${cron.slice(0, 100)}" is no schedule: five fields are needed, minute hour day month weekday`,
    );
  try {
    new Intl.DateTimeFormat('en', { timeZone });
  } catch (cause) {
    throw new ScheduleError(`"${timeZone.slice(0, 60)}" is no time zone: write it as Europe/Berlin`, {
      cause,
    });
  }
  try {
    return new Cron(cron.trim(), { timezone: timeZone, paused: true }).nextRun(after);
  } catch (cause) {
    throw new ScheduleError(cause instanceof Error ? cause.message : String(cause), { cause });
  }
}
