import { LocalFault } from '@trunkline/policy';
import type { RobotsStep } from '@trunkline/visit';

/** How long what a robots.txt elsewhere said is good for others that lead there, ms (RFC 9309 §2.4 allows a day); how many, and bytes. */
const KEPT_MS = 600_000;
const MOST = 1000;
const MOST_BYTES = 8 << 20;

type Kept = { step: RobotsStep; until: number; bytes: number };

/**
 * What the URLs that robots.txt are redirected to came to. Thousands of parked hosts lead to one: who comes while one asks waits for
 * its answer, and who comes later has it. What could not be had is asked for again.
 */
export function createSharedSteps(now: () => number = () => performance.now()) {
  const kept = new Map<string, Kept>();
  const asking = new Map<string, Promise<RobotsStep | null>>();
  let bytes = 0;

  function forget(key: string): void {
    bytes -= kept.get(key)?.bytes ?? 0;
    kept.delete(key);
  }

  function keep(key: string, step: RobotsStep): void {
    const size = 500 + 2 * (JSON.stringify(step.verdict).length + (step.file?.text.length ?? 0));
    forget(key);
    kept.set(key, { step, until: now() + KEPT_MS, bytes: size });
    bytes += size;
    while (kept.size > MOST || bytes > MOST_BYTES) forget(kept.keys().next().value!);
  }

  async function first(key: string, ask: () => Promise<RobotsStep | null>): Promise<RobotsStep | null> {
    const step = await ask();
    if (step && (step.target !== null || step.verdict.state !== 'unreachable')) keep(key, step);
    return step;
  }

  return {
    async get(key: string, ask: () => Promise<RobotsStep | null>): Promise<RobotsStep | null> {
      const have = kept.get(key);
      if (have && have.until > now()) return have.step;
      const other = asking.get(key);
      if (other) return other.catch(ownFault);
      const asked = first(key, ask).finally(() => asking.delete(key));
      asking.set(key, asked);
      return asked;
    },
  };
}

/** Whoever is given a fault writes into it when its own request was made: of one fault each has one. */
function ownFault(fault: unknown): never {
  throw fault instanceof LocalFault ? new LocalFault(fault.code, fault.message) : fault;
}
