import { defineScript } from '../script.ts';
import type { EnqueueResult } from '../types.ts';

export const retryDead = defineScript('retry-dead', {
  args: ['run', 'id'],
  each: ['host', 'domain', 'print', 'entry'],
  use: ['clock', 'runs', 'hosts', 'places', 'seen'],
  refusedWhenFull: true,
  read: (reply): EnqueueResult => {
    const [accepted, known, refused] = reply as [number, number, number];
    return { accepted, known, refused };
  },
});
