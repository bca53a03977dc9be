/** 10,136 */
export function count(value: number): string {
  return Math.round(value).toLocaleString('en-US');
}

const units = ['B', 'kB', 'MB', 'GB', 'TB', 'PB'];

/** Bytes in powers of 1000 with three digits: 26.1 kB. */
export function bytes(value: number): string {
  let size = value;
  let unit = 0;
  while (size >= 999.5 && unit < units.length - 1) {
    size /= 1000;
    unit += 1;
  }
  const digits = unit === 0 || size >= 99.95 ? 0 : size >= 9.995 ? 1 : 2;
  return `${size.toFixed(digits)} ${units[unit]}`;
}

/** Pages per second with as many decimals as are worth reading. */
export function rate(perSecond: number): string {
  return perSecond >= 99.95 ? count(perSecond) : perSecond.toFixed(perSecond >= 9.995 ? 1 : 2);
}

/** 350 ms, 4.2 s, 1m 12s, 2h 05m, 3d 4h */
export function duration(ms: number): string {
  if (ms < 1000) return `${Math.round(ms)} ms`;
  if (ms < 59_950) return `${(ms / 1000).toFixed(ms < 9950 ? 1 : 0)} s`;
  const seconds = Math.round(ms / 1000);
  const two = (value: number) => String(value).padStart(2, '0');
  if (seconds < 3600) return `${Math.floor(seconds / 60)}m ${two(seconds % 60)}s`;
  const minutes = Math.floor(seconds / 60);
  if (minutes < 1440) return `${Math.floor(minutes / 60)}h ${two(minutes % 60)}m`;
  return `${Math.floor(minutes / 1440)}d ${Math.floor((minutes % 1440) / 60)}h`;
}

/** How long ago a moment was, or the date when that says more. */
export function ago(moment: string | Date, now = Date.now()): string {
  const at = new Date(moment);
  const past = now - at.getTime();
  if (past < 1000) return 'just now';
  if (past < 7 * 86_400_000)
    return `${duration(past)
      .split(' ')
      .slice(0, past < 60_000 ? 2 : 1)
      .join(' ')} ago`;
  return at.toISOString().slice(0, 10);
}

/** A duration as people write it: `500ms`, `1s`, `1.5s`, `2m`, `7d`, or a bare number of ms. Null when it is none. */
export function readDuration(text: string): number | null {
  const match = /^(\d+(?:\.\d+)?)(ms|s|m|h|d)?$/.exec(text.trim());
  if (!match) return null;
  const factor = { ms: 1, s: 1000, m: 60_000, h: 3_600_000, d: 86_400_000 }[match[2] ?? 'ms'] ?? 1;
  return Math.round(Number(match[1]) * factor);
}
