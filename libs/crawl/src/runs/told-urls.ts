/** URLs remembered per run, and runs. Each of both generations of a run holds so many. */
const MOST_URLS = 50_000;
const MOST_RUNS = 20;

/**
 * URLs the frontier has been told of and knows, so that the links every page of a site repeats are not sent
 * again. It only saves calls: what is not remembered is told once more, which is harmless.
 */
export function createToldUrls() {
  const runs = new Map<string, { young: Set<string>; old: Set<string> }>();

  return {
    has(run: string, url: string): boolean {
      const told = runs.get(run);
      return told !== undefined && (told.young.has(url) || told.old.has(url));
    },
    add(run: string, urls: Iterable<string>): void {
      let told = runs.get(run);
      if (!told) {
        told = { young: new Set(), old: new Set() };
        runs.set(run, told);
        if (runs.size > MOST_RUNS) runs.delete(runs.keys().next().value!);
      }
      for (const url of urls) told.young.add(url);
      if (told.young.size > MOST_URLS) {
        told.old = told.young;
        told.young = new Set();
      }
    },
    /** Redis was away and may have lost what it knew. */
    forget(): void {
      runs.clear();
    },
  };
}

export type ToldUrls = ReturnType<typeof createToldUrls>;
