import type { Policy } from '@trunkline/policy';
import { shapeInWords } from '@trunkline/web/shapes';
import type { TrapValue } from '../../run/trap-store.ts';
import type { TryValue } from './explanation.ts';

/** Whether URLs of a shape are held, by what was decided of it and by the policy. */
export const isHeld = (trap: TrapValue | null, policy: Policy): boolean =>
  policy.traps === 'quarantine' && (trap?.state === 'held' || trap?.state === 'kept');

/** What was seen of a shape: why it is taken for a trap. */
function trapInWords({ pattern, pages, fresh, found }: TrapValue): string {
  const brought = fresh === 0 ? 'none' : fresh === 1 ? 'one' : String(fresh);
  return `URLs like ${pattern} keep growing (${found} found) and bring nothing new: of ${pages} pages ${brought} did`;
}

/** What the quarantine says of a URL. */
export function quarantineInWords(trap: TrapValue | null, policy: Policy): string {
  if (trap === null)
    return policy.traps === 'off' ? 'traps are not looked for: the policy says so' : 'its shape is no trap';
  const since = `since ${trap.since.toISOString()}`;
  switch (trap.state) {
    case 'allowed':
      return `its shape was taken for a trap, and is allowed in all runs of the job: ${trapInWords(trap)}`;
    case 'released':
      return `its shape was taken for a trap, and is released in this run: ${trapInWords(trap)}`;
    case 'watched':
      return `watched ${since}, and fetched all the same: ${trapInWords(trap)}`;
    default:
      return policy.traps === 'quarantine'
        ? `held ${trap.state === 'kept' ? 'in all runs of the job ' : ''}${since}: ${trapInWords(trap)}`
        : `its shape is a trap, but the policy holds none: ${trapInWords(trap)}`;
  }
}

/** Its last try is no try: it was held instead, without a request. */
export const isQuarantined = (last: TryValue | undefined): boolean => last?.deadReason === 'quarantine';

/** Why a URL was held, of which `trap` is what is known of its shape today. */
export function heldInWords({ detail, startedAt }: TryValue, trap: TrapValue | null): string {
  const at = `held in quarantine since ${startedAt.toISOString()}, without a request`;
  if (trap !== null) return `${at}: ${trapInWords(trap)}`;
  return `${at}: its shape${detail === null ? '' : ` ${shapeInWords(detail)}`} was taken for a trap`;
}
