import { LocalFault, type Stage as StageName } from '@trunkline/policy';
import { Ended, type Visit } from './visit.ts';

/** One stage: a number of places and a clock. Waiting for a place and the work in it are measured apart. */
export type Stage = {
  /** Does the work in a place of this stage; those who wait are served in order. */
  pass<T>(visit: Visit, work: () => T | Promise<T>): Promise<T>;
  /** Whoever came now would have to wait. */
  full(): boolean;
};

const tenth = (ms: number) => Math.round(ms * 10) / 10;

/** Visits that are given back before a request was made: no stage has failed then. */
const givenBack = new Set(['NO_START', 'LATE', 'ABORTED']);

/** A stage with so many places. */
export function createStage(name: StageName, places = Number.POSITIVE_INFINITY): Stage {
  let free = places;
  const line: (() => void)[] = [];

  function leave(): void {
    const next = line.shift();
    if (next) next();
    else free++;
  }

  return {
    full: () => free === 0,
    async pass(visit, work) {
      const { clock } = visit;
      const asked = performance.now();
      visit.at = { stage: name, since: asked };
      clock.wait(name);
      if (free > 0) free--;
      else await new Promise<void>((resolve) => line.push(resolve));
      if (visit.signal.aborted) {
        clock.leave(name);
        leave();
        throw new LocalFault('ABORTED', `The visit to ${visit.url} was given up before its ${name} stage`);
      }
      const began = performance.now();
      clock.begin(name, began - asked);
      let ok = false;
      try {
        const result = await work();
        ok = !(result instanceof Ended && result.outcome.kind === 'failed');
        return result;
      } catch (fault) {
        ok = fault instanceof LocalFault && givenBack.has(fault.code);
        throw fault;
      } finally {
        const ended = performance.now();
        clock.end(name, ended - began, ok);
        visit.trace?.stage(name, asked, began, ended, ok);
        visit.timings[name] = [tenth(began - asked), tenth(ended - began)];
        leave();
      }
    },
  };
}
