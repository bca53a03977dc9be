import { stages, type VisitRecord } from '@trunkline/policy';
import type { Style } from '../../output/style.ts';
import { pad } from '../../output/text.ts';

/** A stage of a visit: when it was reached, ms from the beginning, and what it waited and took. */
export type Bar = { name: string; startMs: number; waitMs: number; serviceMs: number; passed: boolean };

/** Times are told in tenths of a millisecond, as visits measure them. */
export const tenth = (ms: number) => Math.round(ms * 10) / 10;

/** Stages follow each other, so each begins where the one before it ended. robots.txt comes before them, as a claim of its own. */
export function barsOf(
  timings: VisitRecord['timings'],
  settleMs: number | null,
  robotsMs: number | null,
): Bar[] {
  const bars: Bar[] = [];
  let at = 0;
  const add = (name: string, times: readonly [number, number] | undefined) => {
    const [waitMs, serviceMs] = times ?? [0, 0];
    bars.push({ name, startMs: tenth(at), waitMs, serviceMs, passed: times !== undefined });
    at += waitMs + serviceMs;
  };
  if (robotsMs !== null) add('robots.txt', [0, tenth(robotsMs)]);
  for (const stage of stages) {
    add(stage, stage !== 'settle' ? timings[stage] : settleMs === null ? undefined : [0, tenth(settleMs)]);
  }
  return bars;
}

const NAME = 11;
const TIME = 10;
const WIDEST = 100;

/** The stages as bars over time: waiting light, service full. Where a terminal is narrow, the bars give way first. */
export function waterfall(bars: readonly Bar[], width: number, style: Style): string[] {
  const total = Math.max(0.1, ...bars.map(({ startMs, waitMs, serviceMs }) => startMs + waitMs + serviceMs));
  const room = Math.min(width, WIDEST) - 2 - NAME - 2 * TIME - 2;
  const scale = (ms: number) => (ms / total) * room;
  const head = `  ${pad('stage', NAME)}${pad('wait', TIME, 'right')}${pad('service', TIME, 'right')}`;
  const lines = bars.map(({ name, startMs, waitMs, serviceMs, passed }) => {
    const label = `  ${pad(name, NAME)}`;
    if (!passed) return style.dim(`${label}${pad('–', TIME, 'right')}${pad('–', TIME, 'right')}`);
    const numbers = `${label}${pad(millis(waitMs), TIME, 'right')}${pad(millis(serviceMs), TIME, 'right')}`;
    if (room < 8) return numbers;
    const from = Math.min(room - 1, Math.floor(scale(startMs)));
    const full = Math.max(1, Math.round(scale(startMs + waitMs + serviceMs)) - from);
    const waiting = Math.min(full - 1, Math.round(scale(waitMs)));
    const served = Math.min(room - from, full) - waiting;
    return `${numbers}  ${' '.repeat(from)}${style.dim('░'.repeat(waiting))}${style.cyan(serviceMs < 0.05 ? '▏' : '█'.repeat(served))}`;
  });
  const sum = `  ${pad('in all', NAME)}${pad('', TIME)}${pad(millis(total), TIME, 'right')}`;
  return [style.dim(head), ...lines, style.bold(sum)];
}

/** 0.4 ms, 12.1 ms, 1,234 ms: milliseconds throughout, so that they can be compared. */
export function millis(ms: number): string {
  return `${ms < 99.95 ? ms.toFixed(1) : Math.round(ms).toLocaleString('en-US')} ms`;
}
