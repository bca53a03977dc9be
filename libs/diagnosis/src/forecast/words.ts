/** Numbers, times and durations as people read them. Times are UTC. */

export const inWords = (n: number): string => Math.round(n).toLocaleString('en-US');

const UNITS = [
  ['year', 365 * 86_400_000],
  ['day', 86_400_000],
  ['hour', 3_600_000],
  ['minute', 60_000],
  ['second', 1000],
] as const;

/** `21 days`, `2 days 4 hours`, `350 ms`: the two largest units that matter. */
export function span(ms: number): string {
  if (ms < 1000) return `${Math.round(ms)} ms`;
  const at = Math.max(
    0,
    UNITS.findIndex(([, of]) => ms >= of),
  );
  const [[name, of], smaller] = [UNITS[at]!, UNITS[at + 1]];
  const count = (n: number, unit: string) => `${inWords(n)} ${unit}${n === 1 ? '' : 's'}`;
  // Beyond ten of a unit the next smaller one says nothing.
  if (!smaller || ms >= 10 * of) {
    const [larger, whole] = [UNITS[at - 1], Math.round(ms / of)];
    return larger && whole * of >= larger[1] ? count(1, larger[0]) : count(whole, name);
  }
  const whole = Math.floor(ms / of);
  const rest = Math.round((ms - whole * of) / smaller[1]);
  if (rest * smaller[1] >= of) return count(whole + 1, name);
  return rest === 0 ? count(whole, name) : `${count(whole, name)} ${count(rest, smaller[0])}`;
}

/** `10 s`, `0.5 s`, `250 ms` of a delay between two requests. */
export const delayInWords = (ms: number): string =>
  ms < 500 ? `${Number(ms.toPrecision(3))} ms` : `${Number((ms / 1000).toPrecision(3))} s`;

/** `3 Dec 2026 14:05 UTC`, with seconds while they matter. */
export function moment(at: number, from: number): string {
  const time = new Date(at).toISOString();
  const day = new Date(at).toLocaleDateString('en-GB', {
    day: 'numeric',
    month: 'short',
    year: 'numeric',
    timeZone: 'UTC',
  });
  const clock = time.slice(11, Math.abs(at - from) < 3_600_000 ? 19 : 16);
  return new Date(from).toISOString().slice(0, 10) === time.slice(0, 10)
    ? `${clock} UTC`
    : `${day} ${clock} UTC`;
}
