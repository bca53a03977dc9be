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

/** The code of a result that is a failure of the host's. */
export const failedCode = (result: unknown) =>
  result instanceof Ended && result.outcome.kind === 'failed' ? result.outcome.code : null;

/** A stage with so many places; `failureOf`: the code of a result that is a failure. A quarter is kept from visits to slow hosts, and who visits another one goes before them. */
export function createStage(
  name: StageName,
  places = Number.POSITIVE_INFINITY,
  failureOf: (result: unknown) => string | null = failedCode,
): Stage {
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
      clock.wait(name, asked);
      if (mayEnter(slow)) take(slow);
      else await new Promise<void>((resolve) => (slow ? slowLine : line).push(resolve));
      if (visit.signal.aborted) {
        clock.leave(name, asked, performance.now());
        leave(slow);
        throw new LocalFault('ABORTED', `The visit to ${visit.url} was given up before its ${name} stage`);
      }
      const began = performance.now();
      clock.begin(name, asked, began);
      const place = { stage: name, began };
      visit.inStage = place;
      let failure: string | null = null;
      try {
        const result = await work();
        failure = failureOf(result);
        return result;
      } catch (fault) {
        failure = fault instanceof LocalFault ? fault.code : 'BUG';
        if (givenBack.has(failure)) failure = null;
        throw fault;
      } finally {
        const ended = performance.now();
        visit.inStage = null;
        clock.end(name, place.began, ended, failure, visit);
        visit.trace?.stage(name, asked, began, ended, failure === null);
        // What it waited for within the stage was a wait as well.
        visit.timings[name] = [tenth(place.began - asked), tenth(ended - place.began)];
        leave(slow);
      }
    },
  };
}
