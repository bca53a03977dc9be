import type { Frontier } from '@trunkline/frontier';

/** How often live sessions are counted, ms. */
const LOOK_MS = 2000;

/**
 * The share of a job's cap that is this process': one part of as many as there are live sessions. Those that have
 * nothing of the job leave theirs unused, so all together stay below the cap, and may stay far below it.
 */
export function shareOfProcesses(frontier: Pick<Frontier, 'countSessions'>) {
  let share = 1;
  const look = () =>
    frontier.countSessions().then(
      (sessions) => {
        share = 1 / Math.max(1, sessions);
      },
      () => {}, // Redis is away: the last count stands, and nothing is claimed anyway
    );
  void look();
  const timer = setInterval(() => void look(), LOOK_MS).unref();
  return { now: () => share, close: () => clearInterval(timer) };
}
