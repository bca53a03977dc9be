import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { healthySites } from './healthy.ts';
import type { Site } from './page.ts';
import { trapSites } from './traps.ts';

export type ServedSite = {
  name: string;
  kind: 'trap' | 'healthy';
  /** Politeness key. */
  host: string;
  seed: string;
  /** Requests so far, and the pages that were answered. */
  asked(): { requests: number; pages: ReadonlySet<string> };
  /** Every page of a healthy site that its links lead to. */
  all(): Set<string>;
};

/** Twelve traps and twelve healthy sites of about `size` pages each, on addresses of this machine; others for each seed. */
export async function startTrapSites(seed: string, size = 1500) {
  const sites = [
    ...trapSites(seed).map((site) => ({ ...site, kind: 'trap' as const })),
    ...healthySites(seed, size).map((site) => ({ ...site, kind: 'healthy' as const })),
  ].map((site) => ({ ...site, requests: 0, pages: new Set<string>() }));
  const byAddress = new Map(sites.map((site, n) => [`127.0.2.${n + 1}`, site]));
  const server = createServer((request, response) => {
    const site = byAddress.get(request.headers.host?.split(':')[0] ?? '');
    const path = request.url ?? '/';
    if (!site || path === '/robots.txt') return response.writeHead(404).end();
    site.requests++;
    const answer = site.answer(path, site.requests);
    if (!answer) return response.writeHead(404, { 'content-type': 'text/html' }).end('<p>None</p>');
    site.pages.add(path);
    if ('location' in answer) return response.writeHead(answer.status, { location: answer.location }).end();
    return response.writeHead(answer.status, { 'content-type': 'text/html; charset=utf-8' }).end(answer.html);
  });
  await new Promise<void>((resolve) => server.listen(0, '0.0.0.0', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    sites: [...byAddress].map(([address, site]): ServedSite => {
      const { name, kind, requests: _, pages, seed: start } = site;
      const asked = () => ({ requests: site.requests, pages });
      const host = `${address}:${port}`;
      return { name, kind, host, seed: `http://${host}${start}`, asked, all: () => reachable(site) };
    }),
    async close(): Promise<void> {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

function reachable(site: Pick<Site, 'seed' | 'answer'>): Set<string> {
  const seen = new Set([site.seed]);
  const pages = new Set<string>();
  for (const path of seen) {
    const answer = site.answer(path, 1);
    if (!answer) continue;
    pages.add(path);
    const html = 'html' in answer ? answer.html : '';
    for (const [, href = ''] of html.matchAll(/href="([^"]*)"/g)) {
      const { pathname, search } = new URL(href.replaceAll('&amp;', '&'), `http://a.test${path}`);
      seen.add(pathname + search);
    }
  }
  return pages;
}
