import { isOver } from '@trunkline/control';
import { shortRun } from '@trunkline/database';
import type { Work } from '../repair/work.ts';
import { archivePhases } from './archive-phases.ts';
import { counterPhases } from './counter-phases.ts';
import { type AuditParts, order, type Phase, type Phases } from './phases.ts';
import { urlPhases } from './url-phases.ts';

/** Compares Redis, Postgres and the archive of a run, a step at a time; with `fix` puts right what is safe. */
export function createAudit(parts: AuditParts): Work {
  const phases: Phases<Phase> = { ...archivePhases(parts), ...urlPhases(parts), ...counterPhases(parts) };

  return {
    async step(operation, run) {
      const phase = order.find((name) => name === operation.phase) ?? 'captures';
      const short = shortRun(run.serial);
      const live = !isOver(run.state) && (await parts.frontier.sizes(short)) !== null;
      const keys = { run: run.serial, job: run.job.serial };
      return phases[phase]({ operation, run, short, live, keys });
    },
    over: async () => {},
  };
}
