import type { PaceInForce } from '@trunkline/policy';
import { type Entry, joinUrl } from '../../stored/entry.ts';
import { unpackValidators } from '../../stored/validators.ts';
import type { Claim } from '../../types/claims.ts';
import type { Held, Host, Run, Session, World } from '../world.ts';

/** What is handed out starts within so many ms. */
export const WINDOW = 500;

/** Hands one URL, or the robots.txt of an origin, of a host to a session. */
export function grant(
  world: World,
  session: Session,
  run: Run,
  host: Host,
  kind: Held['kind'],
  entry: Entry,
  start: number,
  now: number,
  pace?: PaceInForce,
): Claim {
  const token = String(++world.token);
  const held: Held = { run: run.id, host, kind, entry, granted: now, startIn: round(start - now) };
  session.inFlight.set(token, held);
  return describe(run, token, held, pace);
}

/** A claim as a worker is told of it. */
export function describe(
  run: Run,
  token: string,
  { host, kind, entry, startIn }: Held,
  pace?: PaceInForce,
): Claim {
  return {
    token,
    run: run.id,
    host: host.name,
    kind,
    url: joinUrl(host.name, entry.scheme, entry.path),
    depth: entry.depth,
    hops: entry.hops,
    sitemap: entry.sitemap,
    attempt: entry.tries + 1,
    uncharged: entry.uncharged ?? 0,
    recoveries: entry.recoveries,
    validators: entry.validators ? unpackValidators(entry.validators) : null,
    startInMs: startIn,
    configVersion: run.desired.version,
    ...(run.places.size > 0 ? { wide: run.places.size } : {}),
    ...(pace && { pace }),
    robotsAt: host.robots.get(entry.scheme)?.storedAt ?? 0,
  };
}

export const round = (ms: number) => Number(ms.toFixed(1));
