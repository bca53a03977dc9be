import type { Exemplar, StageReport } from '../report/report.ts';
import { percentile, sketchSince } from './sketch.ts';

/** So many reports make "of late". */
const LATELY = 10;
/** URLs are told so far, characters. */
const LONGEST = 300;

/** Whose time it is. */
export type Who = { run: string; url: string; token: string | null; attempt: number };

/** Keeps of each stage the slowest visit since the last report, if slower than 99 in 100 of late. */
export function createExemplars() {
  const slowest = new Map<string, Exemplar>();
  const least = new Map<string, number>();
  let before: StageReport = {};
  let takes = 0;

  return {
    offer(stage: string, ms: number, { run, url, token, attempt }: Who): void {
      if (ms <= (slowest.get(stage)?.ms ?? least.get(stage) ?? 0)) return;
      const rounded = Math.round(ms * 10) / 10;
      slowest.set(stage, {
        stage,
        ms: rounded,
        at: Date.now(),
        run,
        url: url.slice(0, LONGEST),
        token,
        attempt,
      });
    },
    /** Those since the last time; `stages`: the totals by now. */
    take(stages: StageReport): Exemplar[] {
      const taken = [...slowest.values()];
      slowest.clear();
      if (takes++ % LATELY === 0) {
        for (const [stage, { service }] of Object.entries(stages)) {
          const p99 = percentile(sketchSince(service, before[stage]?.service ?? ''), 0.99);
          if (p99 === null) least.delete(stage);
          else least.set(stage, p99);
        }
        before = stages;
      }
      return taken;
    },
  };
}
