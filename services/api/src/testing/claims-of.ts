import { setTimeout } from 'node:timers/promises';
import type { Claim, Frontier } from '@trunkline/frontier';

/**
 * What a session is granted of one host. A Redis that was just started holds every host back for a full delay, so the
 * frontier is asked again when it says so; claims of other hosts are let go by.
 */
export async function claimsOf(frontier: Frontier, session: string, host: string): Promise<Claim[]> {
  for (let n = 1; ; n++) {
    const reply = await frontier.claim(session, `c${n}`, 20);
    if (reply.state !== 'granted') throw new Error(`${session} is granted nothing: ${reply.state}`);
    const claims = reply.claims.filter((claim) => claim.host === host);
    if (claims.length > 0) return claims;
    await setTimeout(reply.nextDueMs);
  }
}
