import { bestOf, isKnown, isMuteDown, KNOWN, levelled, named, PART } from './known.ts';
import { partsOf, widened } from './parts.ts';
import { createSeenFeatures, type SeenFeatures } from './seen-features.ts';
import {
  createShapeTree,
  isProven,
  isWithin,
  leadTo,
  resolved,
  type ShapeNode,
  spell,
  upFrom,
} from './shape-tree.ts';
import { urlTokens } from './url-tokens.ts';
import { acquit, isMute, type Lead, sampled, saysTheSame } from './yield.ts';

/** A page that came. `text`: its features; null: it is no document, so whatever it says is its own. `title`: as it is. `links`: new ones, of any host. */
export type PageSeen = {
  url: string;
  text: Uint32Array | null;
  title: string | null;
  links: readonly string[];
};

/** What speaks against a shape. Counts are of one process that crawls. */
export type TrapEvidence = {
  /** Pages of the shape that were looked at, and those that brought something new. */
  pages: number;
  fresh: number;
  /** The row of pages for which it is held: how many, how many of them brought something new, and new links they had to the shape itself. */
  row: { pages: number; fresh: number; inside: number };
  /** Links found to it. */
  found: number;
  /** Chance that a good shape has such a row. */
  mistake: number;
  /** Pages that brought nothing, the last five; and two that say the same. */
  barren: string[];
  pair: [string, string] | null;
};

/** `shape`: see shape.ts. */
export type Trap = { shape: string; evidence: TrapEvidence };

/** New text is so many features that no page of the host had before: fewer are an advertisement, or a name that was drawn. */
const NEW_FEATURES = 2;
/** A shape grows of itself when its pages have so many new links to it each; or it all says the same. */
const GROWS = 0.5;
/** Of a good shape, one in so many pages is looked at. */
const GOOD_SAMPLE = 8;
const MOST_LINKS = 2000;
const NODE_BYTES = 800;
/** A shape of which nothing could be held is looked at again after so many pages. */
const LOOK = 8;
/** From so many pages on a shape is judged by what its own pages said; so many shapes of a host remember that. */
const OWN_TEXT = 64;
const MOST_TEXTS = 128;

/**
 * What the pages of one host bring, by shape of their URLs. A shape is a trap when its pages bring nothing new (yield.ts), while it grows of
 * itself. New is a text that no page had before, and a link to something new outside the shape, if that leads on: month pages that lead
 * to day pages that lead to month pages bring nothing.
 *
 * Each page is a sample of every shape that begins its URL. What is held is the most particular one that is proven; where that is a whole
 * section, only those parts of it that brought nothing, so that no other page of it is held. Nothing is before `least` pages were seen.
 */
