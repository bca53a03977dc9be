/** A look at a crawl that goes on: URLs finished and URLs known by then, and how long it had worked, ms. */
export type Growth = { workMs: number; finished: number; accepted: number };

/** How many URLs will be found that are not known yet, as far as the growth until now tells. Infinite: no end is in sight. */
export type Unseen = { least: number; likely: number; most: number };

/** The growth is looked at in so many parts of equal length. */
const PARTS = 8;
/** Pages of which the novelty of links can be told at all. */
const FEW = 20;
/** Standard errors on either side: some nine in ten. */
const WITHIN = 1.65;
/** Pages bring new URLs in bunches: their number varies by so much more than if they came one by one. */
const BUNCHED = 1.5;
/** The later a part, the more it tells of what goes on still. */
const LATER = 1;
const NEVER: Unseen = { least: 0, likely: Number.POSITIVE_INFINITY, most: Number.POSITIVE_INFINITY };

/**
 * What is still unseen. Novelty, new URLs per finished page, falls as fewer pages are left to be found: were links drawn at random
 * it would fall in proportion to what is known, A' = c (1 − A/N), as catches of ever fewer new species do. So novelty is
 * regressed on what was known when it was measured (its slope is −c/N), and then followed until all that is known is finished. A slope that
 * may as well be none has no end, unless each page brings less than one. `lately`: the last while, by which what holds now is told.
 */
export function unseenOf(growth: readonly Growth[], open: number, lately: readonly Growth[] = []): Unseen {
  const parts = partsOf(growth);
  const last = growth.at(-1);
  if (last === undefined || last.finished < FEW || parts.length < 2) return NEVER;
  const line = lineOf(parts);
  // Where the last of it lies off the line (a site that ends all at once, a new section) it knows better: its novelty, brought forward.
  const [before, end] = halvesOf(lately) ?? [null, lastOf(parts)];
  const { pages, novelty: recent, known: then } = end;
  const local = before ? fadeOf(before, end) : 0;
  const fade = Math.max(0, -line.slope, local);
  const now = Math.max(0, recent - fade * (last.accepted - then));
  // New URLs are counted; they come in bunches.
  const error = (WITHIN * BUNCHED * Math.sqrt(recent * pages + 1)) / pages;
  const sure = local > 0 || fade > 2 * WITHIN * line.error;
  const slower = Math.max(sure ? fade / 2 : 0, fade - WITHIN * line.error);
  const likely = follow(now, fade, open);
  if (!Number.isFinite(likely)) return NEVER;
  const off = (...others: number[]) => Math.hypot(...others.map((other) => other - likely));
  return {
    least: Math.max(
      0,
      likely -
        off(follow(Math.max(0, now - error), fade, open), follow(now, fade + WITHIN * line.error, open)),
    ),
    likely,
    most: likely + off(follow(now + error, fade, open), follow(now, slower, open)),
  };
}

/** Novelty against what was known, by least squares; and the standard error of its slope. */
function lineOf(parts: readonly Part[]): { slope: number; error: number } {
  const weights = parts.map(({ pages }, at) => pages * ((at + 1) / parts.length) ** LATER);
  const all = weights.reduce((sum, weight) => sum + weight, 0);
  const mean = (of: (part: Part) => number) =>
    parts.reduce((sum, part, at) => sum + of(part) * weights[at]!, 0) / all;
  const [known, novelty] = [mean((part) => part.known), mean((part) => part.novelty)];
  const spread = mean((part) => (part.known - known) ** 2);
  if (spread === 0) return { slope: 0, error: 0 };
  const slope = mean((part) => (part.known - known) * (part.novelty - novelty)) / spread;
  const off = mean((part) => (part.novelty - novelty - slope * (part.known - known)) ** 2);
  return { slope, error: Math.sqrt(off / Math.max(1, parts.length - 2) / spread) };
}

type Part = { pages: number; known: number; novelty: number };

const partOf = (from: Growth, to: Growth): Part => ({
  pages: to.finished - from.finished,
  known: (from.accepted + to.accepted) / 2,
  novelty: (to.accepted - from.accepted) / (to.finished - from.finished),
});

/** The last while in two, when there are pages enough in each. */
function halvesOf(lately: readonly Growth[]): [Part, Part] | null {
  const [first, last] = [lately[0], lately.at(-1)];
  if (!first || !last || last.finished - first.finished < 2 * FEW) return null;
  const middle = lately.find(({ finished }) => finished * 2 >= first.finished + last.finished)!;
  if (middle.finished - first.finished < FEW || last.finished - middle.finished < FEW)
    return [partOf(first, last), partOf(first, last)];
  return [partOf(first, middle), partOf(middle, last)];
}

/** How fast novelty fell from one part to the next, for each URL that was found; 0 unless that is more than chance. */
function fadeOf(before: Part, after: Part): number {
  const fall = before.novelty - after.novelty;
  const chance = Math.sqrt(before.novelty / before.pages + after.novelty / after.pages);
  return fall > 3 * chance && after.known > before.known ? fall / (after.known - before.known) : 0;
}

/** The last two parts as one. */
function lastOf(parts: readonly Part[]): Part {
  const ends = parts.slice(-2);
  const pages = ends.reduce((sum, part) => sum + part.pages, 0);
  const mean = (of: (part: Part) => number) =>
    ends.reduce((sum, part) => sum + of(part) * part.pages, 0) / pages;
  return { pages, known: mean((part) => part.known), novelty: mean((part) => part.novelty) };
}

/**
 * The later two thirds of the time it worked, in parts of as much time each. Not of as many pages: most pages may be of hosts that were done
 * soon, and tell nothing of those that go on.
 */
function partsOf(growth: readonly Growth[]): Part[] {
  const last = growth.at(-1);
  if (last === undefined) return [];
  const from = last.workMs / 3;
  const parts: Part[] = [];
  let begin = growth.findLast(({ workMs }) => workMs <= from) ?? growth[0]!;
  const least = Math.max(1, (last.workMs - begin.workMs) / PARTS);
  for (const look of growth) {
    const ms = look.workMs - begin.workMs;
    if (look.finished <= begin.finished || (ms < least * 0.999 && look !== last)) continue;
    if (ms < least / 2 && parts.length > 0) continue;
    parts.push(partOf(begin, look));
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
