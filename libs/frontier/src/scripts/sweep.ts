import { defineScript } from '../script.ts';
import type { SweepResult } from '../types.ts';

export const sweep = defineScript('sweep', {
  args: ['most'],
  use: ['clock', 'runs', 'hosts', 'places', 'outcomes', 'claims'],
  read: (reply): SweepResult => {
    const [lostSessions, recovered, released, dead, more] = reply as [number, number, number, number, number];
    return { lostSessions, recovered, released, dead, more: more === 1 };
  },
});
