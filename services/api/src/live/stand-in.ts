import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { createDiagnose, type DiagnoseParts } from '@trunkline/control';
import type { Logger } from '@trunkline/service';

/** So long after its start the API does not look whether somebody diagnoses, and then every so often, ms. */
const FIRST_MS = 5000;
const EVERY_MS = 1000;

/** Diagnoses while no conductor does: that none runs is what somebody must be able to say. */
export function standIn(parts: Omit<DiagnoseParts, 'owner' | 'standsIn'> & { log: Logger }) {
  const diagnose = createDiagnose({ ...parts, owner: `api ${randomUUID()}`, standsIn: true });
  const stop = new AbortController();
  let failing = false;
  const pause = (ms: number) => sleep(ms, undefined, { signal: stop.signal, ref: false }).catch(() => {}); // stopping wakes it

  async function run(): Promise<void> {
    await pause(FIRST_MS);
    while (!stop.signal.aborted) {
      try {
        await diagnose();
        failing = false;
      } catch (err) {
        if (!failing) parts.log.warn({ err }, 'nobody diagnoses, and neither can this; trying again');
        failing = true;
      }
      await pause(EVERY_MS);
    }
  }
  const running = run();

  return {
    async close(): Promise<void> {
      stop.abort();
      await running;
      await diagnose.end().catch(() => {}); // Postgres is away: the turn ends by itself
    },
  };
}
