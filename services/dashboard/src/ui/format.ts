const whole = new Intl.NumberFormat('en-US', { maximumFractionDigits: 0 });

/** 10,136 */
export function count(value: number): string {
  return whole.format(value);
}

/** 1,234 or 12.3k or 4.56M: for narrow places. */
export function shortCount(value: number): string {
  if (value < 10_000) return count(value);
  return new Intl.NumberFormat('en-US', { notation: 'compact', maximumSignificantDigits: 3 }).format(value);
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
  return `${size.toFixed(unit === 0 || size >= 99.95 ? 0 : size >= 9.995 ? 1 : 2)} ${units[unit]}`;
}

/** A rate with as many decimals as are worth reading. */
export function rate(perSecond: number): string {
  return perSecond >= 99.95 ? count(perSecond) : perSecond.toFixed(perSecond === 0 ? 0 : 1);
}

/** 0.4 ms, 35 ms, 1.2 s, 1m 12s, 2h 05m, 3d 4h */
export function duration(ms: number): string {
  if (ms < 9.95) return `${ms < 0.05 ? '0' : ms.toFixed(1)} ms`;
  if (ms < 1000) return `${Math.round(ms)} ms`;
  if (ms < 59_950) return `${(ms / 1000).toFixed(ms < 9950 ? 1 : 0)} s`;
  const seconds = Math.round(ms / 1000);
  const two = (value: number) => String(value).padStart(2, '0');
  if (seconds < 3600) return `${Math.floor(seconds / 60)}m ${two(seconds % 60)}s`;
  const minutes = Math.floor(seconds / 60);
  if (minutes < 1440) return `${Math.floor(minutes / 60)}h ${two(minutes % 60)}m`;
  return `${Math.floor(minutes / 1440)}d ${Math.floor((minutes % 1440) / 60)}h`;
}

export function clockTime(moment: string): string {
  return new Date(moment).toLocaleTimeString('en-GB');
}

export function ago(moment: string, now: number): string {
  const past = now - Date.parse(moment);
  if (past < 5000) return 'now';
  return `${duration(past)
    .split(' ')
    .slice(0, past < 60_000 ? 2 : 1)
    .join(' ')} ago`;
}

// C0, DEL, C1, separators and bidirectional controls: they could make a title or URL read as something else.
// biome-ignore lint/suspicious/noControlCharactersInRegex: these are what is looked for
const unsafe = /[\u0000-\u001f\u007f-\u009f\u061c\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff]/gu;

/** Text from the web made fit to be shown. React escapes markup; this takes what could disguise the text. */
export function clean(text: string): string {
  return text.replace(unsafe, ' ').trim();
}

/** The address when it may be linked to; null for `javascript:` and everything else that is not the web. */
export function webAddress(text: string): string | null {
  const url = URL.parse(text);
  return url && (url.protocol === 'http:' || url.protocol === 'https:') ? url.href : null;
}
