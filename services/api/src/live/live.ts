import { notFound, refusal } from '../limits/refusals.ts';
import type { Stores } from '../stores/stores.ts';
import type { Caller } from '../stores/values.ts';
import type { Admission } from './admission.ts';
import type { Live } from './progress-event.ts';
import type { RunWatches } from './run-watches.ts';

export type LiveParts = { watches: RunWatches; admission: Admission };

/** What one caller may follow: ids are looked up in the stores of the caller, so those of others are not found. */
export function createLive(
  { watches, admission }: LiveParts,
  caller: Caller,
  { jobs, runs }: Pick<Stores, 'jobs' | 'runs'>,
): Live {
  return {
    async progress({ jobId, runId, asked, intervalMs }) {
      if (intervalMs < 250 || intervalMs > 60_000)
        throw refusal('BAD_INPUT', `intervalMs is ${intervalMs}; pass 250 to 60,000 milliseconds.`);
      const run = runId === null ? await runs.latest(jobId ?? '') : await runs.find(runId);
      if (run !== null) return admission.admit(caller.keyId, async () => watches.watch(run, intervalMs));
      if (jobId === null || (await jobs.find(jobId)) === null) throw notFound(asked, 'job or run');
      throw refusal('BAD_INPUT', 'This job has no run to follow yet. Start one with jobStart.');
    },
  };
}
