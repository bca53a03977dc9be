import { defineScript } from '../script.ts';
import type { EnqueueResult } from '../types.ts';

export const enqueue = defineScript('enqueue', {
  args: ['run', 'parents'],
  each: ['host', 'urgent', 'parent', 'count', 'print', 'entry'],
  use: ['clock', 'runs', 'hosts', 'places'],
  read: (reply): EnqueueResult => {
    const [accepted, known, refused] = reply as [number, number, number];
    return { accepted, known, refused };
  },
});
