/** Most that is remembered. */
const MOST = 10_000;

/** Remembers what of a run was told of once, so that it is not said with each page again; whoever counts knows what comes twice. */
export function createTold(): (run: string, what: string) => boolean {
  const known = new Set<string>();
  return (run, what) => {
    const key = `${run} ${what}`;
    if (known.has(key)) return true;
    known.add(key);
    if (known.size > MOST) known.delete(known.values().next().value!);
    return false;
  };
}
