import { KNOWN, PART } from './known.ts';
import { kindOf, resolved, type ShapeNode } from './shape-tree.ts';

/** So few parts stand for a shape that brought nothing at all, if nearly all of its pages are theirs. */
const MOST_PARTS = 3;
const NEARLY = 0.8;

/** What of a proven shape is to be held. */
export function partsOf(node: ShapeNode): ShapeNode[] {
  const children = [...node.children.values()];
  const own = node.yields.pages - children.reduce((sum, { yields }) => sum + yields.pages, 0);
  const isWhole = children.every(
    (child) => isBarren(child) || (kindOf(child.token) === '=' && !isGood(child)),
  );
  const parts = children.flatMap((child) => (child.yields.row.pages < PART ? [] : partsOf(child)));
  if (node.parent === null || !isBarren(node) || holdsGood(node)) return parts;
  if (isWhole || own >= node.yields.pages / 2 || parts.length > MOST_PARTS) return [node];
  const covered = parts.reduce((sum, { yields }) => sum + yields.row.pages, 0);
  return covered >= NEARLY * node.yields.row.pages ? parts : [node];
}

/** It was seen to bring something new, more than at its beginning. */
const isGood = ({ yields }: ShapeNode) =>
  yields.fresh >= 3 && yields.fresh >= 0.2 * (yields.pages - yields.open);
const isBarren = (node: ShapeNode) => node.yields.row.pages >= PART && !isGood(node);

/** Whether a part of it is good: a section, or anything within it of which many pages were seen. */
function holdsGood(node: ShapeNode, depth = 0): boolean {
  return [...node.children.values()].some(
    (child) =>
      (isGood(child) && ((depth === 0 && kindOf(child.token) === '/') || child.yields.pages >= KNOWN)) ||
      holdsGood(child, depth + 1),
  );
}

/** A value stands for its parameter where nearly all pages have it. */
export function widened(node: ShapeNode): ShapeNode {
  const parent = node.parent && resolved(node.parent);
  if (kindOf(node.token) !== '=' || !parent) return node;
  return node.yields.pages >= NEARLY * parent.yields.pages && ![...parent.children.values()].some(isGood)
    ? parent
    : node;
}
