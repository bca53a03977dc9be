import { compileGlob, type Glob } from './glob.ts';
import { hostKey, origin, registrableDomain } from './host.ts';
import type { Scope } from './scope.ts';
import { splitUrl } from './split-url.ts';

/**
 * Whether a URL belongs to a job, and by which rule: `exclude` and `include` name the glob in `pattern`
 * (for an `include` that nothing matched: null), the others the seed host, domain or prefix it fell under.
 */
export type ScopeVerdict = {
  inScope: boolean;
  rule: 'exclude' | 'include' | Scope['kind'];
  pattern: string | null;
};

/**
 * Decides about a canonical URL. First `exclude`: one match, and it is out. Then `kind`: it must lie at the
 * seeds. Then `include`, where there are any: it must match one. Seeds are not asked about: whoever enqueues
 * them does so without this.
 */
export function inScope(url: string, scope: Scope): ScopeVerdict {
  const { include, exclude, at } = compiled(scope);
  const excluded = exclude.find((glob) => glob.matches(url));
  if (excluded) return { inScope: false, rule: 'exclude', pattern: excluded.source };

  const place = at(url);
  if (place === null) return { inScope: false, rule: scope.kind, pattern: null };
  if (include.length === 0) return { inScope: true, rule: scope.kind, pattern: place };

  const included = include.find((glob) => glob.matches(url));
  return { inScope: included !== undefined, rule: 'include', pattern: included?.source ?? null };
}

/** A verdict in words, for people: `excluded by *.pdf`, `host java.test:8080`. */
export function scopeReason({ inScope: isIn, rule, pattern }: ScopeVerdict): string {
  if (rule === 'exclude') return `excluded by ${pattern}`;
  if (rule === 'include') return isIn ? `included by ${pattern}` : 'matches no include';
  if (rule === 'any') return 'any URL';
  return isIn ? `${rule} ${pattern}` : `not of the ${rule} of a seed`;
}

type Compiled = { include: Glob[]; exclude: Glob[]; at: (url: string) => string | null };

const cache = new WeakMap<Scope, Compiled>();

function compiled(scope: Scope): Compiled {
  let known = cache.get(scope);
  if (!known) {
    known = {
      include: scope.include.map(compileGlob),
      exclude: scope.exclude.map(compileGlob),
      at: placeOf(scope),
    };
    cache.set(scope, known);
  }
  return known;
}

/** For a URL: the seed host, domain or prefix it lies at, or null. */
function placeOf({ kind, of }: Scope): (url: string) => string | null {
  const places = new Set(of);
  switch (kind) {
    case 'any':
      return () => '*';
    case 'host':
      return byOrigin((url) => keep(places, hostKey(url)));
    case 'domain':
      return byOrigin((url) => keep(places, registrableDomain(hostKey(url))));
    case 'prefix': {
      const prefixes = of.map((prefix) => ({ prefix, path: schemeless(prefix) }));
      return (url) => {
        const path = schemeless(url);
        return prefixes.find((each) => path.startsWith(each.path))?.prefix ?? null;
      };
    }
  }
}

/** Remembers the answer for the last origin asked about: nearly all links of a page are of one. */
function byOrigin(at: (url: string) => string | null): (url: string) => string | null {
  let root = 'none/';
  let place: string | null = null;
  return (url) => {
    if (url.startsWith(root)) return place;
    root = `${origin(url)}/`;
    place = at(url);
    return place;
  };
}

function keep(places: Set<string>, place: string): string | null {
  return places.has(place) ? place : null;
}

/** Politeness key and path: a prefix holds for http and https alike, as hosts and domains do. */
function schemeless(url: string): string {
  const { host, entry } = splitUrl(url);
  return host + entry.slice(entry.indexOf('/'));
}
