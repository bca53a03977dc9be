import { kindOf, type ShapeNode, upFrom } from './shape-tree.ts';
import type { Lead } from './yield.ts';

/** A shape is known from so many samples on: of what it is not known nothing bad is thought. */
export const KNOWN = 20;
/** Of a part of it, from so many. */
export const PART = 6;
/** Indexes of indexes have less levels than this before what they lead to says something; by parameters one less. */
const MUTE_LEVELS = 3;
const DEEPEST = 31;
const MOST_NAMES = 64;

export const bestOf = (leads: readonly Lead[]): Lead =>
  leads.includes('new') ? 'new' : leads.includes('open') ? 'open' : 'nowhere';

/** Some pages like it were seen, or with each of its parameters: every choice among filters is no news. */
export function isKnown(target: ShapeNode): boolean {
  if (target.yields.pages >= PART) return true;
  const names = upFrom(target).filter(({ token }) => kindOf(token) === '&');
  const query = upFrom(target).find(({ token }) => token === '?');
  return (
    query !== undefined &&
    names.length > 0 &&
    names.every(({ token }) => (query.names.get(token) ?? 0) >= PART)
  );
}

/** Counts pages by parameter. */
export function named(chain: readonly ShapeNode[]): void {
  const query = chain.find(({ token }) => token === '?');
  if (!query) return;
  for (const { token } of chain) {
    if (kindOf(token) !== '&' || (query.names.size >= MOST_NAMES && !query.names.has(token))) continue;
    query.names.set(token, (query.names.get(token) ?? 0) + 1);
  }
}

/** Counts a page by how many tokens it has. */
export function levelled({ levels }: ShapeNode, tokens: number, hasNewText: boolean): void {
  const depth = Math.min(tokens, DEEPEST);
  const level = levels.get(depth) ?? { pages: 0, fresh: 0 };
  levels.set(depth, level);
  level.pages++;
  if (hasNewText) level.fresh++;
}

/** So many levels of it are known, and none of them says anything: what is deeper still is given no more credit. */
export function isMuteDown({ token, levels }: ShapeNode): boolean {
  let mute = 0;
  for (const { pages, fresh } of levels.values()) if (pages >= PART && fresh < 0.2 * pages) mute++;
  return mute >= (kindOf(token) === '/' ? MUTE_LEVELS : MUTE_LEVELS - 1);
}
