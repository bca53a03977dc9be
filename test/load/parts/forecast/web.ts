import { seeded } from '../seeded.ts';

/** A web made of numbers, the same for the same seed: what is behind a URL, and how long it takes to say so. */
export type Web = {
  hosts: readonly SimHost[];
  seeds: readonly string[];
};

export type SimHost = {
  name: string;
  pages: number;
  /** Mean time it takes to answer, ms. */
  serviceMs: number;
  /** Links of a page, by number: to pages of the same host unless `roams`. */
  links: number;
  roams?: boolean;
  crawlDelayMs?: number;
};

export type Random = () => number;

export const urlOf = (host: string, page: number) => `http://${host}/${page}`;

export function placeOf(url: string): { host: string; page: number } {
  const { host, pathname } = new URL(url);
  return { host, page: Number(pathname.slice(1)) };
}

/** The links of a page, drawn from its own name: the first one of a host leads to all parts of it. */
export function linksOf(hosts: readonly SimHost[], host: SimHost, page: number, seed: number): string[] {
  const random = seeded(seed * 7919 + page * 104_729 + host.name.length * 31 + hashOf(host.name));
  const count = Math.floor(host.links) + (random() < host.links % 1 ? 1 : 0);
  return Array.from({ length: count }, () => {
    const to = host.roams ? hosts[Math.floor(random() * hosts.length)]! : host;
    return urlOf(to.name, Math.floor(random() * to.pages));
  });
}

function hashOf(text: string): number {
  let hash = 0;
  for (const letter of text) hash = (Math.imul(hash, 31) + letter.charCodeAt(0)) | 0;
  return hash;
}

/** About 1 on average, never far from it: what answers vary by. */
export const jitter = (random: Random) => 0.6 + 0.5 * random() + 0.3 * random();
