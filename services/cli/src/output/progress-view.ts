import { isOver, type Progress, type StageSummary } from '@trunkline/client';
import { forecastInShort } from './forecast-words.ts';
import { bytes, count, duration, rate } from './format.ts';
import type { Style } from './style.ts';
import { columns, cutEnd } from './text.ts';
import { stateInWords } from './words.ts';

export type View = {
  progress: Progress;
  /** Clean text. */
  title: string;
  startedAt: string | null;
  /** Set while the connection is lost. */
  trouble: string | null;
  /** What Ctrl-C does. */
  hint?: string;
};

/** The lines of one look at a run; none is wider than `width`. */
export function progressBlock(
  { progress, title, startedAt, trouble, hint = 'Ctrl-C stops watching, not the job' }: View,
  width: number,
  style: Style,
): string[] {
  const { counters, state } = progress;
  const elapsed = startedAt ? duration(Math.max(0, Date.parse(progress.at) - Date.parse(startedAt))) : '';
  const share = counters.accepted > 0 ? counters.finished / counters.accepted : 0;
  const reached = `${count(counters.finished)} of ${count(counters.accepted)} URLs ${percent(share)}`;
  const slowest = slowestStage(progress.stages);

  const head = [state.toLowerCase(), elapsed].filter(Boolean).join('  ');
  const name = cutEnd(title, width - columns(head) - 2);
  const lines = [
    `${style.bold(name)}  ${stateInWords(state, style)}${elapsed ? `  ${elapsed}` : ''}`,
    `${bar(share, Math.min(40, width - columns(reached) - 2), style)}  ${reached}`,
    ...fit([
      `${rate(progress.pagesPerSecond)} pages/s`,
      `${bytes(progress.bytesPerSecond)}/s`,
      `${bytes(counters.bytes)} in all`,
    ]),
    ...fit([
      `fetched ${count(counters.fetched)}`,
      `redirected ${count(counters.redirected)}`,
      ...(counters.notModified > 0 ? [`not modified ${count(counters.notModified)}`] : []),
      `refused ${count(counters.refused)}`,
      `throttled ${count(counters.throttled)}`,
      `failed ${count(counters.failed)}`,
      ...(counters.dead > 0 ? [`dead ${count(counters.dead)}`] : []),
    ]),
    ...fit([
      `waiting ${count(counters.waiting)}`,
      ...(counters.delayed > 0 ? [`delayed ${count(counters.delayed)}`] : []),
      `in flight ${count(counters.inFlight)}`,
      `hosts ${count(counters.hosts)}`,
    ]),
    ...(slowest ? fit([`slowest stage ${slowest}`]) : []),
    ...(progress.forecast && !isOver(state) ? fit([forecastInShort(progress.forecast)]) : []),
  ];
  if (trouble) lines.push(style.yellow(cutEnd(`  ${trouble}`, width)));
  else if (!isOver(state)) lines.push(style.dim(cutEnd(`  ${hint}`, width)));
  return lines.filter((line) => line !== '');

  /** As many lines as the parts need. */
  function fit(parts: string[]): string[] {
    const wrapped: string[] = [];
    let line = '';
    for (const part of parts) {
      if (line && columns(line) + 3 + columns(part) > width) {
        wrapped.push(line);
        line = '';
      }
      line = line ? `${line}   ${part}` : cutEnd(`  ${part}`, width);
    }
    return line ? [...wrapped, line] : wrapped;
  }
}

/** One line for logs and pipes. */
export function progressLine({ at, state, counters, pagesPerSecond, forecast }: Progress): string {
  const share = counters.accepted > 0 ? counters.finished / counters.accepted : 0;
  return [
    at.slice(11, 19),
    state.toLowerCase(),
    `${count(counters.finished)}/${count(counters.accepted)} ${percent(share)}`,
    `${rate(pagesPerSecond)} pages/s`,
    bytes(counters.bytes),
    `waiting ${count(counters.waiting)}`,
    `in flight ${count(counters.inFlight)}`,
    `failed ${count(counters.failed)}`,
    ...(forecast && !isOver(state) ? [forecastInShort(forecast)] : []),
  ].join('  ');
}

/** The stage in which a visit spends most, waiting and service together; null before anything was measured. */
function slowestStage(stages: readonly StageSummary[]): string | null {
  const spent = (stage: StageSummary) => (stage.wait.meanMs ?? 0) + (stage.service.meanMs ?? 0);
  const measured = stages.filter((stage) => stage.stage !== 'QUEUE' && spent(stage) > 0);
  if (measured.length === 0) return null;
  const slowest = measured.reduce((most, stage) => (spent(stage) > spent(most) ? stage : most));
  return (
    `${slowest.stage.toLowerCase()}: ${duration(slowest.service.meanMs ?? 0)} in service, ` +
    `${duration(slowest.wait.meanMs ?? 0)} waiting`
  );
}

function percent(share: number): string {
  // 100 % is only said when it is true.
  return `${Math.min(share < 1 ? 99 : 100, Math.floor(share * 100))} %`;
}

export function bar(share: number, width: number, style: Style): string {
  if (width < 4) return '';
  const full = Math.floor(Math.min(1, share) * width);
  return style.cyan('━'.repeat(full)) + style.dim('─'.repeat(width - full));
}
