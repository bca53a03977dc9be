import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Claim, Frontier, SettleItem } from '@trunkline/frontier';
import type { Discovery } from '../../discovery/discovery.ts';
import type { ToldUrls } from '../../runs/told-urls.ts';
import type { Session } from '../../session/sessions.ts';
import { untilAnswered } from '../until-answered.ts';
import { brokenItem } from './broken-item.ts';
import { createSafety, type Ended, type Ending, FEW, type Safe } from './safety.ts';

/** How long the first of a batch waits for others, ms, and how many make one at once. */
const GATHER_MS = 4;
const ENOUGH = 48;
const MOST = 256;
/** Between two tries while the frontier refuses everything, ms. */
const AGAIN_MS = 1000;

type Hooks = {
  onSettled(claims: readonly Claim[], session: Session): void;
  onAway(): void;
  onStale(count: number): void;
  /** The frontier refused what it was told, of one claim or (null) of any. */
  onRefused?(fault: Error, claim: Claim | null): void;
  /** Of this worker, for records. */
  worker?: string;
};

type Batch = { session: Session; endings: Ended[] };

/**
 * Tells the frontier of many visits in one call each: first what they found is made safe, then they are settled, so that a crash in
 * between repeats visits and loses nothing. Few URLs are safe when the frontier has acknowledged them; many are put into the queue
 * behind the visits (`discovery`), if there is one. One batch is on its way at a time; a lost reply is asked for again under the same id.
 */
export function createSettler(
  frontier: Pick<Frontier, 'enqueue' | 'settle' | 'requeue'>,
  told: ToldUrls,
  hooks: Hooks,
  discovery: Pick<Discovery, 'keep' | 'full' | 'linksOf'> | null = null,
) {
  let open: Batch | null = null;
  let timer: NodeJS.Timeout | null = null;
  let sending: Promise<void> | null = null;
  const closed: Batch[] = [];
  let telling: Promise<void> = Promise.resolve();
  let alone = 0;
  const { worker = '' } = hooks;
  const safety = createSafety(frontier, told, discovery, hooks.onAway);

  function send(): void {
    if (timer) clearTimeout(timer);
    timer = null;
    if (sending) return;
    const batch = closed.shift() ?? open;
    if (!batch) return;
    if (batch === open) open = null;
    sending = settleBatch(batch).finally(() => {
      sending = null;
      // What came meanwhile has waited long enough.
      if (closed.length > 0 || open) send();
    });
  }

  async function settleBatch({ session, endings }: Batch): Promise<void> {
    for (const { settling } of endings) settling?.sent();
    let ok = false;
    try {
      ok = await untilTold(session, endings);
    } finally {
      for (const { settling } of endings) settling?.over(ok);
      hooks.onSettled(
        endings.map(({ claim }) => claim),
        session,
      );
    }
  }

  /**
   * Until the frontier has taken it, whatever it refuses: halves, until what it refuses is alone; of that, that it cannot be told; and
   * if that is refused too, the fault is none of this claim, which goes back once that is mended. False: the session ended before.
   */
  async function untilTold(session: Session, endings: readonly Ended[]): Promise<boolean> {
    try {
      return await tellFrontier(session, endings);
    } catch (fault) {
      if (session.signal.aborted) return false;
      if (endings.length > 1) {
        const middle = endings.length >> 1;
        const first = await untilTold(session, endings.slice(0, middle));
        return (await untilTold(session, endings.slice(middle))) && first;
      }
      return lastWord(session, endings[0]!, fault as Error);
    }
  }

  async function lastWord(session: Session, ending: Ended, fault: Error): Promise<boolean> {
    const { claim, item } = ending;
    const startedAfterMs = item ? item.startedAfterMs : (ending.startedAfterMs ?? null);
    const { signal } = session;
    let why = fault;
    for (let tries = 0; !signal.aborted; tries++) {
      hooks.onRefused?.(why, tries === 0 ? claim : null);
      const less = tries === 0 && item && brokenItem(claim, 'SETTLE_REFUSED', why, worker, startedAfterMs);
      try {
        return await tellFrontier(session, [
          { ...ending, item: less || null, startedAfterMs, discovered: [], packs: [] },
        ]);
      } catch (again) {
        why = again as Error;
        if (tries > 0) await sleep(AGAIN_MS, undefined, { signal }).catch(() => {}); // the loop sees the abort
      }
    }
    return false;
  }

  async function tellFrontier(session: Session, endings: readonly Ended[]): Promise<boolean> {
    const { signal } = session;
    const settled = endings.filter((ending) => ending.item !== null);
    const { promises, over } = await safety.make(settled, signal);
    for (const { settling } of endings) settling?.safe();
    const items = settled.map(({ item }) => withPromise(item!, promises));
    const settleId = randomUUID();
    const back = endings.flatMap(({ claim: { token }, item, startedAfterMs = null }) =>
      item === null ? [{ token, startedAfterMs }] : [],
    );
    try {
      const [reply] = await Promise.all([
        items.length === 0
          ? null
          : untilAnswered(() => frontier.settle(session.id, settleId, items), signal, hooks.onAway),
        back.length === 0
          ? null
          : untilAnswered(() => frontier.requeue(session.id, back), signal, hooks.onAway),
      ]);
      if (reply && reply.stale.length > 0) hooks.onStale(reply.stale.length);
      return !signal.aborted;
    } finally {
      over();
    }
  }

  /** Without a queue: a page that found much is told of apart, one after the other, and its visit alone waits for that. */
  async function tellAlone(session: Session, ending: Ending): Promise<void> {
    try {
      await safety.tellAll(ending, session.signal);
      gather(session, { ...ending, discovered: [] });
    } catch {
      gather(session, ending); // told of with others, what the frontier refuses is found
    }
    alone--;
  }

  function gather(session: Session, ending: Ending): void {
    if (open && open.session !== session) {
      closed.push(open);
      open = null;
    }
    open ??= { session, endings: [] };
    open.endings.push(safety.packed(ending, session.signal));
    const { length } = open.endings;
    if (length >= MOST && sending) {
      closed.push(open);
      open = null;
    }
    if (length >= ENOUGH) send();
    else if (!timer && !sending) timer = setTimeout(send, GATHER_MS);
  }

  return {
    add(session: Session, ending: Ending): void {
      if (discovery || ending.item === null || ending.discovered.length <= FEW) gather(session, ending);
      else {
        alone++;
        telling = telling.then(() => tellAlone(session, ending));
      }
    },
    /** Resolves when everything added so far is told, or its session is lost. */
    async flush(): Promise<void> {
      while (sending || open || closed.length > 0 || alone > 0) {
        if (alone > 0) await telling;
        send();
        await sending;
      }
    },
  };
}

function withPromise(item: SettleItem, promises: Safe['promises']): SettleItem {
  const promise = promises.get(item.run);
  return promise === undefined ? item : { ...item, promise };
}

export type Settler = ReturnType<typeof createSettler>;
