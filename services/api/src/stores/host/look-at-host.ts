import type { Frontier } from '@trunkline/frontier';

export type Look = NonNullable<Awaited<ReturnType<Frontier['inspectUrl']>>>;

/** What the frontier knows of the robots.txt of one origin. */
export type RobotsLook = Look['host']['robots'] & { origin: string };

/**
 * How a host is for a run, from a look at any URL of it: what waits there for any of its origins, and when the first of those may be asked;
 * and their robots.txt files, one by one.
 */
export function atHost(look: Look): Look & { robots: RobotsLook[] } {
  const { origins } = look.host;
  const waiting = origins.filter((one) => one.waiting > 0);
  const least = (of: 'due' | 'backoffUntil') => Math.min(...waiting.map((one) => one[of]));
  return {
    ...look,
    robots: origins.map(({ robots, origin }) => ({ ...robots, origin })),
    host: {
      ...look.host,
      ...origins[0],
      ...(waiting.length > 0
        ? { due: least('due'), backoffUntil: least('backoffUntil') }
        : { backoffUntil: Math.max(...origins.map((one) => one.backoffUntil)) }),
      robotsOut: origins.some((one) => one.robotsOut),
      waiting: waiting.reduce((sum, one) => sum + one.waiting, 0),
    },
  };
}
