import { randomUUID } from 'node:crypto';
import type { Claim, Frontier, NewUrl, SettleItem } from '@trunkline/frontier';
import type { Discovered, Settling } from '@trunkline/visit';
import type { ToldUrls } from '../runs/told-urls.ts';
import type { Session } from '../session/sessions.ts';
import { untilAnswered } from './until-answered.ts';

/** How long the first of a batch waits for others, ms, and how many make one at once. */
const GATHER_MS = 4;
const ENOUGH = 48;
const MOST = 256;

/** A claim that is over: with its outcome, or (`item` null) to go back uncharged, though the host may have been asked. */
export type Ending = {
  claim: Claim;
  item: SettleItem | null;
  startedAfterMs?: number | null;
  discovered: readonly Discovered[];
  settling: Settling | null;
};

type Batch = { session: Session; endings: Ending[] };

/**
 * Tells the frontier of many visits in one call each: first the URLs they discovered, and when all of them are
 * acknowledged their outcomes, so that a crash in between repeats visits and loses nothing. One batch is on its
 * way at a time; a lost reply is asked for again under the same id.
 */
export function createSettler(
  frontier: Pick<Frontier, 'enqueue' | 'settle' | 'requeue'>,
  told: ToldUrls,
  hooks: { onSettled(count: number, session: Session): void; onAway(): void; onStale(count: number): void },
) {
  let open: Batch | null = null;
  let timer: NodeJS.Timeout | null = null;
  let sending: Promise<void> | null = null;
  const closed: Batch[] = [];

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
    const { signal } = session;
    for (const { settling } of endings) settling?.sent();
    let ok = false;
    try {
      const settled = endings.filter((ending) => ending.item !== null);
      await tellDiscovered(settled, signal);
      const items = settled.map(({ item }) => item!);
      const settleId = randomUUID();
      const back = endings.flatMap(({ claim: { token }, item, startedAfterMs = null }) =>
        item === null ? [{ token, startedAfterMs }] : [],
      );
      const [reply] = await Promise.all([
        items.length === 0
          ? null
          : untilAnswered(() => frontier.settle(session.id, settleId, items), signal, hooks.onAway),
        back.length === 0
          ? null
          : untilAnswered(() => frontier.requeue(session.id, back), signal, hooks.onAway),
      ]);
      ok = !signal.aborted;
      if (reply && reply.stale.length > 0) hooks.onStale(reply.stale.length);
    } finally {
      for (const { settling } of endings) settling?.over(ok);
      hooks.onSettled(endings.length, session);
    }
  }

  async function tellDiscovered(endings: readonly Ending[], signal: AbortSignal): Promise<void> {
    const byRun = new Map<string, Map<string, NewUrl>>();
    for (const { claim, discovered } of endings) {
      for (const { url, depth, hops, urgent, sitemap = 0 } of discovered) {
        if (told.has(claim.run, url)) continue;
        const urls = byRun.get(claim.run) ?? new Map<string, NewUrl>();
        byRun.set(claim.run, urls);
        // Of several visits that found a URL in one batch the shallowest counts.
        const other = urls.get(url);
        if (!other || depth < other.depth)
          urls.set(url, { url, depth, hops, urgent, sitemap, parent: claim.url });
      }
    }
    const calls = [...byRun].map(async ([run, urls]) => {
      const list = [...urls.values()];
      const reply = await untilAnswered(() => frontier.enqueue(run, list), signal, hooks.onAway);
      // A refused URL (depth, budget) may be admitted later, and nobody says which one it was.
      if (reply && reply.refused === 0) told.add(run, urls.keys());
    });
    await Promise.all(calls);
  }

  return {
    add(session: Session, ending: Ending): void {
      if (open && open.session !== session) {
        closed.push(open);
        open = null;
      }
      open ??= { session, endings: [] };
      open.endings.push(ending);
      const { length } = open.endings;
      if (length >= MOST && sending) {
        closed.push(open);
        open = null;
      }
      if (length >= ENOUGH) send();
      else if (!timer && !sending) timer = setTimeout(send, GATHER_MS);
    },
    /** Resolves when everything added so far is told, or its session is lost. */
    async flush(): Promise<void> {
      while (sending || open || closed.length > 0) {
        send();
        await sending;
      }
    },
  };
}

export type Settler = ReturnType<typeof createSettler>;
