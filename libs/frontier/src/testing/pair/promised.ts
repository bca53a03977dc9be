import assert from 'node:assert/strict';
import type { SettleItem } from '../../types/outcomes.ts';
import type { RunState } from '../../types/runs.ts';
import type { Frontier } from '../../types.ts';
import { type Page, urlOf } from './steps.ts';

type Ask = <R>(ask: (frontier: Frontier) => Promise<R>) => Promise<R>;
type Batch = { id: string; run: string; found: readonly Page[] };

/** What settled visits found and is not enqueued yet, as it lies beside the archive: the property test's spool. */
export class Promised {
  #batches: Batch[] = [];

  /** A settle was answered; answers whose promises stand. Where anything was stale nobody can say that here. */
  give(
    id: string,
    items: readonly SettleItem[],
    found: readonly Page[],
    reply: { stale: string[] },
  ): Set<string> {
    if (reply.stale.length > 0) return new Set();
    const runs = new Set(items.filter(({ promise }) => promise === id).map(({ run }) => run));
    for (const run of runs) this.#batches.push({ id, run, found });
    return runs;
  }

  /** The frontier forgot everything, that they were promised too. */
  forget(): void {
    this.#batches = [];
  }

  async keep(most: number, both: Ask): Promise<void> {
    for (const { id, run, found } of this.#batches.splice(0, most)) {
      await both((frontier) => frontier.enqueue(run, found.map(urlOf)));
      await both((frontier) => frontier.keepPromises(run, [id]));
    }
  }

  /** No run looks done to anybody while something of it is still to be enqueued. */
  async check(run: string, state: RunState, both: Ask): Promise<void> {
    if (state === 'ending' || state === 'cancelled') return;
    const open = new Set(await both(async (frontier) => (await frontier.promises(run)).sort()));
    for (const batch of this.#batches)
      assert.ok(batch.run !== run || open.has(batch.id), `${batch.id} of ${run}`);
  }
}
