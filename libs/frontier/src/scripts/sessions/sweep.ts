import { defineScript } from '../../script.ts';
import type { SweepResult } from '../../types/shards.ts';

export const sweep = defineScript(import.meta.url, {
  args: ['most'],
  use: [
    'clock',
    'runs/runs',
    'hosts/hosts',
    'hosts/places',
    'claims/delayed',
    'told',
    'outcomes',
    'limits/budgets',
    'claims/claims',
    'hosts/robots',
    'hosts/trouble',
    'hosts/words',
  ],
  read: (reply): SweepResult & { loosening: boolean } => {
    const [lostSessions = 0, recovered = 0, released = 0, dead = 0, more, loosening = 0] = reply as number[];
    return { lostSessions, recovered, released, dead, more: more === 1, loosening: loosening > 0 };
  },
});
