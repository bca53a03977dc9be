import { type Profiler, Session } from 'node:inspector/promises';

/** Where a frame of the profile belongs; the innermost frame that has a place decides. */
const places: [RegExp, string][] = [
  [/\/libs\/(?:visit\/src\/message|web\/src\/http)\//, 'http'],
  [/\/libs\/visit\/src\/(queue|robots|dns|connect|headers|body|extract|store)\//, ''],
  [/\/libs\/archive\//, 'store'],
  [/\/libs\/web\/src\/(html|url)\//, 'extract'],
  [/\/libs\/(visit|telemetry|policy)\//, 'pipeline'],
];

/** Runs `work` under the sampling profiler: the share of each stage in the CPU time of the main thread. */
export async function profileStages(work: () => Promise<void>) {
  const session = new Session();
  session.connect();
  await session.post('Profiler.enable');
  await session.post('Profiler.setSamplingInterval', { interval: 500 });
  await session.post('Profiler.start');
  await work();
  const { profile } = await session.post('Profiler.stop');
  session.disconnect();
  return { shares: divide(profile), profile };
}

/** Divides by samples; what runs in no JavaScript frame of ours (sockets, timers, threads) is `node`. */
function divide(profile: Profiler.Profile): Record<string, number> {
  const parents = new Map<number, number>();
  for (const node of profile.nodes) for (const child of node.children ?? []) parents.set(child, node.id);
  const nodes = new Map(profile.nodes.map((node) => [node.id, node]));
  const stageOf = (id: number): string => {
    for (let at: number | undefined = id; at !== undefined; at = parents.get(at)) {
      const { functionName, url } = nodes.get(at)!.callFrame;
      if (functionName === '(idle)') return '';
      if (functionName === '(garbage collector)') return 'gc';
      for (const [pattern, name] of places) {
        const match = pattern.exec(url);
        if (match) return name || match[1]!;
      }
    }
    return 'node';
  };
  const known = new Map<number, string>();
  const samples: Record<string, number> = {};
  let total = 0;
  for (const id of profile.samples ?? []) {
    const stage = known.get(id) ?? stageOf(id);
    known.set(id, stage);
    if (stage === '') continue;
    samples[stage] = (samples[stage] ?? 0) + 1;
    total++;
  }
  const sorted = Object.entries(samples).sort(([, a], [, b]) => b - a);
  return Object.fromEntries(sorted.map(([name, count]) => [name, count / total]));
}
