import type { Claim } from '@trunkline/frontier';
import { type FoundTrap, MOST_TRAPS } from '@trunkline/policy';
import type { VisitResult } from '@trunkline/visit';
import { createHostShapes, type HostShapes } from '@trunkline/web/shapes';
import { origin } from '@trunkline/web/url';
import type { OpenConfig } from '../runs/run-configs.ts';

/** Hosts of runs that are remembered, those asked last, and what they take together, bytes. */
const MOST_HOSTS = 4000;
const MOST_BYTES = 64 << 20;
/** Pages between two looks at what they take. */
const LOOK = 256;

/** Of a host that has given fewer pages nothing is held: a small site whose pages are alike costs little, and may well be wanted. */
const LEAST_PAGES = 600;

const nothing = new Uint32Array();

/**
 * Looks at what pages bring, by shape of their URLs, and says which shapes are traps (`@trunkline/web/shapes`). Each process judges by what
 * it has seen itself, which takes longer where many share a host, and never makes a good shape look worse. What is found outlives the
 * process, with the run; what has been seen does not. `share`: of the pages of a host that come to this process.
 */
export function createTraps(share: () => number = () => 1) {
  const hosts = new Map<string, HostShapes>();
  let pages = 0;

  function shapesOf(run: string, host: string): HostShapes {
    const id = `${run} ${host}`;
    const shapes = hosts.get(id) ?? createHostShapes(host, () => LEAST_PAGES * share());
    hosts.delete(id);
    hosts.set(id, shapes);
    if (hosts.size > MOST_HOSTS) forgetFirst();
    return shapes;
  }

  function forgetFirst(): void {
    hosts.delete(hosts.keys().next().value!);
  }

  function makeRoom(): void {
    let bytes = 0;
    for (const shapes of hosts.values()) bytes += shapes.bytes();
    while (bytes > MOST_BYTES && hosts.size > 1) {
      bytes -= hosts.values().next().value!.bytes();
      forgetFirst();
    }
  }

  return {
    wantsText: (run: string, host: string, url: string) => shapesOf(run, host).wants(url),
    /** Takes note of what a visit brought; answers the shapes that are traps since then. */
    seen(
      { run, host, url, sitemap }: Claim,
      config: OpenConfig,
      { record, discovered, text }: VisitResult,
    ): FoundTrap[] {
      const { outcome, capture } = record;
      if (
        sitemap > 0 ||
        config.traps === 'off' ||
        (config.frees(host, url) ?? config.holds(host, url)) !== null
      )
        return [];
      const links = discovered.filter((link) => !link.sitemap).map((link) => link.url);
      const shapes = shapesOf(run, host);
      if (++pages % LOOK === 0) makeRoom();
      const page = { url, title: capture?.title ?? null, links };
      const found = () => {
        if (outcome.kind === 'redirected') return shapes.seen({ ...page, text: nothing });
        if (outcome.kind !== 'fetched' || outcome.status >= 300) return [];
        if (text) return shapes.seen({ ...page, text });
        // Its text was not wanted, or it is no document.
        if (capture?.charset == null) return shapes.seen({ ...page, text: null });
        shapes.found(links, `${origin(url).replace(/^.*\/\//, '')}/`);
        return [];
      };
      return found()
        .slice(0, MOST_TRAPS)
        .map(({ shape, evidence }) => ({ shape, evidence, held: config.traps === 'quarantine' }));
    },
  };
}

export type Traps = ReturnType<typeof createTraps>;
