import type { Frontier } from '@trunkline/frontier';

export type Look = NonNullable<Awaited<ReturnType<Frontier['inspectUrl']>>>;

/** The origins a host may have: a port that is named is that of both, else each may be on the other's. */
function originsOf(host: string): string[] {
  const origins = [`http://${host}`, `https://${host}`];
  return /:\d+$/.test(host) ? origins : [...origins, `http://${host}:443`, `https://${host}:80`];
}

/** What the frontier knows of the robots.txt of one origin. */
export type RobotsLook = Look['host']['robots'] & { origin: string };

/**
 * How a host is for a run: what waits there for any of its origins, and when the first of those may be asked; and their robots.txt
 * files, one by one.
 */
export async function lookAtHost(
  frontier: Pick<Frontier, 'inspectUrl'>,
  run: string,
  host: string,
): Promise<(Look & { robots: RobotsLook[] }) | null> {
  const looks: Look[] = [];
  const robots: RobotsLook[] = [];
  for (const origin of originsOf(host)) {
    const look = await frontier.inspectUrl(run, { url: `${origin}/` });
    if (!look) return null;
    looks.push(look);
    robots.push({ ...look.host.robots, origin });
  }
  const waiting = looks.filter((look) => look.host.waiting > 0);
  const least = (of: 'due' | 'backoffUntil') => Math.min(...waiting.map((look) => look.host[of]));
  const [first] = looks as [Look];
  return {
    ...first,
    robots,
    host: {
      ...first.host,
      ...(waiting.length > 0
        ? { due: least('due'), backoffUntil: least('backoffUntil') }
        : { backoffUntil: Math.max(...looks.map((look) => look.host.backoffUntil)) }),
      robotsOut: looks.some((look) => look.host.robotsOut),
      waiting: waiting.reduce((sum, look) => sum + look.host.waiting, 0),
    },
  };
}
