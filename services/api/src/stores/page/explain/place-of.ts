import type { UrlState as FrontierUrl } from '@trunkline/frontier';
import type { TrapValue } from '../../run/trap-store.ts';
import type { PageValue } from '../page-store.ts';
import type { DeadReasonValue, TryValue, UrlPlace } from './explanation.ts';
import { heldInWords, isQuarantined } from './held.ts';
import { endInWords } from './in-words.ts';

/** Reasons by which a URL is given up, beside the ends of its visits. */
export const isDeath = (reason: string) => /-unreachable$|poison$/.test(reason);

/** The frontier's word while it knows the run; afterwards the ledger's. */
export function placeOf(
  at: FrontierUrl['at'] | undefined,
  last: TryValue | undefined,
  page: PageValue | null,
): UrlPlace {
  const ended = last?.deadReason == null ? 'ended' : 'dead';
  // Of a frontier that was lost and rebuilt the ledger knows more.
  if (at?.state === 'unknown' && last?.final) return ended;
  if (at !== undefined) return at.state === 'finished' ? (last?.final ? ended : 'ended') : at.state;
  if (last?.final) return ended;
  return page === null ? 'unknown' : 'unvisited';
}

/** Why it was given up or dropped; null: it was not. */
export function deadOf(
  place: UrlPlace,
  last: TryValue | undefined,
  attempts: number,
  drop: { reason: string; createdAt: Date } | null,
  trap: TrapValue | null,
): DeadReasonValue | null {
  if (place === 'dead' && drop === null)
    return {
      reason: last!.deadReason!,
      attempts,
      at: last!.startedAt,
      sentence: isQuarantined(last) ? heldInWords(last!, trap) : endInWords(last, last!.deadReason!),
    };
  if (drop === null) return null;
  const { reason, createdAt: at } = drop;
  const after = last ? `; its last try ${endInWords(last, reason)}` : '';
  return { reason, attempts, at, sentence: `${endInWords(undefined, reason)}${after}` };
}
