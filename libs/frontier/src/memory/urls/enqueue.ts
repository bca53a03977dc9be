import { looksLikeTrap } from '@trunkline/web/url';
import { splitUrl } from '../../stored/entry.ts';
import { packValidators } from '../../stored/validators.ts';
import type { DiscoveredUrl } from '../../types/outcomes.ts';
import type { EnqueueResult, NewUrl } from '../../types/urls.ts';
import { push, queueOf, settlePlaces } from '../hosts/places.ts';
import { admits } from '../limits/budgets.ts';
import { emit, ended, nowOf, type Run, type Scheme, type World } from '../world.ts';

const MAX_HOPS = 10;
const MAX_URGENT = 100;

/** scripts/urls/enqueue.lua, told in TypeScript. */
export function enqueue(world: World, runId: string, urls: readonly NewUrl[]): EnqueueResult {
  const now = nowOf(world);
  const run = world.runs.get(runId);
  const result = { accepted: 0, known: 0, refused: 0 };
  if (!run || ended(run)) {
    if (run) run.counters.refusedAtEnqueue += urls.length;
    return { ...result, refused: urls.length };
  }
  const { maxDepth } = run.terms;
  const found: DiscoveredUrl[] = [];
  let marked = 0;
  const inOrder = urls.toSorted((a, b) => Number(b.urgent ?? false) - Number(a.urgent ?? false));
  for (const given of inOrder) {
    const { url, depth, hops, sitemap = 0, tries = 0, urgent = false, parent = null } = given;
    const known = given.validators;
    const { host, scheme, path } = splitUrl(url);
    const trap = depth > 0 && looksLikeTrap(url) !== null;
    const tooDeep = (maxDepth >= 0 && depth > maxDepth) || hops > MAX_HOPS;
    if (trap || tooDeep || !admits(run, host, path)) {
      result.refused++;
    } else if (run.seen.has(url)) {
      result.known++;
    } else if (run.seen.size >= world.maxUrls) {
      world.leftOut++;
      result.refused++;
    } else if (given.notDue) {
      run.seen.add(url);
      marked++;
    } else {
      run.seen.add(url);
      result.accepted++;
      found.push({ url, depth, hops, sitemap, parent });
      const validators = known ? packValidators(known) : '';
      const entry = { scheme, recoveries: 0, sitemap, depth, hops, tries, path, validators };
      if (urgent && hasUrgentRoom(run, host, scheme))
        push(world, run, host, { ...entry, urgent: true }, 'head');
      else push(world, run, host, entry, 'tail');
    }
  }
  run.counters.accepted += result.accepted;
  run.counters.known += result.known;
  run.counters.refusedAtEnqueue += result.refused;
  if (found.length > 0) emit(world, { run: runId, kind: 'discovered', urls: found });
  settlePlaces(world, now);
  return { ...result, known: result.known + marked };
}

/** Whether another urgent URL may stand before the others of the origin. */
function hasUrgentRoom(run: Run, host: string, scheme: Scheme): boolean {
  const first = queueOf(run, host, scheme)?.first(2 * MAX_URGENT + 50) ?? [];
  return first.filter((entry) => entry.urgent).length < MAX_URGENT;
}
