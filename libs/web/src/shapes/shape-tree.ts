import type { SeenFeatures } from './seen-features.ts';
import { addYield, LIMIT, newYield, type Yield } from './yield.ts';

/**
 * One token of a shape, with what is known of all URLs that begin so. `*` stands for a kind of which there are too many to be told apart
 * (`kindOf`); those that are well known stay beside it.
 */
export type ShapeNode = {
  readonly token: string;
  readonly parent: ShapeNode | null;
  children: Map<string, ShapeNode>;
  /** Links found to URLs of it. */
  found: number;
  readonly yields: Yield;
  /** Of its pages, by how many tokens they have: how many, and how many of them said something new. */
  readonly levels: Map<number, { pages: number; fresh: number }>;
  /** Of `?`: pages by parameter. */
  readonly names: Map<string, number>;
  /** What its pages said. */
  text: SeenFeatures | null;
  /** Where new links of its pages led, the last few, none of them within it. */
  leads: ShapeNode[];
  /** It was merged into that one. */
  into: ShapeNode | null;
};

/** So many children of a kind are told apart, and so many nodes of a host. */
const MOST_CHILDREN: Record<string, number> = { '/': 24, '=': 8, '&': 24, ';': 8 };
const MOST_NODES = 4096;
const MOST_LEADS = 8;
/** Of so many samples, or links, a child stays what it is when the others are merged. */
const KNOWN_SAMPLES = 32;
const KNOWN_LINKS = 200;

export const kindOf = (token: string) => token.charAt(0);

/** What of a node there is now. */
export function resolved(node: ShapeNode): ShapeNode {
  let at = node;
  while (at.into) at = at.into;
  return at;
}

export function isWithin(node: ShapeNode, whole: ShapeNode): boolean {
  for (let at: ShapeNode | null = node; at; at = at.parent && resolved(at.parent))
    if (at === whole) return true;
  return false;
}

/** A node and those above it, the root last. */
export function upFrom(node: ShapeNode): ShapeNode[] {
  const chain: ShapeNode[] = [];
  for (let at: ShapeNode | null = node; at; at = at.parent && resolved(at.parent)) chain.push(at);
  return chain;
}

/** The shapes of one host: a tree that grows with the URLs that are met, and in which siblings are merged when there are many. */
export function createShapeTree() {
  const root = newNode('', null);
  let nodes = 1;

  function step(node: ShapeNode, token: string): ShapeNode | null {
    const kind = kindOf(token);
    const child = node.children.get(token) ?? node.children.get(`${kind}*`);
    if (child || nodes >= MOST_NODES) return child ?? null;
    const made = newNode(token, node);
    node.children.set(token, made);
    nodes++;
    mergeIfMany(node, kind);
    return resolved(made);
  }

  function mergeIfMany(node: ShapeNode, kind: string): void {
    const all = [...node.children.values()].filter(({ token }) => kindOf(token) === kind);
    const most = MOST_CHILDREN[kind] ?? 1;
    if (all.length <= most) return;
    const known = all
      .filter(({ yields, found }) => yields.pages >= KNOWN_SAMPLES || found >= KNOWN_LINKS)
      .sort((a, b) => b.found - a.found)
      .slice(0, most / 2);
    const star = newNode(`${kind}*`, node);
    nodes++;
    for (const one of all) {
      if (known.includes(one)) continue;
      node.children.delete(one.token);
      merge(one, star);
    }
    node.children.set(star.token, star);
  }

  function merge(from: ShapeNode, to: ShapeNode): void {
    nodes--;
    from.into = to;
    to.found += from.found;
    addYield(to.yields, from.yields);
    for (const lead of from.leads) leadTo(to, lead);
    for (const [token, child] of from.children) {
      const other = to.children.get(token) ?? to.children.get(`${kindOf(token)}*`);
      if (other) merge(child, other);
      else {
        const moved = newNode(token, to);
        nodes++;
        to.children.set(token, moved);
        merge(child, moved);
      }
    }
    for (const kind of Object.keys(MOST_CHILDREN)) mergeIfMany(to, kind);
    from.children = new Map();
    from.leads = [];
  }

  return {
    root,
    /** The node of a URL's tokens, made where there is none yet. */
    nodeOf(tokens: readonly string[]): ShapeNode {
      let at = root;
      for (const token of tokens) {
        const next = step(at, token);
        if (!next) break;
        at = next;
      }
      return at;
    },
    nodes: () => nodes,
  };
}

/** Takes note that a page of the node had a new link there. */
export function leadTo(node: ShapeNode, target: ShapeNode): void {
  if (node.leads.at(-1) === target) return;
  const at = node.leads.indexOf(target);
  if (at >= 0) node.leads.splice(at, 1);
  node.leads.push(target);
  if (node.leads.length > MOST_LEADS) node.leads.shift();
}

function newNode(token: string, parent: ShapeNode | null): ShapeNode {
  return {
    token,
    parent,
    children: new Map(),
    found: 0,
    yields: newYield(),
    levels: new Map(),
    names: new Map(),
    text: null,
    leads: [],
    into: null,
  };
}

/** The node as words from the root on; a `*` says which of its siblings it is not. */
export function spell(node: ShapeNode): string {
  return upFrom(node)
    .slice(0, -1)
    .reverse()
    .map(({ token, parent }) => {
      if (!token.endsWith('*') || token.length !== 2 || !parent) return token;
      const others = [...resolved(parent).children.keys()].filter(
        (name) => name !== token && kindOf(name) === kindOf(token),
      );
      return [token, ...others.map((name) => name.slice(1))].join('!');
    })
    .join(' ');
}

/** Whether so much speaks for a trap that it may be held. */
export const isProven = ({ yields }: ShapeNode) => yields.against >= LIMIT;
