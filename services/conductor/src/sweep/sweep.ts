import type { Frontier } from '@trunkline/frontier';
import type { Logger } from '@trunkline/service';

/** One pass: claims of lost sessions go back, delayed URLs that are due are released. True when there is more. */
export function createSweep(frontier: Pick<Frontier, 'sweep'>, log: Logger) {
  return async (): Promise<boolean> => {
    const { lostSessions, recovered, dead, more } = await frontier.sweep();
    if (lostSessions > 0) log.warn({ lostSessions, recovered, dead }, 'claims of lost sessions went back');
    return more;
  };
}
