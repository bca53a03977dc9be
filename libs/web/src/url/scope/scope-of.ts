import { canonicalUrl } from '../canonical-url.ts';
import { hostKey, registrableDomain } from '../host.ts';
import { compileGlob, GlobError } from './glob.ts';
import type { Scope } from './scope.ts';

/** A seed that cannot be crawled: not an http(s) URL. */
export class SeedError extends Error {
  override readonly name = 'SeedError';
  readonly code = 'BAD_SEED';
  readonly seed: string;
  constructor(seed: string) {
    super(
      `seed ${JSON.stringify(seed.slice(0, 200))} is not an http or https URL; write it as https://example.com/`,
    );
    this.seed = seed;
  }
}

/**
 * The scope of a job with these seeds.
 * @throws {SeedError} for a seed that is not a crawlable URL
 * @throws {GlobError} for a glob that is too long, or that no URL can match
 */
export function scopeOf(
  kind: Scope['kind'],
  seeds: Iterable<string>,
  include: readonly string[] = [],
  exclude: readonly string[] = [],
): Scope {
  const places = new Set<string>();
  for (const seed of seeds) {
    const url = canonicalUrl(seed);
    if (url === null) throw new SeedError(seed);
    const place = placeOf(kind, url);
    if (place !== null) places.add(place);
  }
  for (const glob of [...include, ...exclude]) checkGlob(glob);
  return { kind, of: [...places], include: [...include], exclude: [...exclude] };
}

/** What a seed adds to a scope of this kind: a host, domain or prefix; null: nothing. */
export function placeOf(kind: Scope['kind'], url: string): string | null {
  switch (kind) {
    case 'any':
      return null;
    case 'host':
      return hostKey(url);
    case 'domain':
      return registrableDomain(hostKey(url));
    case 'prefix':
      return directory(url);
  }
}

/** The URL up to the last `/` of its path: `http://h/a/b?c=/` → `http://h/a/`. */
function directory(url: string): string {
  const query = url.indexOf('?');
  const path = query < 0 ? url : url.slice(0, query);
  return path.slice(0, path.lastIndexOf('/') + 1);
}

/** Globs are held against whole URLs; one that begins like a path would silently match nothing. */
function checkGlob(glob: string): void {
  compileGlob(glob);
  const head = glob.slice(0, glob.search(/[*?]|$/));
  const possible = ['http://', 'https://'].some((start) => start.startsWith(head) || head.startsWith(start));
  if (!possible) {
    throw new GlobError(glob, `can match no URL, which begin with http:// or https://; try *${glob}`);
  }
}
