import { joinUrl, parseEntry } from '../entry.ts';
import { defineScript } from '../script.ts';
import type { Claim, ClaimReply } from '../types.ts';
import { unpackValidators } from '../validators.ts';

export const claim = defineScript('claim', {
  args: ['session', 'claimId', 'turn', 'want', 'maxBacklog'],
  use: ['clock', 'runs', 'hosts', 'places', 'outcomes', 'claims'],
  read: (reply): ClaimReply => {
    const [state, nextDueMs, ...claims] = reply as ['granted' | 'lost' | 'recorder', number, ...string[]];
    if (state === 'granted') return { state, claims: claims.map(readClaim), nextDueMs };
    return state === 'lost' ? { state } : { state, nextDueMs };
  },
});

function readClaim(text: string): Claim {
  const words = text.split(' ', 7);
  const [token = '', startIn, version, robotsAt, kind, run = '', host = ''] = words;
  const entry = parseEntry(text.slice(words.join(' ').length + 1));
  return {
    token,
    run,
    host,
    kind: kind as Claim['kind'],
    url: joinUrl(host, entry.scheme, entry.path),
    depth: entry.depth,
    hops: entry.hops,
    attempt: entry.tries + 1,
    recoveries: entry.recoveries,
    validators: entry.validators ? unpackValidators(entry.validators) : null,
    startInMs: Number(startIn),
    configVersion: Number(version),
    robotsAt: Number(robotsAt),
  };
}
