import type { Access } from '@trunkline/policy';

/** What a job shows to get in, but for its proxy. */
type Secret = 'headers' | 'basicAuth';

/** Secrets that a change leaves as they are and would take elsewhere: to other hosts, or by another proxy. */
export type Bound = { secrets: Secret[]; from: 'hosts' | 'proxy'; seeds: string[] };

/** The hosts of a job: origins of its seeds, and whether hosts below their domains are meant, too (before a change: `were`). */
export type Hosts = { seeds: string[]; domains: boolean; were: boolean };

/**
 * What secrets become by a change of their job. They are for the hosts and the proxy they were given with: those that are given anew
 * are for those of now, and those that stay go where they went, or to fewer. No key takes them elsewhere, since who may set them
 * cannot read them: they are given again, or taken away. `given`: what the change names.
 */
export function bindSecrets(
  old: Access | null,
  next: Omit<Access, 'seeds' | 'hostsOnly'>,
  given: Record<Secret, boolean>,
  now: Hosts,
): Access | { bound: Bound } {
  const has = (of: Pick<Access, Secret>, one: Secret) =>
    one === 'headers' ? of.headers.length > 0 : of.basicAuth !== null;
  const secrets: Secret[] = ['headers', 'basicAuth'];
  const kept = old === null ? [] : secrets.filter((one) => !given[one] && has(old, one));
  const fresh = secrets.some((one) => given[one] && has(next, one));
  if (old === null || kept.length === 0) return { ...next, seeds: fresh ? now.seeds : [] };

  const { seeds } = old;
  if (next.proxy !== null && next.proxy !== old.proxy)
    return { bound: { secrets: kept, from: 'proxy', seeds } };
  const hostsOnly = old.hostsOnly === true || (now.domains && !now.were);
  const more = now.seeds.some((one) => !seeds.includes(one)) || (now.domains && hostsOnly);
  if (fresh && more) return { bound: { secrets: kept, from: 'hosts', seeds } };
  return { ...next, seeds, ...(hostsOnly && { hostsOnly }) };
}
