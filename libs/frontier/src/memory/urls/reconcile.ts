import { splitUrl } from '../../stored/entry.ts';
import type { EndedUrl, ReconcileResult } from '../../types/urls.ts';
import { queueOf } from '../hosts/places.ts';
import { spend } from '../limits/budgets.ts';
import { nowOf, type Run, type World } from '../world.ts';

/** How far into a list it looks. */
const HEAD = 64;

/** scripts/urls/reconcile.lua, told in TypeScript. */
export function reconcile(world: World, id: string, urls: readonly EndedUrl[]): ReconcileResult | null {
  nowOf(world);
  const run = world.runs.get(id);
  if (!run) return null;
  const result = { missing: 0, waiting: 0, known: 0 };
  for (const ended of urls) {
    if (!run.seen.has(ended.url)) {
      run.seen.add(ended.url);
      run.counters.accepted++;
      finish(run, ended, 0);
      result.missing++;
      continue;
    }
    const tries = takeOut(run, ended.url);
    if (tries === null) {
      result.known++;
    } else {
      finish(run, ended, tries);
      result.waiting++;
    }
  }
  return result;
}

/** Takes a URL out of the head of its list; answers the visits it had had, or null when it does not stand there. */
function takeOut(run: Run, url: string): number | null {
  const { host, scheme, path } = splitUrl(url);
  const queue = queueOf(run, host, scheme);
  const entry = queue?.remove((one) => one.scheme === scheme && one.path === path, HEAD);
  return entry ? entry.tries : null;
}

function finish(run: Run, { url, outcomes, dead, bytes }: EndedUrl, counted: number): void {
  for (const kind of outcomes.slice(counted)) run.counters[kind]++;
  if (dead) run.counters.dead++;
  if (outcomes.includes('fetched')) {
    run.used++;
    const { host, path } = splitUrl(url);
    spend(run, host, path);
  }
  run.counters.finished++;
  run.counters.bytes += bytes;
}
