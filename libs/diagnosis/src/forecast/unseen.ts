/** A look at a crawl that goes on: URLs finished and URLs known by then. */
export type Growth = { finished: number; accepted: number };

/** How many URLs will be found that are not known yet, as far as the growth until now tells. Infinite: no end is in sight. */
export type Unseen = { least: number; likely: number; most: number };

/** The growth is looked at in so many parts of equal length. */
const PARTS = 8;
/** Pages of which the novelty of links can be told at all. */
const FEW = 20;
/** Standard errors on either side: some nine in ten. */
const WITHIN = 1.65;
const NEVER: Unseen = { least: 0, likely: Number.POSITIVE_INFINITY, most: Number.POSITIVE_INFINITY };

/**
 * What is still unseen. Novelty, new URLs per finished page, falls as fewer pages are left to be found: were links drawn at random
 * it would fall in proportion to what is known, A' = c (1 − A/N), as catches of ever fewer new species do. So novelty is
 * regressed on what was known when it was measured (its slope is −c/N), and then followed until all that is known is finished. A slope that
 * may as well be none has no end, unless each page brings less than one.
 */
export function unseenOf(growth: readonly Growth[], open: number): Unseen {
  const parts = partsOf(growth);
  const last = growth.at(-1);
  if (last === undefined || last.finished < FEW || parts.length < 2) return NEVER;
  const all = parts.reduce((sum, part) => sum + part.pages, 0);
  const mean = (of: (part: Part) => number) =>
    parts.reduce((sum, part) => sum + of(part) * part.pages, 0) / all;
  const [known, novelty] = [mean((part) => part.known), mean((part) => part.novelty)];
  const spread = mean((part) => (part.known - known) ** 2);
  const slope = spread === 0 ? 0 : mean((part) => (part.known - known) * (part.novelty - novelty)) / spread;
  const at = (x: number) => novelty + slope * (x - known);
  const residual =
    mean((part) => (part.novelty - at(part.known)) ** 2) * (parts.length / Math.max(1, parts.length - 2));
  const slopeError = spread === 0 ? 0 : Math.sqrt(residual / parts.length / spread);
  // Where the last parts lie off the line (a site that ends all at once, a new section), they know better than the line.
  const ends = parts.slice(-2);
  const recent =
    ends.reduce((sum, part) => sum + part.novelty * part.pages, 0) /
    ends.reduce((sum, part) => sum + part.pages, 0);
  const now = Math.max(0, Math.min(recent, Math.max(at(last.accepted), parts.at(-1)!.novelty)));
  const error = Math.sqrt(residual / 2 + now / ends.reduce((sum, part) => sum + part.pages, 0));
  const fade = Math.max(0, -slope);
  return {
    least: follow(Math.max(0, now - WITHIN * error), fade + WITHIN * slopeError, open),
    likely: follow(now, fade, open),
    most: follow(now + WITHIN * error, Math.max(0, fade - WITHIN * slopeError), open),
  };
}

type Part = { pages: number; known: number; novelty: number };

/** The later two thirds of the growth, in parts of as many pages each. */
function partsOf(growth: readonly Growth[]): Part[] {
  const last = growth.at(-1);
  if (last === undefined) return [];
  const from = last.finished / 3;
  const parts: Part[] = [];
  let begin = growth.findLast(({ finished }) => finished <= from) ?? growth[0]!;
  const least = Math.max(1, (last.finished - begin.finished) / PARTS);
  for (const look of growth) {
    const pages = look.finished - begin.finished;
    if (look.finished <= begin.finished || (pages < least * 0.999 && look !== last)) continue;
    const more = look.accepted - begin.accepted;
    if (pages < least / 2 && parts.length > 0) continue;
    parts.push({ pages, known: begin.accepted + more / 2, novelty: more / pages });
    begin = look;
  }
  return parts;
}

/**
 * URLs that will be found until all are finished, when each page brings `novelty` new ones now and `fade` less for each that was found.
 * `open`: known and not finished.
 */
function follow(novelty: number, fade: number, open: number): number {
  const foundAfter = (pages: number) =>
    fade * pages < 1e-9 ? novelty * pages : (novelty / fade) * (1 - Math.exp(-fade * pages));
  let most = open;
  while (foundAfter(most) + open > most) {
    most *= 2;
    if (most > 1e12 || most === 0) return most === 0 ? 0 : Number.POSITIVE_INFINITY;
  }
  let least = open;
  for (let n = 0; n < 60; n++) {
    const middle = (least + most) / 2;
    if (foundAfter(middle) + open > middle) least = middle;
    else most = middle;
  }
  return most - open;
}
