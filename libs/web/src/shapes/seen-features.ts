/** Features of a generation, and how many slots a table begins with. */
const MOST = 1 << 14;
const LEAST_SLOTS = 1 << 6;

/**
 * Which features pages of a shape had, of late: two tables, and a full one drives out the older. What is forgotten is new when it comes
 * again, which speaks for the shape. Takes 256 KiB at most.
 */
export function createSeenFeatures(most = MOST) {
  let young = createTable();
  let old: Table | null = null;

  return {
    /** Adds them; how many were not there. */
    add(features: Uint32Array): number {
      let fresh = 0;
      for (let i = 0; i < features.length; i++) {
        const feature = features[i]!;
        if (!young.add(feature)) continue;
        if (!old?.has(feature)) fresh++;
        if (young.size() < most) continue;
        old = young;
        young = createTable();
      }
      return fresh;
    },
    bytes: () => young.bytes() + (old?.bytes() ?? 0),
  };
}

export type SeenFeatures = ReturnType<typeof createSeenFeatures>;
type Table = ReturnType<typeof createTable>;

function createTable() {
  let slots = new Uint32Array(LEAST_SLOTS);
  let size = 0;
  // Where one stands nobody can foresee, who writes pages to make it slow.
  const twist = (Math.random() * 2 ** 32) | 1;

  function placeOf(feature: number): number {
    const last = slots.length - 1;
    let at = (Math.imul(feature, twist) >>> 7) & last;
    while (slots[at] !== 0 && slots[at] !== feature) at = (at + 1) & last;
    return at;
  }

  return {
    has: (feature: number) => slots[placeOf(feature)] === feature,
    size: () => size,
    bytes: () => slots.byteLength,
    /** Whether it was not there. */
    add(feature: number): boolean {
      const at = placeOf(feature);
      if (slots[at] === feature) return false;
      slots[at] = feature;
      size++;
      if (size * 2 <= slots.length) return true;
      const before = slots;
      slots = new Uint32Array(before.length * 2);
      for (const one of before) if (one !== 0) slots[placeOf(one)] = one;
      return true;
    },
  };
}
