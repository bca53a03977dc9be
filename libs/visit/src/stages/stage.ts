import { LocalFault, type Stage as StageName } from '@trunkline/policy';
import { Ended, type Visit } from '../visit.ts';

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

/** A stage with so many places. A quarter is kept from visits to slow hosts, and who visits another one goes before them. */
export function createStage(name: StageName, places = Number.POSITIVE_INFINITY): Stage {
  let free = places;
  let freeForSlow = places === Number.POSITIVE_INFINITY ? places : Math.ceil((places * 3) / 4);
  const line: (() => void)[] = [];
  const slowLine: (() => void)[] = [];

  function mayEnter(slow: boolean): boolean {
    return free > 0 && (!slow || freeForSlow > 0);
  }

  function take(slow: boolean): void {
    free--;
    if (slow) freeForSlow--;
  }

  function leave(slow: boolean): void {
    free++;
    if (slow) freeForSlow++;
    const next = line.shift();
    if (next) {
      take(false);
      next();
    } else if (slowLine.length > 0 && mayEnter(true)) {
      take(true);
      slowLine.shift()!();
    }
  }

  return {
    full: () => free === 0,
    async pass(visit, work) {
      const { clock, slow } = visit;
      const asked = performance.now();
      visit.at = { stage: name, since: asked };
      clock.wait(name);
      if (mayEnter(slow)) take(slow);
      else await new Promise<void>((resolve) => (slow ? slowLine : line).push(resolve));
      if (visit.signal.aborted) {
        clock.leave(name);
        leave(slow);
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
        leave(slow);
      }
    },
  };
}
