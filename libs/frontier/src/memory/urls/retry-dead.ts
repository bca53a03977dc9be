import { splitUrl } from '../../stored/entry.ts';
import type { DeadUrl, EnqueueResult } from '../../types/urls.ts';
import { push, settlePlaces } from '../hosts/places.ts';
import { ended, nowOf, type World } from '../world.ts';

/** scripts/urls/retry-dead.lua, told in TypeScript. */
export function retryDead(world: World, id: string, urls: readonly DeadUrl[]): EnqueueResult {
  const now = nowOf(world);
  const run = world.runs.get(id);
  const result = { accepted: 0, known: 0, refused: 0 };
  if (!run || ended(run)) return { ...result, refused: urls.length };
  for (const { url, depth, hops, sitemap = 0, attempts } of urls) {
    const { host, scheme, path } = splitUrl(url);
    const asked = `${id} ${attempts} ${url}`;
    if (!run.seen.has(url)) {
      result.refused++;
    } else if (world.retried.has(asked)) {
      result.known++;
    } else {
      world.retried.add(asked);
      result.accepted++;
      const entry = { scheme, recoveries: 0, sitemap, depth, hops, tries: attempts, path, validators: '' };
      push(world, run, host, attempts > 0 ? { ...entry, uncharged: attempts } : entry, 'tail');
    }
  }
  run.counters.accepted += result.accepted;
  run.retried += result.accepted;
  settlePlaces(world, now);
  return result;
}
