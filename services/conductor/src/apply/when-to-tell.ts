import type { Frontier } from '@trunkline/frontier';

/** Changes are told for so long after they were made, whoever of several conductors is at it, ms. */
export const RECENT = "interval '1 minute'";
/** All is told again so often: for what an earlier word did not reach, and nobody noticed. */
const ALL_MS = 300_000;
const MOST_KEPT = 100_000;

/**
 * What is told by change: recent changes each time, and each of them once; everything at the beginning, when the frontier began a new
 * epoch and may have forgotten, and slowly all the time.
 */
export function createTeller(
  frontier: Pick<Frontier, 'epochs'>,
  now: () => number = () => performance.now(),
) {
  let epochs = '';
  let allAt = Number.NEGATIVE_INFINITY;
  /** Name → version that was told in this epoch. */
  const told = new Map<string, number>();
  return {
    /** Whether everything is to be looked at in this pass; `done` is called when it was. */
    async begin(): Promise<{ all: boolean; done(): void }> {
      const current = JSON.stringify((await frontier.epochs()).map(({ server, began }) => [server, began]));
      const all = current !== epochs || now() - allAt >= ALL_MS;
      if (all || told.size > MOST_KEPT) told.clear();
      return {
        all,
        done() {
          epochs = current;
          if (all) allAt = now();
        },
      };
    },
    isNews: (name: string, version: number): boolean => told.get(name) !== version,
    tell(name: string, version: number): void {
      told.set(name, version);
    },
  };
}
