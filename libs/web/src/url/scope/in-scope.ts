import { hostKey, origin, registrableDomain } from '../host.ts';
import { splitUrl } from '../split-url.ts';
import { compileGlob, type Glob } from './glob.ts';
import type { Scope } from './scope.ts';
import { placeOf } from './scope-of.ts';

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
 * them does so without this. `also`: one more place that counts (`ownPlace`).
 */
export function inScope(url: string, scope: Scope, also: string | null = null): ScopeVerdict {
  const { at } = compiled(scope);
  return decide(url, scope, () => at(url) ?? (also !== null && liesAt(scope.kind, also, url) ? also : null));
}

/**
 * Whether a redirect of a seed may lead there: wherever it is, unless `exclude` or `include` has it otherwise or the scope is not to
 * follow.
 */
export function leadsOn(url: string, scope: Scope): boolean {
  return scope.followSeedRedirects !== false && decide(url, scope, () => '*').inScope;
}

/**
 * The place of a page that is visited though it lies at none of the scope's: its seed redirects there, so what it links to at this
 * place counts; null: there is no more to it than the scope says.
 */
export function ownPlace(url: string, scope: Scope): string | null {
  if (scope.followSeedRedirects === false || scope.kind === 'any' || compiled(scope).at(url) !== null)
    return null;
  return placeOf(scope.kind, url);
}

function decide(url: string, scope: Scope, at: () => string | null): ScopeVerdict {
  const { include, exclude } = compiled(scope);
  const excluded = exclude.find((glob) => glob.matches(url));
  if (excluded) return { inScope: false, rule: 'exclude', pattern: excluded.source };

  const place = at();
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
      at: placesOf(scope),
    };
    cache.set(scope, known);
  }
  return known;
}

/** For a URL: the seed host, domain or prefix it lies at, or null. */
function placesOf({ kind, of, led = [] }: Scope): (url: string) => string | null {
  const places = new Set([...of, ...led]);
  switch (kind) {
    case 'any':
      return () => '*';
    case 'host':
      return byOrigin((url) => keep(places, hostKey(url)));
    case 'domain':
      return byOrigin((url) => keep(places, registrableDomain(hostKey(url))));
    case 'prefix': {
      const prefixes = [...places].map((prefix) => ({ prefix, path: schemeless(prefix) }));
      return (url) => {
        const path = schemeless(url);
        return prefixes.find((each) => path.startsWith(each.path))?.prefix ?? null;
      };
    }
  }
}

function liesAt(kind: Scope['kind'], place: string, url: string): boolean {
  if (kind === 'prefix') return schemeless(url).startsWith(schemeless(place));
  return placeOf(kind, url) === place;
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
