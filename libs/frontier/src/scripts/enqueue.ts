import { defineScript } from '../script.ts';
import type { EnqueueResult } from '../types.ts';

export const enqueue = defineScript('enqueue', {
  args: ['run', 'parents', 'groups', 'prints', 'entries'],
  use: ['clock', 'runs', 'hosts', 'places', 'budgets', 'seen'],
  read: (reply): EnqueueResult => {
    const [accepted, known, refused] = reply as [number, number, number];
    return { accepted, known, refused };
  },
});
