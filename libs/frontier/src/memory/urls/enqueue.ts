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
  const left: LeftOut = new Map();
  const project = projectOf(world, run);
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
    } else if (leavesOut(run, project, left, host, url)) {
      result.refused++;
    } else if (given.notDue) {
      know(run, project, host, url);
      marked++;
    } else {
      know(run, project, host, url);
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
  for (const [what, of] of left) {
    const kind = what === 'hosts' ? 'hostLimit' : 'urlLimit';
    emit(world, { run: runId, kind: 'leftOut', record: JSON.stringify([{ kind, ...of }]) });
  }
  if (found.length > 0) emit(world, { run: runId, kind: 'discovered', urls: found });
  settlePlaces(world, now);
  return { ...result, known: result.known + marked };
}

type Known = { urls: number; hosts: number };
type LeftOut = Map<'urls' | 'hosts', { of: 'run' | 'project'; count: number; sample: string }>;

function projectOf(world: World, { terms: { project } }: Run): Known {
  const known = world.projects.get(project) ?? { urls: 0, hosts: 0 };
  world.projects.set(project, known);
  return known;
}

function know(run: Run, project: Known, host: string, url: string): void {
  run.seen.add(url);
  run.knownUrls++;
  project.urls++;
  if (run.knownHosts.has(host)) return;
  run.knownHosts.add(host);
  project.hosts++;
}

/** Whether there is no room for a new URL: scripts/lib/limits/growth.lua. */
function leavesOut(run: Run, project: Known, left: LeftOut, host: string, url: string): boolean {
  const { maxUrls, maxHosts, projectUrls, projectHosts } = run.terms;
  const room = (most: number, known: number) => (most < 0 ? Number.POSITIVE_INFINITY : most - known);
  const hosts = [room(maxHosts, run.knownHosts.size), room(projectHosts, project.hosts)] as const;
  const urls = [room(maxUrls, run.knownUrls), room(projectUrls, project.urls)] as const;
  const noHost = !run.knownHosts.has(host) && Math.min(...hosts) <= 0;
  if (!noHost && Math.min(...urls) > 0) return false;
  const [own, all] = noHost ? hosts : urls;
  const what = noHost ? 'hosts' : 'urls';
  const of = left.get(what) ?? { of: own <= all ? 'run' : 'project', count: 0, sample: url };
  left.set(what, { ...of, count: of.count + 1 });
  return true;
}

/** Whether another urgent URL may stand before the others of the origin. */
function hasUrgentRoom(run: Run, host: string, scheme: Scheme): boolean {
  const first = queueOf(run, host, scheme)?.first(2 * MAX_URGENT + 50) ?? [];
  return first.filter((entry) => entry.urgent).length < MAX_URGENT;
}
