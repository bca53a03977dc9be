import assert from 'node:assert/strict';
import type { Claim, Share } from '../../types/claims.ts';
import { runIds } from './paces.ts';
import type { Slots } from './steps.ts';

/** What a worker that holds these claims says of its slots. */
export function shareOf(
  { spare, slow, crowded, domain, over }: Slots,
  want: number,
  held: readonly Claim[],
): Share {
  const name = crowded === null ? [] : [`h${crowded}.test`];
  return {
    slots: held.length + want + spare,
    held: Object.fromEntries(runIds.map((run) => [run, held.filter((claim) => claim.run === run).length])),
    others: 0,
    ...(slow !== null && { slow }),
    crowdedHosts: domain ? [] : name,
    crowdedDomains: domain ? name : [],
    over: over === null ? [] : [runIds[over]!],
  };
}

/** Whatever was handed out keeps within the share. */
export function checkShare(share: Share, claims: readonly Claim[]): void {
  const slow = claims.filter((claim) => claim.slow);
  const few = Math.round(share.slots / 16);
  const most = share.slow === undefined ? claims.length : Math.max(0, share.slow + few);
  assert.ok(slow.length <= most, `${slow.length} claims of slow hosts`);
  for (const { run, host, slow = false } of claims) {
    assert.ok(!share.over.includes(run), `${run} was to be passed over`);
    assert.ok(!share.crowdedHosts.includes(host), `${host} has its part`);
    assert.ok(!slow || !share.crowdedDomains.includes(host), `the domain of ${host} has its part`);
  }
}
