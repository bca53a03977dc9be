/** The part of all time that documents may take which need not be read now. */
const PART = 0.15;

/** Says whether there is time for work that can wait: it never takes more than its part, however much of it there is. */
export function createSparedTime(now: () => number = () => performance.now()) {
  let freeAt = 0;
  return {
    any: () => now() >= freeAt,
    took: (ms: number): void => {
      freeAt = Math.max(freeAt, now()) + ms / PART;
    },
  };
}
