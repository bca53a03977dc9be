import type { Claim, Frontier } from '@trunkline/frontier';
import type { Standing } from '@trunkline/visit';
import type { Session } from '../session/sessions.ts';
import { untilAnswered } from './until-answered.ts';

/** How long the first of a batch waits for others, ms, and how many are asked for at once. */
const GATHER_MS = 3;
const MOST = 256;
/** Whoever hears nothing for so long does not start, ms. */
const PATIENCE_MS = 2000;

type Parts = {
  frontier: Pick<Frontier, 'confirm'>;
  onAway(): void;
  onLost(session: Session): void;
};

type Asking = { claim: Claim; told(at: number | null): void };

/** Asks the frontier, for many at once, whether claims that were granted some time ago may still start. */
export function createConfirms({ frontier, onAway, onLost }: Parts) {
  const asking = new Map<Session, Asking[]>();

  async function ask(session: Session): Promise<void> {
    const all = asking.get(session) ?? [];
    const batch = all.splice(0, MOST);
    if (all.length > 0) void ask(session);
    else asking.delete(session);
    let sentAt = 0;
    const signal = AbortSignal.any([session.signal, AbortSignal.timeout(PATIENCE_MS)]);
    const call = () => {
      sentAt = performance.now();
      return frontier.confirm(
        session.id,
        batch.map(({ claim }) => claim),
      );
    };
    const reply = await untilAnswered(call, signal, onAway).catch(() => null); // then nothing is known of them
    if (reply?.state === 'lost') onLost(session);
    const may = new Set(reply?.state === 'told' ? reply.tokens : []);
    for (const { claim, told } of batch) told(may.has(claim.token) ? sentAt : null);
  }

  /** What stands for the start of a claim that was asked for at `at`. */
  return (session: Session, claim: Claim, at: number): Standing => ({
    at,
    confirm: () =>
      new Promise((told) => {
        const batch = asking.get(session);
        if (batch) batch.push({ claim, told });
        else {
          asking.set(session, [{ claim, told }]);
          setTimeout(() => void ask(session), GATHER_MS);
        }
      }),
  });
}

export type Confirms = ReturnType<typeof createConfirms>;
