import type { PaceDecider } from '@trunkline/policy';
import { defineScript } from '../../script.ts';
import { joinUrl, readEntry } from '../../stored/entry.ts';
import { unpackValidators } from '../../stored/validators.ts';
import type { Claim, ClaimReply } from '../../types/claims.ts';

export const claim = defineScript(import.meta.url, {
  args: ['session', 'claimId', 'turn', 'want', 'maxBacklog', 'maxBytes', 'share', 'heard', 'barred'],
  use: [
    'clock',
    'runs/runs',
    'hosts/hosts',
    'hosts/places',
    'claims/delayed',
    'limits/share',
    'limits/budgets',
    'limits/ask',
    'claims/plain',
    'told',
    'outcomes',
    'claims/claims',
    'hosts/pick',
    'hosts/due',
  ],
  read: (reply): ClaimReply | Granted => {
    const [state, nextDueMs, granted = [], facts = [], lacking = [], idle = 0, slow = [], suspect = 0] =
      reply as Reply;
    if (state !== 'granted') return state === 'lost' ? { state } : { state, nextDueMs };
    const claims: Claim[] = [];
    for (let i = 0; i < granted.length; i += 2) {
      claims.push(
        readClaim(granted[i] ?? '', granted[i + 1] ?? '', facts[i] ?? 0, Number(facts[i + 1] ?? 0)),
      );
    }
    for (const number of slow) claims[number - 1]!.slow = true;
    const short: Granted['short'] = [];
    for (let i = 0; i < lacking.length; i += 3) {
      short.push({
        run: lacking[i] ?? '',
        version: Number(lacking[i + 1]),
        deal: Number(lacking[i + 2]) + 1,
      });
    }
    return { state, claims, nextDueMs, short, idle: idle === 1, suspect: suspect === 1 };
  },
});

type Reply = [
  state: 'granted' | 'lost' | 'recorder',
  nextDueMs: number,
  granted?: string[],
  facts?: (number | string)[],
  short?: string[],
  idle?: number,
  slow?: number[],
  suspect?: number,
];

/** What a shard grants, the deals that its runs need, whether no run waits here for its time, and whether a suspect is in flight. */
type Granted = Extract<ClaimReply, { state: 'granted' }> & { short: Deal[]; idle: boolean; suspect: boolean };

/** A deal of a run's limits over several shards: its number, and the version of the run it is made under. */
export type Deal = { run: string; version: number; deal: number };

/** Reads `<granted> <startIn> <kind> <run> <host> <entry>`. */
export function readClaim(token: string, text: string, fact: number | string, robotsAt: number): Claim {
  const [version, widened = '0', delay, conc, by] = String(fact).split(' ');
  const wide = Number(widened);
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
    configVersion: Number(version),
    ...(wide === 0 ? {} : { wide }),
    ...(by === undefined
      ? {}
      : { pace: { delayMs: Number(delay), concurrency: Number(conc), decidedBy: by as PaceDecider } }),
    robotsAt,
  };
}
