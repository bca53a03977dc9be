/** A glob the user wrote that cannot be used; `message` says which, why, and what to write instead. */
export class GlobError extends Error {
  override readonly name = 'GlobError';
  readonly code = 'BAD_GLOB';
  readonly glob: string;
  constructor(glob: string, problem: string) {
    super(`glob ${JSON.stringify(glob.slice(0, 200))} ${problem}`);
    this.glob = glob;
  }
}

/** The longest glob, in characters. */
export const MAX_GLOB = 1000;

/** A glob ready for use. `steps` counts the words of state computed so far, for tests of its cost. */
export type Glob = { readonly source: string; matches(text: string): boolean; steps: number };

/**
 * Compiles a glob: `*` is any run of characters, `?` any one, all else itself, over the whole text.
 * A match costs at most one step per character and 32 characters of the glob, whatever they are: all
 * positions the glob can be at are bits that move together, and nothing is tried twice.
 */
export function compileGlob(source: string): Glob {
  if (source === '') throw new GlobError(source, 'is empty; write * for everything');
  if (source.length > MAX_GLOB) {
    throw new GlobError(source, `has ${source.length} characters; at most ${MAX_GLOB} are allowed`);
  }
  const head = literalHead(source);
  const tail = literalTail(source);
  if (head.length === source.length) return literal(source);

  // Position i means: the first i characters of `units` are matched. Bit i of `loops`: a `*` stands there.
  const units: string[] = [];
  const stars: number[] = [];
  for (const unit of source) unit === '*' ? stars.push(units.length) : units.push(unit);
  const words = (units.length >> 5) + 1;
  const loops = new Uint32Array(words);
  for (const at of stars) setBit(loops, at);
  const any = new Uint32Array(words);
  const masks = new Map<number, Uint32Array>();
  units.forEach((unit, i) => {
    if (unit === '?') setBit(any, i + 1);
  });
  for (const unit of new Set(units)) {
    if (unit === '?') continue;
    const mask = any.slice();
    for (let i = 0; i < units.length; i++) if (units[i] === unit) setBit(mask, i + 1);
    masks.set(unit.codePointAt(0)!, mask);
  }

  const glob: Glob = {
    source,
    steps: 0,
    matches(text) {
      if (!text.startsWith(head) || !text.endsWith(tail)) return false;
      const state = new Uint32Array(words);
      state[0] = 1;
      for (const character of text) {
        const mask = masks.get(character.codePointAt(0)!) ?? any;
        let carry = 0;
        let alive = 0;
        for (let w = 0; w < words; w++) {
          const now = state[w]!;
          const next = ((((now << 1) | carry) & mask[w]!) | (now & loops[w]!)) >>> 0;
          carry = now >>> 31;
          state[w] = next;
          alive |= next;
        }
        glob.steps += words;
        if (alive === 0) return false;
      }
      return ((state[units.length >> 5]! >>> (units.length & 31)) & 1) === 1;
    },
  };
  return glob;
}

function literal(source: string): Glob {
  return { source, steps: 0, matches: (text) => text === source };
}

function literalHead(source: string): string {
  const end = source.search(/[*?]/);
  return end < 0 ? source : source.slice(0, end);
}

function literalTail(source: string): string {
  return source.slice(Math.max(source.lastIndexOf('*'), source.lastIndexOf('?')) + 1);
}

function setBit(words: Uint32Array, at: number): void {
  words[at >> 5]! |= 1 << (at & 31);
}
