/*
 * Whether the pages of a shape still bring something new: a sequential test (Wald's SPRT, restarted whenever the pages speak for the shape,
 * which makes it Page's CUSUM). Of a good site at least 15 of 100 pages are new, of a trap 2 at most. Each page without anything new
 * weighs ln(0.98 / 0.85) against the shape, each new one ln(0.02 / 0.15) for it. At LIMIT it is proven: 97 pages without anything new in a
 * row, or some more with a few between them. Of pages of a good site that are new independently of each other, fewer than one row in
 * a million gets there (`MISTAKE`); of those of a trap all but one in a thousand do (`MISS`).
 */
const GOOD = 0.15;
const TRAP = 0.02;
const MISTAKE = 1e-6;
const MISS = 1e-3;
const BARREN_STEP = Math.log((1 - TRAP) / (1 - GOOD));
const NEW_STEP = Math.log(TRAP / GOOD);

/** Logarithm of the odds at which a shape is held. */
export const LIMIT = Math.log((1 - MISS) / MISTAKE);
/** Pages of a shape say nothing more: after 18 in a row. */
const MUTE = 18 * BARREN_STEP;
const MOST_SAMPLES = 5;
/** Of late: some 48 pages. An index with many more links than other pages counts as one with so many. */
const LATE = 48;
const MOST_INSIDE = 32;

/** What one page of a shape brought. `inside`: new links to the shape itself. `print`: equal for pages that say the same. */
/** Where new links of a page lead: to something new, to what nobody knows yet, or nowhere. */
export type Lead = 'new' | 'open' | 'nowhere';

export type Sample = { url: string; hasNewText: boolean; lead: Lead; inside: number; print: number };

export type Yield = {
  pages: number;
  /** Those that brought something new: text, or new links that lead on. */
  fresh: number;
  /** Those of which it is open: they say nothing, and lead to what nobody knows yet. They speak neither for nor against it. */
  open: number;
  /** Logarithm of the odds that it is a trap; never below 0. */
  against: number;
  /** The same of text alone. */
  mute: number;
  /** Since `against` was 0: pages, those that brought something new, and new links to the shape itself. */
  row: { pages: number; fresh: number; inside: number };
  /** New links to the shape itself that a page of it has, of late. */
  growth: number;
  /** The last pages that brought nothing. */
  barren: string[];
  /** Two that say the same. */
  pair: [string, string] | null;
  /** What most pages say (its print), if most say the same; the first that does; and how many more do than do not. */
  most: { print: number; url: string; lead: number };
};

export function newYield(): Yield {
  const row = { pages: 0, fresh: 0, inside: 0 };
  const most = { print: 0, url: '', lead: 0 };
  return { pages: 0, fresh: 0, open: 0, against: 0, mute: 0, row, growth: 0, barren: [], pair: null, most };
}

/** A page of the shape came. */
export function sampled(of: Yield, { url, hasNewText, lead, inside, print }: Sample): void {
  const isNew = hasNewText || lead === 'new';
  const isOpen = !isNew && lead === 'open';
  of.pages++;
  of.mute = Math.min(2 * MUTE, Math.max(0, of.mute + (hasNewText ? NEW_STEP : BARREN_STEP)));
  if (!isOpen) of.against = Math.max(0, of.against + (isNew ? NEW_STEP : BARREN_STEP));
  of.growth += (Math.min(inside, MOST_INSIDE) - of.growth) / LATE;
  if (isNew) of.fresh++;
  if (isOpen) of.open++;
  if (of.most.lead === 0) of.most = { print, url, lead: 0 };
  of.most.lead += of.most.print === print ? 1 : -1;
  if (of.most.print === print && print !== 0 && of.most.url !== url) of.pair = [of.most.url, url];
  if (isOpen) return;
  if (of.against === 0) {
    acquit(of);
    return;
  }
  of.row.pages++;
  of.row.inside += Math.min(inside, MOST_INSIDE);
  if (isNew) of.row.fresh++;
  else of.barren = [...of.barren.slice(1 - MOST_SAMPLES), url];
}

/** Its row begins anew. */
export function acquit(of: Yield): void {
  of.against = 0;
  of.row = { pages: 0, fresh: 0, inside: 0 };
}

export const isMute = (of: Yield) => of.mute >= MUTE;

/** 19 of 20 say the same, and they say something. */
export const saysTheSame = ({ most, pages }: Yield) => most.print !== 0 && most.lead >= 0.9 * pages;

/** Evidence of two shapes that turn out to be one. */
export function addYield(to: Yield, other: Yield): void {
  to.pages += other.pages;
  to.fresh += other.fresh;
  to.open += other.open;
  to.against += other.against;
  to.mute = Math.min(2 * MUTE, to.mute + other.mute);
  to.growth = Math.max(to.growth, other.growth);
  for (const key of ['pages', 'fresh', 'inside'] as const) to.row[key] += other.row[key];
  to.barren = [...to.barren, ...other.barren].slice(-MOST_SAMPLES);
  to.pair ??= other.pair;
  const { print, lead } = other.most;
  if (print === to.most.print) to.most.lead += lead;
  else if (lead > to.most.lead) to.most = { ...other.most, lead: lead - to.most.lead };
  else to.most.lead -= lead;
}
