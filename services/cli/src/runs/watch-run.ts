import {
  type Connection,
  type JobEvent,
  type LeftOut,
  type Progress,
  TrunklineError,
} from '@trunkline/client';
import { createBlock } from '../output/block.ts';
import { bytes, count, duration, rate } from '../output/format.ts';
import { progressBlock, progressLine } from '../output/progress-view.ts';
import { seeToEnd } from '../output/see-to-end.ts';
import { clean } from '../output/text.ts';
import { stateInWords } from '../output/words.ts';
import type { Context } from '../shell/context.ts';
import { type ExitCode, exitCodes } from '../shell/exit-codes.ts';
import { sayLeftOut } from './left-out.ts';

/** How visits end that bring nothing to keep. */
const outcomes = ['redirected', 'notModified', 'refused', 'throttled', 'failed'] as const;

/** A line of progress is printed at most so often where lines cannot be redrawn, ms. */
const LINE_EVERY = 2000;

/**
 * Shows a run until it is over, or until the user interrupts, which leaves the run alone. A redrawn block on a
 * terminal, plain lines elsewhere, the events themselves with `--json`.
 */
export async function watchRun(context: Context, id: string): Promise<ExitCode> {
  const { client, output } = context;
  const block = createBlock(output);
  let last: Progress | null = null;
  let title = id;
  let run = id;
  let startedAt: string | null = null;
  let trouble: string | null = null;
  let lastLineAt = 0;
  let lastState = '';

  const draw = () => {
    if (last === null) return;
    block.draw(progressBlock({ progress: last, title, startedAt, trouble }, output.width(), output.style));
  };
  const onConnection = (connection: Connection) => {
    const lost = connection.state === 'waiting';
    const before = trouble;
    trouble = lost ? `connection lost, trying again (${connection.attempt})` : null;
    if (block.live) draw();
    else if (lost && before === null) output.note(`${connection.error.message} Trying again.`);
    else if (!lost && before !== null) output.note('Connected again.');
  };

  const ticking = block.live ? setInterval(draw, 1000) : undefined;
  const show = (event: JobEvent) => {
    output.document(event);
    last = event.progress;
    if ('run' in event) {
      run = event.run.id;
      title = clean(event.run.job.name);
      startedAt = event.run.startedAt ?? event.run.createdAt;
    }
    if (block.live) draw();
    else if (dueLine(event)) output.line(progressLine(last));
  };
  const ended = () => {
    clearInterval(ticking);
    block.end();
  };
  const left =
    'Stopped watching. The job runs on: `trunkline job watch` follows it again, `trunkline job cancel` ends it.';
  const toEnd = await seeToEnd(context, client.jobs.watch(id, { onConnection }), show, { ended, left });
  if (!toEnd) return exitCodes.interrupted;
  return last === null ? exitCodes.failed : summary(last);

  /** The run is over and told: that no more can be asked of it now changes nothing of it. */
  async function leftOutOf(): Promise<LeftOut[]> {
    try {
      return await client.dead.leftOut(run);
    } catch (error) {
      if (!(error instanceof TrunklineError)) throw error;
      return [];
    }
  }

  function dueLine(event: JobEvent): boolean {
    const now = Date.now();
    const changed = event.progress.state !== lastState;
    if (!changed && now - lastLineAt < LINE_EVERY) return false;
    lastLineAt = now;
    lastState = event.progress.state;
    return true;
  }

  async function summary({ state, counters, at }: Progress): Promise<ExitCode> {
    const tookMs = startedAt ? Math.max(1, Date.parse(at) - Date.parse(startedAt)) : null;
    const visits = outcomes.reduce((sum, name) => sum + counters[name], counters.fetched);
    output.line(
      `${stateInWords(state, output.style)}${tookMs === null ? '' : ` in ${duration(tookMs)}`}: ` +
        `${count(counters.fetched)} fetched, ${bytes(counters.bytes)}` +
        `${tookMs === null ? '' : `, ${rate((visits / tookMs) * 1000)} pages/s`}`,
    );
    const rest = [...outcomes, 'dead' as const, 'dropped' as const]
      .filter((name) => counters[name] > 0)
      .map((name) => `${name === 'notModified' ? 'not modified' : name} ${count(counters[name])}`);
    if (rest.length > 0) output.line(`  ${rest.join(', ')}`);
    if (state !== 'DONE') return exitCodes.failed;
    const leftOut = await leftOutOf();
    sayLeftOut(output, leftOut);
    const errors = leftOut.reduce((sum, one) => sum + (one.kind === 'status' ? one.count : 0), 0);
    if (counters.fetched > errors || counters.notModified > 0) return exitCodes.ok;
    const [why] = leftOut;
    const because = why
      ? `${why.sample ?? `${count(why.count)} URLs`}: ${why.reason}`
      : 'no URL was answered';
    output.note(`\nNothing was fetched: ${clean(because)}.`);
    return exitCodes.failed;
  }
}
