import type { Progress, StageSummary } from '@trunkline/client';
import { createBlock } from '../../output/block.ts';
import type { Output } from '../../output/output.ts';
import { progressBlock, progressLine } from '../../output/progress-view.ts';
import type { Look } from './run-crawl.ts';

/** A look is taken so often, and where lines cannot be redrawn one is printed so often, ms. */
const LOOK_MS = 250;
const LINE_MS = 2000;
/** What rates and the slowest stage are measured over, ms. */
const WINDOW_MS = 3000;

type Sample = { at: number; pages: number; bytes: number; stages: Look['stages'] };

export type LiveParts = {
  output: Output;
  title: string;
  hint: string;
  look(): Promise<Look>;
  /** Pages and hosts in trouble, as counted by the tally. */
  pages(): number;
  trouble(): string | null;
};

/** Shows a crawl while it runs: a block that is redrawn on a terminal, a line now and then elsewhere. */
export function showLive({ output, title, hint, look, pages, trouble }: LiveParts) {
  const block = createBlock(output);
  const startedAt = new Date().toISOString();
  const samples: Sample[] = [];
  let lastLineAt = performance.now();
  let said: string | null = null;

  async function show(state: string): Promise<void> {
    const now = await look();
    const at = performance.now();
    samples.push({ at, pages: pages(), bytes: now.counters.bytes, stages: now.stages });
    while (samples.length > 2 && at - samples[1]!.at > WINDOW_MS) samples.shift();
    const progress = progressOf(state, now, samples);
    const blocked = now.blockedBy === null ? null : whyBlocked(now.blockedBy);
    const full = now.leftOut > 0 ? `memory is full: ${now.leftOut} URLs were left out (--max-urls)` : null;
    const worry = blocked ?? full ?? trouble();
    if (block.live) {
      block.draw(
        progressBlock({ progress, title, startedAt, trouble: worry, hint }, output.width(), output.style),
      );
    } else if (at - lastLineAt >= LINE_MS) {
      lastLineAt = at;
      output.line(progressLine(progress));
      output.document({ progress: { ...progress, stages: undefined } });
      if (worry !== null && worry !== said) output.note(worry);
      said = worry;
    }
  }

  let showing = Promise.resolve();
  const timer = setInterval(() => {
    // A look that fails is the crawl's failure, and told there.
    showing = show('RUNNING').catch(() => {});
  }, LOOK_MS);

  return {
    async end(state: string): Promise<void> {
      clearInterval(timer);
      await showing;
      if (block.live) await show(state);
      block.end();
    },
  };
}

function whyBlocked(code: string): string {
  switch (code) {
    case 'NAME_SERVERS':
      return 'no name server answers: nothing is asked for until one does (--dns, TRUNKLINE_DNS)';
    case 'STORE':
      return 'the disk of --out has no room: nothing is asked for until it has';
    default:
      return `nothing is asked for now: ${code}, a fault of this machine`;
  }
}

function progressOf(state: string, { counters, stages }: Look, samples: readonly Sample[]): Progress {
  const [first, last] = [samples[0]!, samples.at(-1)!];
  const seconds = Math.max(0.001, (last.at - first.at) / 1000);
  return {
    at: new Date().toISOString(),
    state: state as Progress['state'],
    pagesPerSecond: (last.pages - first.pages) / seconds,
    bytesPerSecond: (last.bytes - first.bytes) / seconds,
    counters,
    stages: Object.keys(stages).map((name) => summaryOf(name, stages, first.stages)),
    forecast: null,
  };
}

/** Means of a stage over the window; over the whole crawl while nothing passed it in the window. */
function summaryOf(name: string, now: Look['stages'], before: Look['stages']): StageSummary {
  const [is, was] = [now[name]!, before[name]];
  const passed = is.done + is.failed - (was ? was.done + was.failed : 0);
  const base = was && passed > 0 ? was : null;
  const times = Math.max(1, base ? passed : is.done + is.failed);
  const mean = (of: 'waitMs' | 'serviceMs') => (is[of] - (base?.[of] ?? 0)) / times;
  const only = (meanMs: number) => ({ meanMs, p50Ms: null, p95Ms: null, p99Ms: null });
  return {
    stage: name.toUpperCase() as StageSummary['stage'],
    inFlight: is.inFlight,
    waiting: is.waiting,
    done: is.done,
    failed: is.failed,
    wait: only(mean('waitMs')),
    service: only(mean('serviceMs')),
  };
}
