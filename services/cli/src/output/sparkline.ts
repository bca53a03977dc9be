const bars = '▁▂▃▄▅▆▇█';

/** A line of bars from 0 to the greatest value, so many columns wide at most; a gap where nothing is known. */
export function sparkline(values: readonly (number | null)[], width: number): string {
  const per = Math.max(1, Math.ceil(values.length / width));
  const shown: (number | null)[] = [];
  for (let at = 0; at < values.length; at += per) {
    const some = values.slice(at, at + per).filter((value) => value !== null);
    shown.push(some.length === 0 ? null : some.reduce((sum, value) => sum + value, 0) / some.length);
  }
  const most = Math.max(0, ...shown.filter((value) => value !== null));
  return shown
    .map((value) => {
      if (value === null) return ' ';
      return bars[most === 0 ? 0 : Math.min(bars.length - 1, Math.floor((value / most) * bars.length))];
    })
    .join('');
}
