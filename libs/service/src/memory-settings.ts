/**
 * How a service keeps memory: environment that its process is started with. glibc's malloc has by default an arena for each thread, and
 * once a large buffer was freed it takes the next ones from the heap, where they stay: beside endless bodies and bombs 50 MB of a worker
 * that nobody uses, and 100 MB of an API that reads archives (`npm run bench -- abuse 2 links uploads`).
 */
export const memorySettings: Readonly<Record<string, string>> = {
  MALLOC_ARENA_MAX: '2',
  MALLOC_MMAP_THRESHOLD_: String(1 << 20),
  MALLOC_TRIM_THRESHOLD_: String(8 << 20),
  // Young objects of V8: three times 16 MiB by default, of which bursts take all and calm times nothing. Half costs no CPU time a page.
  NODE_OPTIONS: '--max-semi-space-size=8',
};
