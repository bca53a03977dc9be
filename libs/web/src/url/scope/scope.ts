/**
 * Which discovered URLs belong to a job. A seed is always in scope. `host`: the seeds' own hosts (politeness
 * keys); `domain`: their registrable domains; `prefix`: below the seeds' directories; `any`: everywhere.
 * `include` / `exclude` are globs over the canonical URL (`*` any run of characters, `?` one); exclude wins.
 */
export type Scope = {
  kind: 'host' | 'domain' | 'prefix' | 'any';
  /** Canonical seed hosts, domains or URL prefixes, according to `kind`; empty for `any`. */
  of: string[];
  include: string[];
  exclude: string[];
  /** Whether the place that the redirects of a seed end at counts as one of the seeds; left out: it does. */
  followSeedRedirects?: boolean;
  /** Such places, as they were found. */
  led?: string[];
};

/** Most places that are kept of a job, and how long one may be. */
export const MOST_LED = 1000;
export const LONGEST_LED = 500;