export function createHostShapes(host: string, least: () => number = () => 0) {
  const tree = createShapeTree();
  const texts: SeenFeatures[] = [];
  let asked = 0;
  let seen = 0;

  /** Whether no page of the shape said that of late. A shape of few pages is judged as the one around it. */
  function saysNew(node: ShapeNode, text: Uint32Array | null, around: boolean): boolean {
    if (text === null) return true;
    const { pages } = node.yields;
    if (node.text === null) {
      if ((node !== tree.root && pages < PART) || texts.length >= MOST_TEXTS) return around;
      node.text = createSeenFeatures();
      texts.push(node.text);
    }
    const isNew = node.text.add(text) >= NEW_FEATURES;
    return pages < OWN_TEXT && node !== tree.root ? around : isNew;
  }

  /** Where new links lead, each shape once, and how many to it. */
  function targetsOf(links: readonly string[], authority: string) {
    const targets = new Map<ShapeNode, number>();
    let leaves = false;
    for (const link of links.slice(0, MOST_LINKS)) {
      if (!link.startsWith(authority, link.indexOf('//') + 2)) {
        leaves = true;
        continue;
      }
      const node = tree.nodeOf(urlTokens(link));
      targets.set(node, (targets.get(node) ?? 0) + 1);
      for (const one of upFrom(node)) one.found++;
    }
    // A later link may have merged what an earlier one led to.
    const now = new Map<ShapeNode, number>();
    for (const [node, count] of targets) now.set(resolved(node), (now.get(resolved(node)) ?? 0) + count);
    return { targets: now, leaves };
  }

  /** Where a link there leads without coming back to `whole`: to something new, to what nobody knows yet, or nowhere. */
  function leadOf(target: ShapeNode, whole: ShapeNode, visited = new Set<ShapeNode>()): Lead {
    const known = upFrom(target).find(({ yields }) => yields.pages >= KNOWN);
    if (!known || known === tree.root) return 'open';
    if (!isMute(known.yields)) return 'new';
    if (visited.has(known)) return 'nowhere';
    visited.add(known);
    const leads = known.leads
      .map(resolved)
      .filter((lead) => !isWithin(lead, whole) && !isWithin(lead, known))
      .map((lead) => leadOf(lead, whole, visited));
    return bestOf(leads);
  }

  function isGrowing({ yields }: ShapeNode): boolean {
    if (yields.growth >= GROWS && yields.row.inside >= GROWS * yields.row.pages) return true;
    return saysTheSame(yields);
  }

  return {
    /** Whether the features of the page are wanted: of a shape that is known to be good, one in eight. */
    wants(url: string): boolean {
      const known = upFrom(tree.nodeOf(urlTokens(url))).find(({ yields }) => yields.pages >= 2 * KNOWN);
      if (!known || known === tree.root) return true;
      return known.yields.mute > 0 || asked++ % GOOD_SAMPLE === 0;
    },
    /** Links that were found, without a page whose text was looked at. */
    found(links: readonly string[], authority: string): void {
      targetsOf(links, authority);
    },
    /** Takes note of a page; answers what is to be held from now on. */
    seen({ url, text, title, links }: PageSeen): Trap[] {
      seen++;
      const authority = url.slice(url.indexOf('//') + 2, url.indexOf('/', url.indexOf('//') + 2) + 1);
      const { targets, leaves } = targetsOf(links, authority);
      const leaf = tree.nodeOf(urlTokens(url));
      const chain = upFrom(leaf);
      const print = text === null ? 0 : printOf(text, title);
      named(chain);
      let hasNewText = true;
      for (const node of chain.toReversed()) {
        hasNewText = saysNew(node, text, hasNewText);
        let inside = 0;
        const leads: Lead[] = leaves ? ['new'] : [];
        for (const [target, count] of targets) {
          if (!isWithin(target, node)) {
            leadTo(node, target);
            if (!hasNewText) leads.push(leadOf(target, node));
          } else {
            inside += count;
            if (!hasNewText && !isKnown(target) && !isMuteDown(node)) leads.push('open');
          }
        }
        const lead = bestOf(leads);
        levelled(node, chain.length, hasNewText);
        sampled(node.yields, { url, hasNewText, lead, inside, print });
      }
      const proven = chain.find((node) => isProven(node) && isGrowing(node));
      if (!proven || seen < least() || proven.yields.row.pages % LOOK !== 0) return [];
      const parts = [...new Set(partsOf(proven).map(widened))];
      const traps = parts.map((node) => trapOf(host, node, proven));
      if (parts.length > 0) for (const node of chain) acquit(node.yields);
      for (const node of parts) acquit(node.yields);
      return traps;
    },
    nodes: tree.nodes,
    /** What it takes in memory, more or less. */
    bytes: () => texts.reduce((sum, text) => sum + text.bytes(), tree.nodes() * NODE_BYTES),
  };
}

export type HostShapes = ReturnType<typeof createHostShapes>;

/** Equal for pages of which text and title are. */
function printOf(text: Uint32Array, title: string | null): number {
  let print = text.reduce((sum, feature) => sum ^ feature, 0);
  for (let i = 0; title !== null && i < title.length; i++)
    print = Math.imul(print ^ title.charCodeAt(i), 0x01000193);
  return print >>> 0;
}

function trapOf(host: string, node: ShapeNode, proven: ShapeNode): Trap {
  const { pages, fresh, row, barren, pair } = node.yields;
  const mistake = Math.exp(-proven.yields.against);
  const evidence = {
    pages,
    fresh,
    row: { ...row },
    found: node.found,
    mistake,
    barren,
    pair: pair ?? proven.yields.pair,
  };
  return { shape: `${host} ${spell(node)}`, evidence };
}
