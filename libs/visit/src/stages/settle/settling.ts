import type { Clocked } from '@trunkline/policy';
import type { RunClock, Trace, Who } from '@trunkline/telemetry';

/**
 * The clock of the last stage. Settling itself is the frontier's, done by the worker for many visits in one
 * call; what one of them waits for the call, and what the call takes, is measured here.
 */
export type Settling = {
  /** The call for this visit has been sent. */
  sent(): void;
  /** What the visit found is safe. */
  safe(): void;
  /** The frontier has answered, or it never will. */
  over(ok: boolean): void;
};

/** A visit is done and waits to be settled; `trace` gets its last stage. Until what it found is safe, it waits for that. */
export function beginSettling(clock: RunClock<Clocked>, of: Who, trace: Trace | null = null): Settling {
  const asked = performance.now();
  let began = 0;
  let isSafe = false;
  clock.wait('settle', asked);
  const sent = () => {
    if (began > 0) return;
    began = performance.now();
    clock.begin('settle', asked, began);
    clock.stepAside('settle', began, began);
    clock.wait('discovery', began);
  };
  const safe = () => {
    if (isSafe) return;
    isSafe = true;
    const now = performance.now();
    clock.begin('discovery', began, now);
    clock.end('discovery', now, now, null);
    began = now;
    clock.comeBack('settle', began, now);
  };
  return {
    sent,
    safe,
    over(ok) {
      if (began === 0) return clock.leave('settle', asked, performance.now());
      safe();
      const ended = performance.now();
      clock.end('settle', began, ended, ok ? null : 'LOST', of);
      trace?.stage('settle', asked, began, ended, ok);
    },
  };
}
