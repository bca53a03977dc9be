import type { Frontier } from '@trunkline/frontier';
import { countIn, createSketch, percentiles, type RedisReport, sketchSince } from '@trunkline/telemetry';

/** The frontier, and how long its answers take. A call that fails counts as one that is answered. */
export function timedFrontier(
  frontier: Frontier,
  now: () => number = () => performance.now(),
): { frontier: Frontier; read(): RedisReport } {
  const times = createSketch();
  const open = new Set<{ at: number }>();
  let before = times.read();

  function timed(verb: (...args: unknown[]) => unknown) {
    return (...args: unknown[]) => {
      const call = { at: now() };
      const answer = verb(...args);
      if (!(answer instanceof Promise)) return answer;
      open.add(call);
      return answer.finally(() => {
        open.delete(call);
        times.record(now() - call.at);
      });
    };
  }

  const verbs = Object.entries(frontier).map(([name, verb]) => [
    name,
    typeof verb === 'function' ? timed(verb as (...args: unknown[]) => unknown) : verb,
  ]);
  return {
    frontier: Object.fromEntries(verbs) as Frontier,
    /** Of the calls since it was read last. */
    read() {
      const all = times.read();
      const since = sketchSince(all, before);
      before = all;
      const [p50, p99] = percentiles(since, [0.5, 0.99]);
      const [oldest] = open;
      return {
        n: countIn(since),
        p50: rounded(p50 ?? 0),
        p99: rounded(p99 ?? 0),
        open: open.size,
        oldestMs: oldest ? Math.round(now() - oldest.at) : 0,
        times: all,
      };
    },
  };
}

const rounded = (ms: number) => Math.round(ms * 100) / 100;
