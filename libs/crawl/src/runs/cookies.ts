import type { Frontier } from '@trunkline/frontier';
import { type CookieChange, type CookieSource, createHostJar, type HostJar } from '@trunkline/visit';

/** Jars that are remembered here, and for how long one is taken as it was, ms. */
const MOST = 10_000;
const FRESH_MS = 5000;

type Kept = { jar: HostJar; at: number; writing: Promise<void> };

/**
 * The cookies of hosts, each run for itself: in the frontier, which all workers share, and for some seconds here. A frontier that is away
 * costs a cookie, never a visit: the site sets it again.
 */
export function createCookies(frontier: Pick<Frontier, 'cookies' | 'keepCookies'>): CookieSource {
  const known = new Map<string, Kept>();
  const idOf = (run: string, host: string) => `${run} ${host}`;

  async function jar(run: string, host: string, fresh: boolean): Promise<HostJar> {
    const id = idOf(run, host);
    const have = known.get(id);
    const now = performance.now();
    if (have && !fresh && now - have.at < FRESH_MS) return have.jar;
    await have?.writing;
    const stored = await frontier.cookies(run, host).catch(() => null);
    if (stored === null && have) return have.jar;
    const made = createHostJar(stored ?? []);
    known.delete(id);
    known.set(id, { jar: made, at: now, writing: Promise.resolve() });
    if (known.size > MOST) known.delete(known.keys().next().value!);
    return made;
  }

  return {
    jar,
    keep(run: string, host: string, changes: readonly CookieChange[]): void {
      const have = known.get(idOf(run, host));
      const before = have?.writing ?? Promise.resolve();
      const writing = before.then(() => frontier.keepCookies(run, host, changes)).catch(() => {});
      if (have) have.writing = writing;
    },
    kept: async (run, host) => known.get(idOf(run, host))?.writing,
  };
}
