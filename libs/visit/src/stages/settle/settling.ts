import type { Stage } from '@trunkline/policy';
import type { StageClock, Trace } from '@trunkline/telemetry';

/**
 * The clock of the last stage. Settling itself is the frontier's, done by the worker for many visits in one
 * call; what one of them waits for the call, and what the call takes, is measured here.
 */
export type Settling = {
  /** The call for this visit has been sent. */
  sent(): void;
  /** The frontier has answered, or it never will. */
  over(ok: boolean): void;
};

/** A visit is done and waits to be settled; `trace` gets its last stage. */
export function beginSettling(clock: StageClock<Stage>, run: string, trace: Trace | null = null): Settling {
  const stages = clock.of(run);
  const asked = performance.now();
  let began = 0;
  stages.wait('settle');
  return {
    sent() {
      if (began > 0) return;
      began = performance.now();
      stages.begin('settle', began - asked);
    },
    over(ok) {
      if (began === 0) return stages.leave('settle');
      const ended = performance.now();
      stages.end('settle', ended - began, ok);
      trace?.stage('settle', asked, began, ended, ok);
    },
  };
}
