import { LocalFault } from '@trunkline/policy';
import type { Visit } from '../../visit.ts';
import { waitsFor } from '../waits-for.ts';

/** Leaves the room; called once more it does nothing. */
export type Leave = () => void;

type Waiter = { bytes: number; go(): void };

/**
 * Room for so many bytes together: who comes when there is too little waits in line, and what is larger than all of it has it alone. The
 * wait has a clock of its own.
 */
export function createRoom(most: number) {
  const line: Waiter[] = [];
  let held = 0;

  const fits = (bytes: number) => held === 0 || held + bytes <= most;

  function left(bytes: number): void {
    held -= bytes;
    while (line.length > 0 && fits(line[0]!.bytes)) {
      const { bytes: next, go } = line.shift()!;
      held += next;
      go();
    }
  }

  return {
    /** Rejects with a LocalFault when the visit was given up meanwhile. */
    async enter(visit: Visit, bytes: number): Promise<Leave> {
      let isIn = true;
      const leave = () => {
        if (isIn) left(bytes);
        isIn = false;
      };
      if (line.length === 0 && fits(bytes)) {
        held += bytes;
        return leave;
      }
      visit.at = { stage: 'extract', since: performance.now() };
      await waitsFor(
        visit,
        'memory',
        () => new Promise<void>((resolve) => line.push({ bytes, go: resolve })),
      );
      if (!visit.signal.aborted) return leave;
      leave();
      throw new LocalFault('ABORTED', `The visit to ${visit.url} was given up before its extract stage`);
    },
  };
}
