import { canonicalUrl } from '@trunkline/web/url';
import { seedLimit } from '../../../limits/limits.ts';
import { BadInputError, type BadSeed, BadSeedsError } from '../../errors.ts';
import { textProblem } from '../../texts.ts';

/** A seed as it will be crawled, or what is wrong with it. */
export type SeedVerdict = { url: string; problem: null } | { url: null; problem: string };

export function checkCount(given: readonly string[]): void {
  if (given.length === 0 || given.length > seedLimit)
    throw new BadInputError(`seeds has ${given.length} rows; pass 1 to ${seedLimit}.`, ['input', 'seeds']);
}

/** The canonical URL of one seed. */
export function judgeSeed(given: string): SeedVerdict {
  const unkept = textProblem(given);
  if (unkept !== null) return { url: null, problem: unkept };
  const url = canonicalUrl(given.trim());
  if (url !== null && url.length <= 2048) return { url, problem: null };
  return { url: null, problem: problemOf(given.trim(), url) };
}

/**
 * Canonical seeds, each once, in the order given.
 * @throws {BadSeedsError} naming every row that cannot be crawled
 */
export function checkSeeds(given: readonly string[]): string[] {
  checkCount(given);
  const seeds = new Set<string>();
  const bad: BadSeed[] = [];
  for (const [row, text] of given.entries()) {
    const { url, problem } = judgeSeed(text);
    if (url !== null) seeds.add(url);
    else bad.push({ row, url: text.slice(0, 500), problem });
  }
  if (bad.length > 0)
    throw new BadSeedsError(
      `${bad.length} of ${given.length} seeds cannot be crawled; nothing was created. First: row ${bad[0]!.row}: ${bad[0]!.problem}`,
      bad,
    );
  return [...seeds];
}

function problemOf(url: string, canonical: string | null): string {
  if (canonical !== null) return `has ${canonical.length} characters; at most 2,048 can be crawled.`;
  if (url === '') return 'is empty; pass a URL such as https://example.com/.';
  const scheme = /^([a-z][a-z0-9+.-]*):/i.exec(url)?.[1];
  if (scheme === undefined) return `has no scheme; did you mean "https://${url.slice(0, 200)}"?`;
  if (/^https?$/i.test(scheme)) return 'is not a valid URL; check the host name and the port.';
  if (URL.canParse(`https://${url}`) && /^[\w.-]+:\d+(\/|$)/.test(url))
    return `has no scheme; did you mean "http://${url.slice(0, 200)}"?`;
  return `has the scheme "${scheme.slice(0, 20)}"; only http and https can be crawled.`;
}
