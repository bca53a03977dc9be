import { joinUrl, readEntry } from '../entry.ts';
import { defineScript } from '../script.ts';
import type { Claim, ClaimReply } from '../types.ts';
import { unpackValidators } from '../validators.ts';

export const claim = defineScript('claim', {
  args: ['session', 'claimId', 'turn', 'want', 'maxBacklog'],
  use: ['clock', 'runs', 'hosts', 'places', 'delayed', 'budgets', 'plain', 'outcomes', 'claims', 'pick'],
  read: (reply): ClaimReply => {
    const [state, nextDueMs, granted = [], facts = []] = reply as Reply;
    if (state !== 'granted') return state === 'lost' ? { state } : { state, nextDueMs };
    const claims: Claim[] = [];
    for (let i = 0; i < granted.length; i += 2) {
      claims.push(readClaim(granted[i] ?? '', granted[i + 1] ?? '', facts[i] ?? 0, facts[i + 1] ?? 0));
    }
    return { state, claims, nextDueMs };
  },
});

type Reply = [
  state: 'granted' | 'lost' | 'recorder',
  nextDueMs: number,
  granted?: string[],
  facts?: number[],
];

/** Reads `<granted> <startIn> <kind> <run> <host> <entry>`. */
export function readClaim(token: string, text: string, configVersion: number, robotsAt: number): Claim {
  const words = text.split(' ');
  const [, startIn, kind, run = '', host = ''] = words;
  const entry = readEntry(words, 5);
  return {
    token,
    run,
    host,
    kind: kind as Claim['kind'],
    url: joinUrl(host, entry.scheme, entry.path),
    depth: entry.depth,
    hops: entry.hops,
    sitemap: entry.sitemap,
    attempt: entry.tries + 1,
    uncharged: entry.uncharged ?? 0,
    recoveries: entry.recoveries,
    validators: entry.validators ? unpackValidators(entry.validators) : null,
    startInMs: Number(startIn),
    configVersion,
    robotsAt,
  };
}
