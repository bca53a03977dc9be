import type { Head } from '../stages/headers/head.ts';

const DAY = 86_400_000;

/**
 * Milliseconds a Retry-After asks for (RFC 9110 §10.2.3), at most a day; null when it is missing or makes no
 * sense. A date is taken relative to the origin's own Date, so that its clock may be wrong.
 */
export function retryAfterMs(
  value: string | undefined,
  date: string | undefined,
  now: number,
): number | null {
  if (value === undefined) return null;
  const text = value.trim();
  if (/^\d{1,15}$/.test(text)) return Math.min(Number(text) * 1000, DAY);
  // Only the forms of HTTP-date: Date.parse alone would read "7 years" or "-5" as some date.
  if (!/^[A-Z][a-z]{2,8},? .*\d{2}:\d{2}:\d{2}/.test(text)) return null;
  const until = Date.parse(text);
  if (Number.isNaN(until)) return null;
  const theirNow = date === undefined ? Number.NaN : Date.parse(date);
  return Math.min(Math.max(until - (Number.isNaN(theirNow) ? now : theirNow), 0), DAY);
}

/** What a response with this head says of rest: null unless the host asks for it (429 and 503). */
export function restOf({ status, get }: Head): { retryAfterMs: number | null } | null {
  if (status !== 429 && status !== 503) return null;
  return { retryAfterMs: retryAfterMs(get('retry-after'), get('date'), Date.now()) };
}
