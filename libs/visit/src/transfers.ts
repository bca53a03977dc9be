import type { TransferReport } from '@trunkline/telemetry';
import type { Visit } from './visit.ts';

/** Bodies are large from so many bytes on, and visits old from so many ms on; at most so many of each are listed. */
const LARGE = 1 << 20;
const OLD_MS = 1000;
const MOST = 10;
/** URLs are told so far, characters. */
const LONGEST = 300;

/** The largest bodies on their way, the largest first, and then the oldest visits, whatever they are at, the oldest first. */
export function listTransfers(underway: Iterable<Visit>, now: number): TransferReport[] {
  const all = [...underway].map((visit) => {
    const { bytes, total } = visit.asks?.progress() ?? { bytes: 0, total: null };
    const { stage, since } = visit.at;
    return { visit, stage, bytes, total, ms: now - since, ageMs: now - visit.begunAt };
  });
  const large = all
    .filter(({ stage, bytes }) => stage === 'body' && bytes >= LARGE)
    .sort((a, b) => b.bytes - a.bytes)
    .slice(0, MOST);
  const old = all
    .filter((one) => one.ageMs >= OLD_MS && !large.includes(one))
    .sort((a, b) => b.ageMs - a.ageMs)
    .slice(0, MOST);
  return [...large, ...old].map(({ visit: { run, url }, stage, bytes, total, ms, ageMs }) => ({
    ...{ run, url: url.slice(0, LONGEST), stage, bytes, total },
    ...{ ms: Math.round(ms), ageMs: Math.round(ageMs) },
  }));
}
