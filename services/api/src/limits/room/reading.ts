import type { Caller } from '../../stores/values.ts';
import type { Pace } from './pace.ts';
import type { Leave, Room } from './room.ts';

/** Memory for stored bodies that one request reads; all of it is given back when the request is over. */
export type ReadingMemory = {
  /** Resolves when so many bytes may be taken more; `kept`: those of them that go into an answer at its own pace. @throws as `Room.enter` does */
  take(bytes: number, kept?: number): Promise<void>;
  close(): void;
};

export function createReadingMemory(
  room: Room,
  caller: Pick<Caller, 'keyId' | 'projectId'>,
  { pace, signal }: { pace?: Pace; signal?: AbortSignal } = {},
): ReadingMemory {
  const held = new Set<Leave>();
  let over = false;
  return {
    async take(bytes, kept = 0) {
      if (kept > 0) await pace?.(caller.keyId, kept);
      const leave = await room.enter(caller, bytes, signal);
      if (over) leave();
      else held.add(leave);
    },
    close() {
      over = true;
      for (const leave of held) leave();
      held.clear();
    },
  };
}

/** Does steps one after the other, in the order in which they were asked for: decoders share one core among them, and leave the rest. */
export type Turn = <T>(step: () => Promise<T>) => Promise<T>;

export function createTurn(): Turn {
  let last: Promise<unknown> = Promise.resolve();
  return <T>(step: () => Promise<T>) => {
    const mine = last.then(step);
    last = mine.catch(() => {}); // told to whoever asked for it
    return mine;
  };
}
