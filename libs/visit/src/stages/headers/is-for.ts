import type { Access } from '@trunkline/policy';
import { hostKey, registrableDomain, type Scope } from '@trunkline/web/url';

/**
 * Whether what a job shows to get in is for this origin: a host it was given for, or in a job of domains one of theirs.
 * In the clear it is shown only where a seed was given in the clear. So a redirect leads it nowhere else.
 */
export function isFor({ seeds, hostsOnly }: Access, scope: Scope, origin: string): boolean {
  const host = hostKey(`${origin}/`);
  const domain = scope.kind === 'domain' && !hostsOnly ? registrableDomain(host) : null;
  const clear = origin.startsWith('http:');
  return seeds.some((seed) => {
    if (clear && !seed.startsWith('http:')) return false;
    const own = hostKey(`${seed}/`);
    return own === host || (domain !== null && registrableDomain(own) === domain);
  });
}
